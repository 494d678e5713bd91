"""Hold a PDF against what was approved, for those who review and who administer."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from assessments.selectors.access import roles_of, visible_filings
from reports.verifying import LARGEST, UnreadableDocument, Verdict, verify


class PdfForm(forms.Form):
    """A PDF to be held against what was approved."""

    file = forms.FileField(label=_("PDF of a whole filing"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pdf,application/pdf"
        self.helper = FormHelper()
        self.helper.layout = Layout("file", Submit("", _("Verify")))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than any filing."))
        return file


@login_required
@require_http_methods(["GET", "POST"])
def verify_pdf(request: HttpRequest) -> HttpResponse:
    """Say of a PDF whether it is, byte for byte, an approved filing among those that this person may see."""
    user: Any = request.user
    roles = roles_of(user)
    if not (roles.reviews or roles.administers):
        raise Http404
    form = PdfForm(request.POST, request.FILES) if request.method == "POST" else PdfForm()
    verdict: Verdict | None = None
    if form.is_bound and form.is_valid():
        try:
            verdict = verify(form.cleaned_data["file"].read(), visible_filings(user))
        except UnreadableDocument as error:
            form.add_error("file", str(error))
    name = form.cleaned_data["file"].name if verdict else ""
    context = {"form": form, "verdict": verdict, "name": name}
    return render(request, "reports/verify.html", context, status=422 if form.is_bound and form.errors else 200)
