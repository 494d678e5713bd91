"""The pages on which a filing is filled in, each saved to the database. They work without scripts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from assessments.extensions import extensions
from assessments.forms.board import Board
from assessments.forms.filing_notes import NOTES
from assessments.forms.last_year import last_year
from assessments.forms.layouts import layout
from assessments.refusals import Refused
from assessments.selectors.access import may_edit
from assessments.selectors.kept import Judged
from assessments.selectors.steps import FIXED, SHEET_PARTS, Step, find_step, slug_of, steps_of
from assessments.services.cells import Change, Refusal, Saved, save_cells
from assessments.services.rows import set_attachments
from assessments.views.answering import answers_in, save_answers, say_lost
from assessments.views.computed import ALL, take_seen, tell
from assessments.views.deeds import carry_out
from assessments.views.frame import filing_context, open_filing, panel_context, person, step_url
from assessments.views.remarks import remark_lines

DEEDS = ("do", "propose")
# Every slug that a step can have, for the addresses.
SLUG = "|".join(
    (
        *(name for name, _title, _group in FIXED),
        rf"projects/[0-9]{{1,18}}/(?:{'|'.join(SHEET_PARTS)})",
        "report/[0-9]{1,18}",
    )
)


class StepView(LoginRequiredMixin, View):
    """One step: show it, save its cells, carry out the button that was pressed."""

    def get(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        judged = open_filing(request, pk)
        return self.show(request, judged, self.step(judged, slug))

    def post(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        judged = open_filing(request, pk)
        step = self.step(judged, slug)
        try:
            saved = save_cells(pk, changes_in(request.POST), by=person(request), step=slug)
            save_attachments(pk, request.POST, by=person(request), step=slug)
        except Refused as refusal:
            return self.refuse(request, judged, step, refusal)
        if saved.refused:
            return self.show(request, open_filing(request, pk), step, saved)
        if not save_answers(request, pk):
            return self.show(request, open_filing(request, pk), step, status=409)
        return self.go_on(request, judged, step)

    def step(self, judged: Judged, slug: str) -> Step:
        step = find_step(judged.loaded, slug)
        if step is None:
            raise Http404
        return step

    def go_on(self, request: HttpRequest, judged: Judged, step: Step) -> HttpResponse:
        """Carry out the button that was pressed, and go where it leads."""
        pk = judged.loaded.filing.pk
        if "take" in request.POST:
            return self.take(request, pk, step)
        if "explain" in request.POST:
            return redirect(f"{step_url(pk, step.slug)}#{request.POST['explain']}")
        deed = next((name for name in DEEDS if request.POST.get(name)), None)
        if deed is not None:
            try:
                where = carry_out(judged.loaded, step, deed, request.POST[deed], by=person(request))
            except Refused as refusal:
                return self.refuse(request, open_filing(request, pk), step, refusal)
            return redirect(f"{step_url(pk, step.slug)}{where}")
        messages.success(request, _("Saved at %(time)s.") % {"time": timezone.localtime().strftime("%H:%M:%S")})
        return redirect(step_url(pk, _neighbour(judged, step, request.POST.get("go", ""))))

    def take(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """Take computed figures, one or all of the page; what changed meanwhile is left and said."""
        saved = take_seen(pk, request.POST, by=person(request))
        tell(request, saved)
        if saved.refused:
            return self.show(request, open_filing(request, pk), step, status=409)
        where = "" if request.POST["take"] == ALL else f"#{next(iter(saved.saved))}"
        return redirect(step_url(pk, step.slug) + where)

    def refuse(self, request: HttpRequest, judged: Judged, step: Step, refusal: Refused) -> HttpResponse:
        """Nothing was saved: say why, and keep what was typed on the page."""
        typed = {
            change.address: Refusal(change.address, "", change.was, change.now) for change in changes_in(request.POST)
        }
        for reason in refusal.reasons:
            messages.error(request, reason)
        return self.show(request, judged, step, refused=typed, status=409)

    def show(
        self,
        request: HttpRequest,
        judged: Judged,
        step: Step,
        saved: Saved | None = None,
        refused: Mapping[str, Refusal] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        loaded = judged.loaded
        reasons = may_edit(person(request), loaded.filing)
        if saved is not None:
            refused, status = {one.address: one for one in saved.refused}, 409
            messages.error(request, refused_words(saved))
        submitted = {} if reasons else extensions.submitted_texts(loaded.filing)
        pins = extensions.pins(loaded)
        board = Board(
            judged,
            step,
            editable=not reasons,
            refused=refused or {},
            submitted=submitted,
            pins=pins,
            pin_url=extensions.pin_url(person(request), loaded.filing) if reasons else "",
        )
        blocks = layout(board)
        context = filing_context(request, loaded, judged.findings, step.slug, filled=judged.facts.filled) | {
            "step": step,
            "blocks": blocks,
            "marks": board.marks(),
            "reasons": reasons,
            "lost": [one for address, one in (refused or {}).items() if address not in board.shown],
            "heading": heading(judged, step),
            "answering": not reasons,
            "remarks": remark_lines(
                loaded,
                [one for one in pins if one.path and slug_of(loaded, one.path) == step.slug],
                lambda path: f"#{loaded.address_of(path)}",
            ),
        }
        previous = judged.previous
        context |= {
            "filing_notes": NOTES[step.name],
            "last_year": last_year(step.name, blocks, judged.facts.before, board.year),
            "last_year_of": previous.fiscal_year if previous is not None else None,
        }
        context |= panel_context(
            judged, board.findings, step.slug, editable=not reasons, typed=answers_in(request.POST)
        )
        say_lost(request, context["lines"])
        context |= neighbours(judged, step) | {"saved_at": _saved_at(context["statuses"], step)}
        return render(request, "assessments/step.html", context, status=status)


def save_attachments(pk: int, posted: Any, *, by: Any, step: str) -> None:
    """Save the list of the report's attachments where the page holds it and the person changed it."""
    names = _lines(posted.get("attachments", ""))
    if step == "report" and "attachments" in posted and names != _lines(posted.get("was-attachments", "")):
        set_attachments(pk, names.split("\n"), by=by, step=step)


def changes_in(posted: Any) -> list[Change]:
    """The cells of a form whose text is not what was shown. A cell that nobody touched is no change."""
    changes = []
    for name in posted:
        address = name.removeprefix("was-")
        if address != name and "-" in address and address in posted:
            was, now = _lines(posted[name]), _lines(posted[address])
            if was != now:
                changes.append(Change(address, was, now))
    return changes


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refused_words(saved: Saved) -> str:
    """How many cells were saved and how many not."""
    count = len(saved.refused)
    return ngettext(
        "%(count)s cell was not saved; what you typed is kept below, with the reason. %(saved)s saved.",
        "%(count)s cells were not saved; what you typed is kept below, with the reasons. %(saved)s saved.",
        count,
    ) % {"count": count, "saved": len(saved.saved)}


def heading(judged: Judged, step: Step) -> str:
    """The title of a step: attachment, project, part."""
    loaded = judged.loaded
    words = []
    if step.group in ("basic_data", "department_evaluation", "projects", "report"):
        words.append(loaded.template.label(f"attachment.{step.group}", loaded.document.fiscal_year))
    if step.parent and step.owner is not None:
        name = loaded.by_key["sheet", step.owner].get("name")
        words.append((name or "").strip() or _("Unnamed project"))
    words.append(str(step.title))
    return " · ".join(words)


def neighbours(judged: Judged, step: Step) -> dict[str, str]:
    """The addresses of the step before and the step after."""
    steps = steps_of(judged.loaded)
    place = next((index for index, one in enumerate(steps) if one.slug == step.slug), 0)
    pk = judged.loaded.filing.pk
    return {
        "before": step_url(pk, steps[place - 1].slug) if place else "",
        "after": step_url(pk, steps[place + 1].slug) if place + 1 < len(steps) else "",
    }


def _neighbour(judged: Judged, step: Step, way: str) -> str:
    slugs = [one.slug for one in steps_of(judged.loaded)]
    place = slugs.index(step.slug) + {"next": 1, "previous": -1}.get(way, 0)
    return slugs[min(max(place, 0), len(slugs) - 1)]


def _saved_at(statuses: Any, step: Step) -> Any:
    return next((status for status in statuses if status.step.slug == step.slug and status.at), None)
