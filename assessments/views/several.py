"""The forms of an administration page, of which one is sent at a time: bind it, act, and say what stands in the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from assessments.refusals import Refused

ALONE = ""  # the name of a page's only form, which need not say which one it is


@dataclass(frozen=True, slots=True)
class Part:
    """One form: how it is made from what was sent (None: not this one), and what is done with what is filled in."""

    make: Callable[[Any], Form]
    act: Callable[..., Any]


@dataclass(slots=True)
class Several:
    """What became of a request: the forms by name, whether one was carried out with which result, and the status of the answer."""

    forms: dict[str, Form] = field(default_factory=dict)
    done: bool = False
    result: Any = None
    status: int = 200


def several(request: HttpRequest, parts: Mapping[str, Part]) -> Several:
    """Carry out the form that was sent; `what` names it. 422 where it is not filled in right, 409 where the service refuses."""
    sent = request.POST.get("what", ALONE) if request.method == "POST" else None
    page = Several({name: part.make(request.POST if name == sent else None) for name, part in parts.items()})
    if sent is None:
        return page
    page.status = 422
    form = page.forms.get(sent)
    if form is not None and form.is_valid():
        try:
            page.result = parts[sent].act(**form.cleaned_data)
            page.done = True
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            page.status = 409
    return page
