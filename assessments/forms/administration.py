"""The forms of departments, accounts and roles."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.forms.departments import DepartmentField
from assessments.forms.years import Helped, day
from assessments.models import BureauSection, RoleName


class DepartmentForm(Helped):
    """Name and place of a department from a day on."""

    name = forms.CharField(label=_("Name"), max_length=120)
    supervisor = DepartmentField(label=_("Supervising department"), required=False)
    section = forms.ModelChoiceField(
        BureauSection.objects.none(), label=_("Bureau section"), required=False, empty_label=_("none")
    )
    begins_on = day(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = BureauSection.objects.order_by("name")  # type: ignore[attr-defined]


class NewDepartmentForm(DepartmentForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z-]*\Z", _("Digits and letters only."))],
    )
    field_order = ("code", "name")


class EndForm(Helped):
    ends_on = day(_("Last day"))


class SectionForm(Helped):
    name = forms.CharField(label=_("Name of the section"), max_length=60)


class AccountForm(Helped):
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z._-]*\Z", _("Digits, letters, dots and dashes only."))],
    )
    full_name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class RoleForm(Helped):
    name = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)
    department = DepartmentField(label=_("Department (preparer, unit head, supervisor)"), required=False)
    section = forms.ModelChoiceField(
        BureauSection.objects.none(), label=_("Bureau section"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = BureauSection.objects.order_by("name")  # type: ignore[attr-defined]
