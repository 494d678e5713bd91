"""Remarks as a page lists them."""

from collections.abc import Callable, Iterable

from assessments.extensions import Pin
from assessments.selectors.documents import Loaded
from assessments.selectors.steps import slug_of
from assessments.views.frame import step_url

Leads = Callable[[str], str]


class RemarkLine:
    """A remark with the cell that it leads to: no address where the cell is gone."""

    __slots__ = ("pin", "url")

    def __init__(self, pin: Pin, leads: Leads) -> None:
        self.pin = pin
        self.url = leads(pin.path) if pin.path else ""


def remark_lines(loaded: Loaded, pins: Iterable[Pin], leads: Leads | None = None) -> list[RemarkLine]:
    """The remarks with their links: to the cell in its step, or wherever `leads` says of a path."""

    def to_step(path: str) -> str:
        return f"{step_url(loaded.filing.pk, slug_of(loaded, path))}#{loaded.address_of(path)}"

    return [RemarkLine(one, leads or to_step) for one in pins]
