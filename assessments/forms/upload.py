"""The form that takes a filing document in."""

from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.models import Enrolment

LIMIT = 2 * 1024 * 1024  # bytes; a whole filing has about fifty thousand
FORM_LIMIT = 16 * 1024 * 1024  # of a form of Word or Excel, which may hold pictures
BINARY = (b"PK", b"\xd0\xcf\x11\xe0")  # what a file of Word or Excel, or an archive, begins with


class Files(forms.ClearableFileInput):
    """One file or several; the field sees the last, the form all."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class UploadForm(forms.Form):
    """The department and year, and a file. `document` is a file that was looked at before and only waits for consent to replace."""

    enrolment = forms.ChoiceField(label=_("Department and year"))
    file = forms.FileField(label=_("Files (Word, Excel, ZIP or JSON)"), required=False, widget=Files)
    document = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    replace = forms.BooleanField(widget=forms.HiddenInput, required=False)
    keep = forms.BooleanField(widget=forms.HiddenInput, required=False)  # the attachments that the file does not hold

    def __init__(self, enrolments: Sequence[Enrolment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.fiscal_year.year} {one.name}") for one in enrolments]
        field = self.fields["enrolment"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices
        self.fields["file"].widget.attrs["accept"] = ".docx,.xlsx,.zip,.json,application/json"
        self.helper = FormHelper()
        self.helper.layout = Layout("enrolment", "file", Submit("", _("Take the file in")))

    def clean_file(self) -> Any:
        """The last file as the field has it; every one is measured. Several are of Word, one filing in all."""
        chosen = self.uploads
        for file in chosen:
            limit = FORM_LIMIT if self._binary(file) else LIMIT
            if file.size > limit:
                raise ValidationError(
                    _("The file has %(size)s bytes; a filing has at most %(limit)s."),
                    params={"size": file.size, "limit": limit},
                )
        if len(chosen) > 1 and not all(self._binary(file) for file in chosen):
            raise ValidationError(_("Several files together must all be forms (Word, Excel) of one filing."))
        if not all(self._binary(file) or self._data(file) for file in chosen):
            raise ValidationError(
                _(
                    "“%(name)s” is no Word (DOCX), Excel (XLSX), ZIP or JSON file. "
                    "A PDF or a picture cannot be read: choose the file that it was made from."
                ),
                params={"name": next(file.name for file in chosen if not self._binary(file))},
            )
        return self.cleaned_data["file"]

    @property
    def uploads(self) -> list[Any]:
        """Every file that was sent."""
        return list(self.files.getlist("file")) if hasattr(self.files, "getlist") else []

    @staticmethod
    def _binary(file: Any) -> bool:
        begin = file.read(4)
        file.seek(0)
        return bool(begin.startswith(BINARY))

    @staticmethod
    def _data(file: Any) -> bool:
        """Whether a file begins as JSON does; whether it is a filing is seen when it is read."""
        begin = file.read(64)
        file.seek(0)
        return not begin or begin.removeprefix(BOM_UTF8).lstrip().startswith((b"{", b"["))

    @property
    def filled_forms(self) -> list[tuple[str, bytes]]:
        """The files of Word and Excel, and archives of them, that were sent, by name; empty where a document was."""
        return [(file.name, file.read()) for file in self.uploads if self._binary(file)]

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
