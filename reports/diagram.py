"""The table of moves as a page: docs/state-diagram.md."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import State
from reports.models import Verb
from reports.models.decisions import NEEDS_REASON
from reports.workflow import HOLDERS, MOVES

HEAD = """# The moves of a filing

Printed from `MOVES` of `reports/workflow.py` by `manage.py state_diagram`; a test compares.
"""
OWN_PEOPLE = {
    Verb.WITHDRAW: HOLDERS[State.DRAFT],
    Verb.PUBLISH: HOLDERS[State.SIGNING],
}
WITHOUT_SUPERVISOR = "without a supervising department"


def state_diagram() -> str:
    """A Mermaid diagram and the same as a table."""
    return "\n".join([HEAD, "```mermaid", "stateDiagram-v2", *_arrows(), "```", "", *_table(), ""])


def moves() -> Iterator[tuple[str, State, State, str]]:
    """Each move: verb, from, to, and a remark."""
    for (start, verb), one in MOVES.items():
        yield verb, State(start), one.to, "with a reason" if verb in NEEDS_REASON else ""
        if verb == Verb.SIGN:
            yield verb, State(start), State.FIRST_REVIEW, WITHOUT_SUPERVISOR


def who(verb: str, start: State) -> str:
    """Who makes a move, in words."""
    if verb == Verb.REOPEN:
        return _("an administrator")
    return str(OWN_PEOPLE.get(Verb(verb)) or HOLDERS[start])


def _arrows() -> Iterator[str]:
    yield f"    [*] --> {State.DRAFT}"
    for verb, start, to, remark in moves():
        note = f" ({WITHOUT_SUPERVISOR})" if remark == WITHOUT_SUPERVISOR else ""
        yield f"    {start} --> {to}: {verb}{note}"


def _table() -> Iterator[str]:
    yield "| verb | from | to | who | |"
    yield "|---|---|---|---|---|"
    for verb, start, to, remark in moves():
        remark = "the next version becomes a draft; with a reason" if verb == Verb.REOPEN else remark
        yield f"| {Verb(verb).label} | {start.label} | {to.label} | {who(verb, start)} | {remark} |"
