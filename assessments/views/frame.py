"""What every page of a filing shows round its content, and how a page fetches its filing."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.board import by_weight
from assessments.models import Filing, Rejection, State, User
from assessments.rules import Finding, Severity
from assessments.selectors.access import get_filing, roles_of
from assessments.selectors.checklist import COMPLETE, INCOMPLETE, NOT_STARTED, StepStatus, checklist
from assessments.selectors.clock import due
from assessments.selectors.documents import Loaded
from assessments.selectors.findings import answers
from assessments.selectors.judgements import even, rejections_of
from assessments.selectors.kept import Judged, judged
from assessments.selectors.steps import slug_of
from assessments.selectors.untaken import Untaken

MARKS = {COMPLETE: "✓", INCOMPLETE: "◐"}
WORDS = {
    COMPLETE: gettext_lazy("complete"),
    INCOMPLETE: gettext_lazy("incomplete"),
    NOT_STARTED: gettext_lazy("not started"),
}
NAMED_GROUPS = {
    "basic_data": gettext_lazy("Basic data"),
    "department_evaluation": gettext_lazy("Department evaluation"),
    "projects": gettext_lazy("Project evaluation"),
    "report": gettext_lazy("Report"),
}


def person(request: HttpRequest) -> User:
    """Who asks, on a page that needs somebody signed in."""
    return cast(User, request.user)


def administrator(request: HttpRequest) -> User:
    """The administrator who asks; for anybody else the page does not exist."""
    user = person(request)
    if not roles_of(user).administers:
        raise Http404
    return user


def fetch(request: HttpRequest, pk: int) -> Filing:
    """The filing, or 404 where it does not exist for this person."""
    try:
        return get_filing(person(request), pk)
    except Filing.DoesNotExist as error:
        raise Http404 from error


class Line:
    """A finding with the page that it leads to, the preparer's answer and those that were rejected before, the newest first."""

    __slots__ = ("answer", "answering", "finding", "lapsed", "rejections", "typed", "untaken", "url", "waived_since")

    def __init__(
        self,
        loaded: Loaded,
        finding: Finding,
        answer: str = "",
        rejections: Sequence[Rejection] = (),
        *,
        here: bool = False,
    ) -> None:
        self.finding = finding
        self.answer = answer
        self.answering = False  # whether the reader may answer it here
        self.rejections = rejections
        self.typed: str | None = None  # what was just typed as the answer and not taken
        self.untaken: Untaken | None = (
            None  # the computed figure that can be taken, in its cell or in one that this comes from
        )
        self.lapsed = False  # whether it was frozen as waived, and would not be today
        self.waived_since = False  # whether it was frozen without the waiver that it has today
        anchor = f"#{loaded.address_of(finding.path)}"
        self.url = anchor if here else step_url(loaded.filing.pk, slug_of(loaded, finding.path)) + anchor

    @property
    def key(self) -> str:
        """What names the finding within its filing: the id of its line and the end of the names of its fields."""
        return f"{self.finding.rule}-{self.finding.path}"

    @property
    def stale(self) -> bool:
        """Whether the figures changed since the answer was given."""
        return bool(self.answer) and not self.finding.explained and self.rejected is None

    @property
    def rejected(self) -> Rejection | None:
        """The rejection of the answer that stands now."""
        return next((one for one in self.rejections if even(one.text) == even(self.answer)), None)

    @property
    def earlier(self) -> list[Rejection]:
        """The rejections of other answers than the one that stands."""
        return [one for one in self.rejections if one is not self.rejected]


def lines_of(loaded: Loaded, findings: Sequence[Finding], *, here: bool = False) -> list[Line]:
    """Findings with their links, the weightiest first."""
    return [Line(loaded, finding, here=here) for finding in sorted(findings, key=by_weight)]


def panel_context(
    judged: Judged, findings: Sequence[Finding], slug: str, *, editable: bool, typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The context of `components/step_panel.html`: what is wrong on a step, and its computed figures that are not taken.

    `typed` are the answers that were just sent and not taken, by the key of their line.
    """
    lines = lines_of(judged.loaded, findings, here=True)
    figures = judged.facts.untaken if editable else ()
    lead_to_figures(judged.loaded, lines, figures)
    add_answers(judged.loaded, lines, editable=editable, typed=typed or {})
    return {"lines": lines, "untaken": [one for one in figures if one.slug == slug]}


def add_answers(loaded: Loaded, lines: Iterable[Line], *, editable: bool, typed: Mapping[str, str]) -> None:
    """Give each warning its answer, what reviewers said of it and, to who may edit, the field in which it is answered."""
    texts, rejected = answers(loaded), rejections_of(loaded)
    for line in lines:
        if line.finding.severity is Severity.WARNING:
            place = (line.finding.rule, line.finding.path)
            line.answer, line.rejections = texts.get(place, ""), rejected.get(place, ())
            line.answering = editable and (line.finding.waived is None or bool(line.answer))
            if typed.get(line.key, line.answer) != line.answer:
                line.typed = typed[line.key]


def lead_to_figures(loaded: Loaded, lines: Iterable[Line], figures: Iterable[Untaken]) -> None:
    """Give each finding about a computed cell the figure to take: its own, or where that is taken, the nearest that it comes from."""
    by_path = {one.path: one for one in figures}
    for line in lines:
        computed = loaded.computed.get(line.finding.path) if by_path else None
        if computed is not None:
            nearest_first = (line.finding.path, *reversed(computed.over))
            line.untaken = next((by_path[path] for path in nearest_first if path in by_path), None)


@lru_cache(maxsize=4096)
def step_url(pk: int, slug: str) -> str:
    return reverse("step", args=(pk, slug))


def filing_context(
    request: HttpRequest,
    loaded: Loaded,
    findings: Sequence[Finding],
    step: str | None = None,
    *,
    filled: frozenset[str] | None = None,
) -> dict[str, Any]:
    """The context of `filing_base.html`. `step` is the slug of the step that is open, or the name of another page."""
    filing = loaded.filing
    days = due(filing.enrolment) if filing.state == State.DRAFT else None
    return checklist_context(loaded, findings, step, filled=filled) | {"due": days}


def checklist_context(
    loaded: Loaded, findings: Sequence[Finding], here: str | None, *, filled: frozenset[str] | None = None
) -> dict[str, Any]:
    """The context of `components/checklist.html`. `filled` are the filled steps, where they are known."""
    statuses = checklist(loaded, findings, filled)
    return {
        "filing": loaded.filing,
        "loaded": loaded,
        "statuses": statuses,
        "tree": tree(loaded, statuses, here),
        "open_errors": sum(finding.blocks and finding.severity == "error" for finding in findings),
        "open_warnings": sum(finding.blocks and finding.severity == "warning" for finding in findings),
        "here": here,
    }


def tree(loaded: Loaded, statuses: Sequence[StepStatus], here: str | None) -> list[dict[str, Any]]:
    """The checklist as nested items: attachments, their steps, and the parts of projects."""
    groups: list[dict[str, Any]] = []
    words = {state: str(word) for state, word in WORDS.items()}
    for status in statuses:
        if not groups or groups[-1]["key"] != status.step.group:
            groups.append({"key": status.step.group, "title": _group_title(loaded, status.step.group), "items": []})
        items = groups[-1]["items"]
        item = _item(loaded, status, here, words)
        if status.step.parent:
            _under_project(loaded, items, item, status)
        else:
            items.append(item)
    return groups


def _group_title(loaded: Loaded, group: str) -> str:
    if group not in NAMED_GROUPS:
        return ""
    year = loaded.document.fiscal_year
    return f"{loaded.template.label(f'attachment.{group}', year)} {NAMED_GROUPS[group]}"


def _item(loaded: Loaded, status: StepStatus, here: str | None, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": str(status.step.title),
        "url": step_url(loaded.filing.pk, status.step.slug),
        "mark": MARKS.get(status.state, "○"),
        "word": words[status.state],
        "state": status.state,
        "errors": status.errors,
        "warnings": status.warnings,
        "current": status.step.slug == here,
        "status": status,
        "items": [],
    }


def _under_project(loaded: Loaded, items: list[dict[str, Any]], item: dict[str, Any], status: StepStatus) -> None:
    key = status.step.owner
    if items[-1].get("owner") != key:
        row = loaded.by_key["sheet", key or 0]
        name = (row.get("name") or "").strip() or _("Unnamed project")
        items.append({"title": name, "owner": key, "items": []})
    items[-1]["items"].append(item)


def open_filing(request: HttpRequest, pk: int) -> Judged:
    """The filing with its rows and findings, or 404."""
    return judged(fetch(request, pk))
