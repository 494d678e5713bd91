"""The way from a filing to the department's other years and to other departments: menus in the bar, and a page without scripts."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from assessments.models import Filing
from assessments.selectors.elsewhere import other_departments, other_years
from assessments.selectors.steps import FIXED
from assessments.views.frame import fetch, person, step_url
from assessments.views.listing import page_of
from assessments.views.searching import query, sought

PAGE_SIZE = 50
IN_MENU = 15
PAGES = ("findings", "preview", "review")  # that every filing has, beside the steps without a key
STEPS = frozenset(slug for slug, _title, _group in FIXED)


@login_required
@require_GET
def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """Years and departments to choose from; `menu` asks for one of both as a part of a page. `here` is kept: the same step there."""
    filing = fetch(request, pk)
    here, menu = request.GET.get("here", ""), request.GET.get("menu", "")
    context: dict[str, Any] = {"filing": filing, "here": here, "q": sought(request), "query": query(request)}
    if menu == "years":
        return render(request, "components/menu_years.html", context | {"years": _years(request, filing, here)})
    found = other_departments(person(request), filing, context["q"])
    if menu == "departments":
        few = list(found[: IN_MENU + 1])
        context |= {"departments": _places(few[:IN_MENU], here), "more": len(few) > IN_MENU}
        return render(request, "components/menu_departments.html", context)
    page = page_of(request, found, PAGE_SIZE)
    context |= {"years": _years(request, filing, here), "page": page, "departments": _places(page.object_list, here)}
    return render(request, "assessments/elsewhere.html", context)


def _years(request: HttpRequest, filing: Filing, here: str) -> list[tuple[Filing, str]]:
    return _places(other_years(person(request), filing), here)


def _places(filings: Iterable[Filing], here: str) -> list[tuple[Filing, str]]:
    """Each filing with the address of the page in it that is like the one where the person is."""
    return [(one, _like(here, one.pk)) for one in filings]


def _like(here: str, pk: int) -> str:
    if here in STEPS:
        return step_url(pk, here)
    for full in (here, f"reports:{here}") if here in PAGES else ():
        try:
            return reverse(full, args=(pk,))
        except NoReverseMatch:
            continue
    return reverse("filing", args=(pk,))
