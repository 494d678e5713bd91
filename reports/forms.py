"""The forms of decisions."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.years import Helped, day
from assessments.models import Enrolment, FiscalYear
from reports.judging import WAIVABLE
from reports.workflow import MAX_REASON


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = forms.CharField(
        label=_("Reason"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class SignForm(forms.Form):
    """The password, once more."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


def years_to_waive_in() -> Any:
    """The years whose filings can still be held back by a rule, newest first."""
    return FiscalYear.objects.filter(status=FiscalYear.Status.OPEN).order_by("-year")


class WaiverForm(Helped):
    """A rule that is waived for the filing of one department and year. `enrolment` is found once the form is valid."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    code = forms.CharField(label=_("Code of the department"), max_length=20)
    rule = forms.ChoiceField(label=_("Rule"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to the preparer, the unit head and all reviewers, and frozen with what is submitted."),
    )
    expires_on = day(_("Counts until the end of"))
    enrolment: Enrolment | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(one.year, str(one.year)) for one in years_to_waive_in()]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        rules = [(rule.code, f"{rule.code} {gettext(rule.title)}") for rule in WAIVABLE]
        self.fields["rule"].choices = [("", "—"), *rules]  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(gettext("The last day of a waiver is today or later."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "year" in found and "code" in found:
            wanted = Enrolment.objects.filter(fiscal_year__year=found["year"], department__code=found["code"].strip())
            self.enrolment = wanted.select_related("fiscal_year").first()
            if self.enrolment is None:
                self.add_error("code", gettext("No department of that year has this code."))
        return found
