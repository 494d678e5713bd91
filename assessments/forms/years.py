"""The forms of fiscal years."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.departments import DepartmentField
from assessments.models import FiscalYear


def day(label: Any) -> forms.DateField:
    """A date, typed or picked."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class Helped(forms.Form):
    """A form inside a page's own form tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class OpenYearForm(Helped):
    year = forms.IntegerField(label=_("Fiscal year"), min_value=2000, max_value=2099)
    opens_on = day(_("Opening day"))
    due_on = day(_("Due day"))


class YearForm(Helped):
    status = forms.ChoiceField(label=_("Status"), choices=FiscalYear.Status.choices)
    opens_on = day(_("Opening day"))
    due_on = day(_("Due day"))


class EnrolForm(Helped):
    department = DepartmentField(label=_("Department"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].widget.only_missing_in(year)


class ExtensionForm(Helped):
    due_on = day(_("New due day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ObligationForm(Helped):
    required = forms.BooleanField(label=_("Must file"), required=False)
    reason = forms.CharField(label=_("Reason, where it need not file"), max_length=200, required=False)
    public = forms.BooleanField(label=_("May be published"), required=False)
