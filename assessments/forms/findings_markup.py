"""The markup of a finding in a list: a page may hold hundreds, and a template for each costs ten times as much.

What stands beside few of them (a waiver, rejected answers, a figure to be taken) is drawn by its component.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.markup import answering, kind
from assessments.rules import Severity

STALE = _(
    "The figures changed since this was explained. The old answer stands below as a proposal: save it again if it still holds, or change it."
)


def findings(lines: Iterable[Any], take: str, answer: str, *, basis: bool) -> SafeString:
    """The items of a list: what is wrong and what to do about it, with `basis` what it rests on, and its answer.

    `lines` are `assessments.views.frame.Line`; `take` and `answer` are the ids of the forms that take a computed figure and an answer.
    """
    return mark_safe("".join(_finding(line, take, answer, basis=basis) for line in lines))


def _finding(line: Any, take: str, answer: str, *, basis: bool) -> str:
    one = line.finding
    look = " finding-waived" if one.waived else " finding-explained" if one.explained else ""
    parts = [f'<li class="finding finding-{one.severity}{look}" id="{escape(line.key)}">{kind(one)}']
    if one.waived:
        parts.append(render_to_string("components/waiver.html", {"waived": one.waived}))
    parts.append(f'<p><a href="{escape(line.url)}">{escape(one.message)}</a></p><p class="hint">{escape(one.hint)}</p>')
    if line.untaken:
        parts.append(render_to_string("components/take.html", {"figure": line.untaken, "form": take}))
    if basis:
        word = gettext("Basis:")
        parts.append(f'<p class="basis">{escape(word)} {escape(one.basis)}</p>')
    if one.severity is Severity.WARNING:
        parts += _answer(line, answer)
    return "".join(parts) + "</li>"


def _answer(line: Any, form: str) -> list[str]:
    parts = []
    if line.answer:
        parts.append(f'<p class="quote">{escape(line.answer)}</p>')
    if line.rejections:
        parts.append(render_to_string("components/rejections.html", {"line": line}))
    if line.answering:
        if line.stale:
            parts.append(f'<p class="late">{escape(str(STALE))}</p>')
        parts.append(answering(line, form))
    return parts
