"""Accounts and roles, for the security administrator."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from assessments.forms.administration import AccountForm, RoleForm
from assessments.models import Role, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import accounts as services
from assessments.views.listing import AT_ONCE, page_of, taken_out, wants_workbook
from assessments.views.searching import query, sought
from assessments.views.several import ALONE, Part, several

PAGE_SIZE = 50


def _security_administrator(request: HttpRequest) -> Any:
    if not roles_of(request.user).secures:  # type: ignore[arg-type]
        raise Http404
    return request.user


@login_required
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts with their running roles; new ones are made here, their first password is shown once."""
    user = _security_administrator(request)
    new = several(request, {ALONE: Part(AccountForm, partial(services.add_account, by=user))})
    if new.done:
        return _shown_once(request, *new.result)
    text = sought(request)
    running = Role.objects.filter(ended_at=None).select_related("department", "section")
    found = User.objects.prefetch_related(Prefetch("roles", running, to_attr="running")).order_by("username")
    if text:
        found = found.filter(Q(username__icontains=text) | Q(full_name__icontains=text) | Exists(_running_in(text)))
    if wants_workbook(request):
        return _workbook(request, found)
    page = page_of(request, found, PAGE_SIZE)
    context = {"page": page, "q": text, "query": query(request), "form": new.forms[ALONE]}
    return render(request, "accounts/accounts.html", context, status=new.status)


def _workbook(request: HttpRequest, found: QuerySet[User]) -> HttpResponse:
    columns = (
        (_("Sign-in name"), 20),
        (pgettext("of a person", "Name"), 16),
        (_("Roles"), 60),
        (_("Status"), 10),
    )
    people: Any = found.iterator(chunk_size=AT_ONCE)
    rows = (
        (
            one.username,
            one.full_name,
            "；".join(_named(role) for role in one.running),
            _("active") if one.is_active else _("closed"),
        )
        for one in people
    )
    return taken_out(request, "accounts", _("Accounts"), columns, rows, count=found.count())


def _named(role: Role) -> str:
    place = role.department or role.section
    return f"{role.get_name_display()} · {place}" if place else role.get_name_display()


def _running_in(text: str) -> QuerySet[Role]:
    """The running roles of the account in a department or section of this name; a role that has ended is no longer found by."""
    place = Q(department__name__icontains=text) | Q(section__name__icontains=text)
    return Role.objects.filter(place, user=OuterRef("pk"), ended_at=None)


def _shown_once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    response = render(request, "accounts/password.html", {"account": user, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, its password, whether it is open."""
    user = _security_administrator(request)
    row = get_object_or_404(User, pk=pk)
    what = request.POST.get("what", "")
    form = RoleForm(request.POST if what == "grant" else None)
    status = 200
    if request.method == "POST":
        try:
            done = _act(request, row, what, form, user)
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            status = 409
        else:
            if done is not None:
                return done
            status = 422
    roles = row.roles.select_related("department", "section").order_by(
        F("ended_at").desc(nulls_first=True), "granted_at", "pk"
    )
    context = {"account": row, "roles": roles, "form": form, "own": row.pk == user.pk}
    return render(request, "accounts/account.html", context, status=status)


def _act(request: HttpRequest, row: User, what: str, form: RoleForm, user: User) -> HttpResponse | None:
    """Do what was asked; None where the form must be shown again."""
    if what == "grant":
        if not form.is_valid():
            return None
        services.grant_role(row, **form.cleaned_data, by=user)
    elif what == "end":
        key = request.POST.get("role", "")
        services.end_role(get_object_or_404(row.roles, pk=int(key) if key.isdecimal() else 0), by=user)
    elif what in ("open", "close"):
        services.set_active(row, what == "open", by=user)
    elif what == "password":
        return _shown_once(request, row, services.reset_password(row, by=user))
    else:
        return None
    messages.success(request, _("Saved."))
    return redirect("account", row.pk)
