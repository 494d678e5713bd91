"""The form that takes a file of many departments, accounts, budgets or filings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.forms.years import Helped
from assessments.models import FiscalYear

LIMIT = 64 * 1024 * 1024  # bytes of an archive of filings
TABLE_LIMIT = 8 * 1024 * 1024


class BulkForm(Helped):
    """A file, and the open year that it is of where the kind has one."""

    fiscal_year = forms.ModelChoiceField(FiscalYear.objects.none(), label=_("Fiscal year"))
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, years: str, archive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = LIMIT if archive else TABLE_LIMIT
        self.fields["file"].widget.attrs["accept"] = ".zip,.docx,.xlsx" if archive else ".xlsx"
        if not years:
            del self.fields["fiscal_year"]
            return
        year: Any = self.fields["fiscal_year"]
        year.queryset = FiscalYear.objects.filter(status=FiscalYear.Status.OPEN).order_by("-year")
        year.required = years == "needed"
        if year.required and (only := list(year.queryset[:2])) and len(only) == 1:
            year.initial = only[0]
        if years == "wanted":
            year.label, year.empty_label = _("Add them to the fiscal year"), _("none")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.limit:
            raise ValidationError(
                _("The file has %(size)s bytes; at most %(limit)s are taken."),
                params={"size": file.size, "limit": self.limit},
            )
        return file
