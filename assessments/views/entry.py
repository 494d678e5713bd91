"""Sign in and out, change the password."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.context import current_request
from assessments.forms.accounts_entry import PasswordForm, SignInForm
from assessments.models import User
from assessments.refusals import Refused
from assessments.services import log, sign_in

refusals = logging.getLogger("perfeval.sign_in")


class SignIn(LoginView):
    """The door. Who comes in, and who is refused, is logged; after too many failures it stays shut for a while.

    A page whose session ended asks here for JSON: 200, or 422 and 429 with the reasons.
    """

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.lead_to(self.get_redirect_url())
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sign_in.begin(_name(request))
        except Refused as refusal:
            refusals.warning("a sign-in from %s was not looked at: too many failed", current_request.get().address)
            if self.by_script:
                return JsonResponse({"reasons": refusal.reasons}, status=429)
            form = self.unfilled(_name(request))
            return self.render_to_response(self.get_context_data(form=form, reasons=refusal.reasons), status=429)
        return super().post(request, *args, **kwargs)

    def unfilled(self, name: str) -> Any:
        """The form as it is first shown, with the name that was typed."""
        form = SignInForm(self.request, initial={"username": name})
        form.lead_to(self.get_redirect_url())
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        sign_in.forget(_name(self.request))
        response = super().form_valid(form)
        log.record("sign_in", by=form.get_user(), about=form.get_user())
        return JsonResponse({}) if self.by_script else response

    def form_invalid(self, form: Any) -> HttpResponse:
        sign_in.failed(_name(self.request))
        if self.by_script:
            reasons = [error for errors in form.errors.values() for error in errors]
            return JsonResponse({"reasons": reasons}, status=422)
        return super().form_invalid(form)

    @property
    def by_script(self) -> bool:
        """Whether an open page asks, not a person who is at the door."""
        return self.request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _name(request: HttpRequest) -> str:
    return request.POST.get("username", "").replace("\0", "")[:150]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; asked for without being signed in it leads to the same place."""
    if isinstance(request.user, User):
        log.record("sign_out", by=request.user, about=request.user)
    logout(request)
    return redirect("sign_in")


class ChangePassword(PasswordChangeView):
    """One's own password. After a first one that somebody else gave, the whole product opens again."""

    template_name = "registration/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        form.user.must_change_password = False
        response = super().form_valid(form)
        log.record("password", by=form.user, about=form.user)
        messages.success(self.request, _("The password was changed."))
        return response
