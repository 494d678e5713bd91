"""One cell or a block of cells saved while the person types, answered with everything that changed by it."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.extensions import extensions
from assessments.forms.board import Board, Fields, Table
from assessments.forms.cells import Cell
from assessments.forms.layouts import layout
from assessments.forms.markup import note_text
from assessments.models import Filing, User
from assessments.refusals import Refused
from assessments.selectors.kept import Judged, keep
from assessments.selectors.steps import find_step
from assessments.services.cells import Change, Saved, save_cells
from assessments.views.frame import checklist_context, fetch, panel_context

MAX_CHANGES = 2_000


class Unreadable(Exception):
    """What was sent is no list of changes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent: its step, whether its changes stand or fall together, and the changes."""

    step: str
    whole: bool
    changes: list[Change]


class Undone(Exception):
    """A block of cells of which some were refused, so that none was saved."""

    def __init__(self, saved: Saved) -> None:
        super().__init__()
        self.saved = saved


@require_http_methods(["GET", "POST"])
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the revision of the filing (GET), or save cells (POST `{"step", "whole", "changes": [{"address", "was", "now"}, …]}`).

    `?person=` names for whom the page was drawn. Answers 200 with what was saved and refused, 400 what is no such request,
    401 without a session or in another person's, 404 to strangers, 409 where the filing cannot be edited.
    """
    user = request.user
    if not isinstance(user, User):
        return JsonResponse({"reasons": [_("You were signed out.")]}, status=401)
    if request.GET.get("person", str(user.pk)) != str(user.pk):
        reason = _("%(name)s is signed in in this browser now. Sign out there and sign in as yourself.")
        return JsonResponse(
            {"reasons": [reason % {"name": user.full_name or user.username}], "other": True}, status=401
        )
    if request.method == "GET":
        return JsonResponse({"revision": fetch(request, pk).revision})
    try:
        sent = _read(request.body)
    except Unreadable:
        return JsonResponse({"reasons": [_("This is not a list of changed cells.")]}, status=400)
    try:
        saved = _save(pk, sent, by=user)
    except Filing.DoesNotExist as error:
        raise Http404 from error
    except Refused as refusal:
        fetch(request, pk)  # 404 for a stranger
        return JsonResponse({"reasons": refusal.reasons}, status=409)
    except Undone as undone:
        return JsonResponse({"undone": True, "saved": {}, "refused": _refused(undone.saved)})
    return JsonResponse(_answer(saved, sent.step))


def _save(pk: int, sent: Sent, *, by: User) -> Saved:
    """Save the cells; a block that is pasted (`whole`) is saved as a whole or not at all. Raises `Undone`."""
    if not sent.whole:
        return save_cells(pk, sent.changes, by=by, step=sent.step)
    with transaction.atomic():
        saved = save_cells(pk, sent.changes, by=by, step=sent.step)
        if saved.refused:
            raise Undone(saved)
    return saved


def _refused(saved: Saved) -> list[dict[str, Any]]:
    return [asdict(one) for one in saved.refused]


def _read(body: bytes) -> Sent:
    try:
        data = json.loads(body)
        step, whole = data["step"], data.get("whole") is True
        changes = [Change(item["address"], item["was"], item["now"]) for item in data["changes"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable from error
    texts = [step, *(text for change in changes for text in (change.address, change.was, change.now))]
    if len(changes) > MAX_CHANGES or not all(isinstance(text, str) for text in texts):
        raise Unreadable
    return Sent(step[:60], whole, changes)


def _answer(saved: Saved, slug: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "revision": saved.revision,
        "found": saved.found,
        "saved": saved.saved,
        "refused": _refused(saved),
        "at": timezone.localtime().strftime("%H:%M:%S"),
    }
    loaded = saved.loaded
    step = find_step(loaded, slug) if loaded is not None else None
    if loaded is None or step is None:
        return answer
    judged = keep(loaded, extensions.previous_document(loaded.filing))
    submitted = extensions.submitted_texts(loaded.filing)
    return answer | _fragments(
        judged, Board(judged, step, editable=True, submitted=submitted, pins=extensions.pins(loaded))
    )


def _fragments(judged: Judged, board: Board) -> dict[str, Any]:
    """The parts of the open page that a save may have changed."""
    blocks = layout(board)
    states: dict[str, str] = {}
    beside: dict[str, str] = {}
    computed: dict[str, str] = {}
    notes: dict[str, list[Any]] = {}
    for block in blocks:
        found: list[Cell] = []
        if isinstance(block, Fields):
            found += block.cells
            notes[block.key] = list(block.notes)
        elif isinstance(block, Table):
            notes[block.id] = list(block.notes)
            for row in block.rows:
                notes[row.key] = list(row.notes)
                found += [cell for cell in row.cells if isinstance(cell, Cell)]
        for cell in found:
            if cell.output or cell.computed:
                computed[cell.address] = cell.markup()
            else:
                states[cell.address] = cell.state
                beside[cell.address] = cell.beside()
    context = checklist_context(judged.loaded, judged.findings, board.step.slug, filled=judged.facts.filled)
    return {
        "states": states,
        "beside": beside,
        "computed": computed,
        "notes": {
            key: [{"severity": str(one.severity), "text": note_text(one)} for one in found]
            for key, found in notes.items()
        },
        "panel": render_to_string(
            "components/step_panel.html",
            panel_context(judged, board.findings, board.step.slug, editable=board.editable)
            | {"filing": judged.loaded.filing.pk},
        ),
        "checklist": render_to_string("components/checklist.html", context),
    }
