"""The page on which a submitted filing is read: as printed, beside its findings, remarks, changes, last year and peers."""

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.document.paths import cells
from assessments.document.places import place
from assessments.extensions import Pin, extensions
from assessments.models import State
from assessments.rules import Severity
from assessments.selectors.judgements import judgements_of, rejections_of
from assessments.selectors.kept import Judged
from assessments.views.frame import Line, filing_context, open_filing, person
from assessments.views.remarks import remark_lines
from reports import selectors
from reports.comparing import Changed, changes, key_figures
from reports.documents import render_html
from reports.forms import ReasonForm, SignForm
from reports.judging import may_waive
from reports.peers import beside_peers
from reports.printed import Printed, printed
from reports.remarking import pins
from reports.workflow import PASSING, available, may_judge


def show(
    request: HttpRequest,
    pk: int,
    forms: dict[str, Any] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. `forms` are those of a decision; `typed` is what was sent of a rejection or a remark and not taken, with the reasons."""
    judged = open_filing(request, pk)
    filing = judged.loaded.filing
    if filing.state == State.DRAFT:
        return redirect("filing", filing.pk)
    page = printed(filing, judged.loaded)
    context = filing_context(request, judged.loaded, page.findings, "review") | {
        "signing": filing.state == State.SIGNING,
        "page": page,
        "figures": key_figures(page.document, extensions.previous_document(filing), page.template),
        "last_year": selectors.previous_filing(person(request), filing),
        "peers": beside_peers(person(request), filing),
        "explained": _answered(judged, page),
        "notices": [Line(judged.loaded, one) for one in page.findings if one.severity is Severity.NOTICE],
        "actions": available(person(request), filing),
        "judging": not may_judge(person(request), filing),
        "waives": not may_waive(person(request), filing),
        "events": extensions.timeline(filing),
        "passing": PASSING,
        "forms": forms or {"reason": ReasonForm(), "password": SignForm()},
        "typed": typed or {},
    }
    return render(request, "reports/decide.html", context | _reading(request, judged, page, context), status=status)


def review_url(filing: Any) -> str:
    return reverse("sign" if filing.state == State.SIGNING else "review", args=(filing.pk,))


def _answered(judged: Judged, page: Printed) -> list[Line]:
    """The warnings of the submission and what was waived in it, each with its answer and what was said about both, until today."""
    loaded = judged.loaded
    rejected = rejections_of(loaded)
    waived = judgements_of(loaded.filing).waived_on(timezone.localdate())
    lines = []
    for one in page.findings:
        if one.severity is Severity.WARNING or one.waived:
            key = (one.rule, one.path)
            today = replace(one, waived=one.waived or waived.get(one.rule))
            line = Line(loaded, today, page.answers.get(key, ""), rejected.get(key, ()))
            line.lapsed = one.waived is not None and one.rule not in waived
            line.waived_since = one.waived is None and today.waived is not None
            lines.append(line)
    return lines


# The pages with their marks ----------------------------------------------------------------------------


def _reading(request: HttpRequest, judged: Judged, page: Printed, context: dict[str, Any]) -> dict[str, Any]:
    """The pages as printed, what changed in them and what was remarked on them, and the form of a remark."""
    stored, found = cells(page.document), pins(judged.loaded)
    changed = changes(page.submission) if page.submission else None
    base = review_url(judged.loaded.filing)
    places = {path: place(page.document, path) if context["judging"] else "" for path in stored}
    wanted = context["typed"].get("pin") or request.GET.get("pin", "")
    choosing = context["judging"] and "pin" in request.GET
    beside = _flags(found)
    if choosing:
        beside = {path: beside.get(path, "") + _offer(base, path, words) for path, words in places.items()}
    known = context["judging"] and wanted in stored
    return {
        "changes": changed,
        "remarks": remark_lines(judged.loaded, found, lambda path: f"#at-{path}"),
        "html": render_html(
            page.document, page.template, marks=_marks(found, changed or ()), beside=beside, named=places
        ),
        "choosing": choosing,
        "pin_path": wanted if known else "",
        "pin_place": places[wanted] if known else "",
        "pin_text": (stored[wanted].text or "") if known else "",
        "base": base,
    }


def _marks(found: Iterable[Pin], changed: Iterable[Changed]) -> dict[str, str]:
    marks = {one.path: "changed" for one in changed}
    for one in found:
        if one.path and not one.closed_by:
            marks[one.path] = f"{marks.get(one.path, '')} remarked".strip()
    return marks


def _flags(found: Iterable[Pin]) -> dict[str, str]:
    """A flag at each cell that was remarked on, which leads to the remark."""
    flags: dict[str, str] = {}
    for one in found:
        if one.path and not one.closed_by:
            flag = _link("pinned", f"#remark-{one.key}", "⚑", _("Remark: %(text)s") % {"text": one.text})
            flags[one.path] = flags.get(one.path, "") + flag
    return flags


def _offer(base: str, path: str, words: str) -> str:
    """The link at a cell that opens the form of a remark on it."""
    return _link("pin", f"{base}?pin={quote(path)}#pin", "⚐", _("Remark on %(place)s") % {"place": words})


def _link(look: str, url: str, sign: str, words: str) -> str:
    said = f'<span aria-hidden="true">{sign}</span><span class="visually-hidden">{escape(words)}</span>'
    return f'<a class="{look}" href="{escape(url)}" title="{escape(words)}">{said}</a>'
