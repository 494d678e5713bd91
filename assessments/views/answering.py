"""The answers to warnings as a page sends them: those of a step go with its cells, those of the findings by themselves.

A field is named `answer-` and the key of its line; `stood-` and the key hold what it showed, so that an answer which nobody touched is not
sent anew. The button of one answer, `explain`, saves it even so: that is how an old answer is given to new figures.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assessments.refusals import Refused
from assessments.services.explanations import explain
from assessments.views.frame import Line, person


def answers_in(posted: Any) -> dict[str, str]:
    """The answers that were written, changed or confirmed, by the key of their line."""
    found = {}
    for name in posted:
        key = name.removeprefix("answer-")
        if key != name:
            text = _plain(posted[name])
            if key == posted.get("explain") or text != _plain(posted.get(f"stood-{key}", text)):
                found[key] = text
    return found


def save_answers(request: HttpRequest, pk: int) -> bool:
    """Save what was answered, each answer for itself, and say what came of it; whether all were taken."""
    whole = True
    for key, text in answers_in(request.POST).items():
        rule, _dash, path = key.partition("-")
        try:
            explain(pk, rule, path, text, by=person(request))
        except Refused as refusal:
            whole = False
            for reason in refusal.reasons:
                messages.error(request, f"{rule}: {reason}")
        else:
            said = (
                _("The explanation of %(rule)s is saved.") if text else _("The explanation of %(rule)s was taken back.")
            )
            messages.success(request, said % {"rule": rule})
    return whole


def say_lost(request: HttpRequest, lines: Iterable[Line]) -> dict[str, str]:
    """The answers that were sent, for a page that is shown again; those to warnings that do not stand on it any more are said in a message."""
    typed = answers_in(request.POST)
    for key in typed.keys() - {line.key for line in lines}:
        said = _("%(rule)s is not on this page any more. You wrote: %(text)s")
        messages.warning(request, said % {"rule": key.partition("-")[0], "text": typed[key]})
    return typed


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
