"""The frame round every page: what the top bar offers to the person who is signed in."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from assessments.models import User
from assessments.selectors.access import Roles, roles_of
from assessments.selectors.notices import unread

register = template.Library()


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the top bar."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The top bar: pages by role, unread notices, the person."""

    links: tuple[Link, ...] = ()
    unread: int = 0
    inbox: str = ""
    user: User | None = None


@register.simple_tag(takes_context=True)
def frame(context: Any) -> Frame:
    """The frame of this request; empty where nobody is signed in or a page is drawn without a request."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return Frame()
    if user.must_change_password:  # every link would lead back to the page of the password
        return Frame(user=user)
    links = []
    for label, name in _pages(roles_of(user)):
        if url := _url(name):
            links.append(Link(label, url, request.path.startswith(url)))
    return Frame(
        links=tuple(links),
        unread=unread(user),
        inbox=_url("notices"),
        user=user,
    )


def _pages(roles: Roles) -> list[tuple[str, str]]:
    pages = []
    if roles.reviews:
        pages += [(_("Queue"), "queue"), (_("Bundles"), "bundles")]
    if roles.performance:
        pages.append((_("Waived rules"), "waivers"))
    if roles.administers:
        pages += [(_("Fiscal years"), "years"), (_("Departments"), "departments"), (_("Jobs"), "jobs")]
    if roles.secures:
        pages += [(_("Accounts"), "accounts"), (_("Jobs"), "jobs")]
    if roles.audits:
        pages.append((_("Log"), "log"))
    return pages


def _url(name: str) -> str:
    """The address of a page; empty while this installation has no such page."""
    for full in (name, f"reports:{name}"):
        try:
            return reverse(full)
        except NoReverseMatch:
            continue
    return ""
