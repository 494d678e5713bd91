"""The field for one of many departments: typed by code or name, with suggestions where scripts run."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.models import Department
from assessments.selectors.departments import NotFound, spelt, typed

LONGEST = 160  # a code and a name


class DepartmentInput(forms.TextInput):
    """A text with an empty list of suggestions, which `suggest.js` fills."""

    query = ""

    def only_missing_in(self, year: int) -> None:
        """Suggest only departments that are not in a year yet."""
        self.query = f"?missing={year}"

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        key = f"{(attrs or {}).get('id', name)}-near"
        more = {"list": key, "autocomplete": "off", "data-suggest": reverse("suggest") + self.query}
        field = super().render(name, value, {**(attrs or {}), **more}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', field, key)


class DepartmentField(forms.CharField):
    """A department; every page asks for one by code or name, since a list of all would hold ten thousand."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            max_length=LONGEST, widget=DepartmentInput, help_text=_("Code or name, for example 300001"), **more
        )

    def prepare_value(self, value: Any) -> Any:
        return spelt(value) if isinstance(value, Department) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return None
        try:
            return typed(text)
        except NotFound as error:
            raise ValidationError(str(error)) from error
