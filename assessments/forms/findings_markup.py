"""The markup of a finding in a list: a page may hold hundreds, and a template for each costs ten times as much.

What stands beside few of them (a waiver, rejected answers, a figure to be taken) is drawn by its component.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.markup import kind
from assessments.rules import Severity

STALE = _(
    "The figures changed since this was explained. The old answer stands below as a proposal: save it again if it still holds, or change it."
)


class _Words(NamedTuple):
    """What every finding of a list says, looked up once."""

    basis: str
    explain: str
    change: str
    again: str
    name: str
    why: str
    save: str


def findings(lines: Iterable[Any], take: str, answer: str, *, basis: bool) -> SafeString:
    """The items of a list: what is wrong and what to do about it, with `basis` what it rests on, and its answer.

    `lines` are `assessments.views.frame.Line`; `take` and `answer` are the ids of the forms that take a computed figure and an answer.
    """
    words = _Words(
        escape(gettext("Basis:")),
        escape(gettext("Explain")),
        escape(gettext("Change the explanation")),
        escape(gettext("Give another answer")),
        gettext("Explanation"),
        escape(gettext("Explain why the figures are right")),
        escape(gettext("Save the explanation")),
    )
    return mark_safe("".join(_finding(line, take, answer, words, basis=basis) for line in lines))


def _finding(line: Any, take: str, answer: str, words: _Words, *, basis: bool) -> str:
    one = line.finding
    look = " finding-waived" if one.waived else " finding-explained" if one.explained else ""
    parts = [f'<li class="finding finding-{one.severity}{look}" id="{escape(line.key)}">{kind(one)}']
    if one.waived:
        parts.append(render_to_string("components/waiver.html", {"waived": one.waived}))
    parts.append(f'<p><a href="{escape(line.url)}">{escape(one.message)}</a></p><p class="hint">{escape(one.hint)}</p>')
    if line.untaken:
        context = {"figure": line.untaken, "form": take, "elsewhere": line.untaken.path != one.path}
        parts.append(render_to_string("components/take.html", context))
    if basis:
        parts.append(f'<p class="basis">{words.basis} {escape(one.basis)}</p>')
    if one.severity is Severity.WARNING:
        parts += _answer(line, answer, words)
    return "".join(parts) + "</li>"


def _answer(line: Any, form: str, words: _Words) -> Iterator[str]:
    if line.answer:
        yield f'<p class="quote">{escape(line.answer)}</p>'
    if line.rejections:
        yield render_to_string("components/rejections.html", {"line": line})
    if line.answering:
        if line.stale:
            yield f'<p class="late">{escape(str(STALE))}</p>'
        yield _field(line, form, words)


def _field(line: Any, form: str, words: _Words) -> str:
    """The field in which a warning is answered; open where something is to be done about the answer."""
    key, stored = escape(line.key), escape(line.answer)
    shown = stored if line.typed is None else escape(line.typed)
    ask = words.again if line.rejected else words.change if line.answer else words.explain
    label = escape(f"{words.name} {line.finding.rule} {line.finding.place}")
    opened = " open" if line.stale or line.rejected or line.typed is not None else ""
    return (
        f'<details{opened}><summary>{ask}</summary><label class="visually-hidden" for="answer-{key}">{label}</label>'
        f'<input type="hidden" form="{form}" name="stood-{key}" value="{stored}">'
        f'<textarea class="form-control" form="{form}" id="answer-{key}" name="answer-{key}" rows="2" maxlength="4000"'
        f' placeholder="{words.why}">\n{shown}</textarea><div class="buttons">'
        f'<button type="submit" class="btn btn-sm btn-outline-primary" form="{form}" name="explain" value="{key}">'
        f"{words.save}</button></div></details>"
    )
