"""The form that takes a filing document in."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.models import Enrolment

LIMIT = 2 * 1024 * 1024  # bytes; a whole filing has about fifty thousand


class UploadForm(forms.Form):
    """The department and year, and a file. `document` is a file that was looked at before and only waits for consent to replace."""

    enrolment = forms.ChoiceField(label=_("Department and year"))
    file = forms.FileField(label=_("File (JSON)"), required=False)
    document = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    replace = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, enrolments: Sequence[Enrolment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.fiscal_year.year} {one.name}") for one in enrolments]
        field = self.fields["enrolment"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices
        self.fields["file"].widget.attrs["accept"] = ".json,application/json"
        self.helper = FormHelper()
        self.helper.layout = Layout("enrolment", "file", Submit("", _("Take the file in")))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > LIMIT:
            raise ValidationError(
                _("The file has %(size)s bytes; a filing has at most %(limit)s."),
                params={"size": file.size, "limit": LIMIT},
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not cleaned.get("document") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return cleaned

    @property
    def content(self) -> bytes:
        """What the file holds."""
        file = self.cleaned_data["file"]
        found: bytes = file.read() if file else self.cleaned_data["document"].encode()
        return found
