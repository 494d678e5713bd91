"""Sign in and out, change the password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.forms.accounts_entry import PasswordForm, SignInForm
from assessments.models import User
from assessments.services import log


class SignIn(LoginView):
    """The door. Who comes in, and who is refused, is logged.

    A page whose session ended asks here for JSON: 200, or 422 with the reasons.
    """

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.lead_to(self.get_redirect_url())
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        log.record("sign_in", by=form.get_user(), about=form.get_user())
        return JsonResponse({}) if self.by_script else response

    def form_invalid(self, form: Any) -> HttpResponse:
        log.record("sign_in_failed", by=None, actor_name=str(form.data.get("username", ""))[:150])
        if self.by_script:
            reasons = [error for errors in form.errors.values() for error in errors]
            return JsonResponse({"reasons": reasons}, status=422)
        return super().form_invalid(form)

    @property
    def by_script(self) -> bool:
        """Whether an open page asks, not a person who is at the door."""
        return self.request.get_preferred_type(["text/html", "application/json"]) == "application/json"


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
