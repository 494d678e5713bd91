"""What a later room adds to the pages and checks of this one.

`reports` registers its functions when it starts; until then each answers that there is nothing. Imports keep running one way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assessments.document import filing as document
from assessments.document.policy import Policy


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person may do with a filing: a button, or the reasons why there is none."""

    verb: str
    label: str
    url: str
    reasons: Sequence[str] = ()
    post: bool = False  # the button posts to `url`; otherwise it leads to a page there
    primary: bool = False

    @property
    def allowed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a filing, for its timeline."""

    at: datetime
    who: str
    what: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a filing, and where it is fetched."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A remark on a cell and its answer. `path` is empty where the cell is not there any more; `was` is its text as it was read.

    `url` takes the answer; `closed_by` is empty while the remark is open.
    """

    key: int
    path: str
    place: str
    was: str
    now: str
    text: str
    by: str
    at: datetime
    submission: int
    answer: str
    done: bool
    answered_by: str
    answered_at: datetime | None
    closed_by: str
    url: str

    @property
    def changed(self) -> bool:
        """Whether the cell is not as it was when it was remarked on."""
        return not self.path or self.was != self.now


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the home page: a template and what it is drawn with."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Proof:
    """How many snapshots were read, and what is wrong with them, in whole sentences."""

    snapshots: int = 0
    faults: list[str] = field(default_factory=list)


def _no_document(filing: Any) -> document.Filing | None:
    return None


def _no_documents(filings: Any) -> Mapping[int, document.Filing]:
    return {}


def _no_texts(filing: Any) -> Mapping[str, str]:
    return {}


def _no_url(user: Any, filing: Any) -> str:
    return ""


def _no_notes(likeness: Any) -> None:
    pass


def _no_policies(keys: Sequence[int]) -> Mapping[int, Policy]:
    return {}


def _no_proof(read: Callable[[], None]) -> Proof:
    return Proof()


def _nothing(*arguments: Any) -> list[Any]:
    return []


@dataclass(slots=True)
class Extensions:
    """The registry; its fields are fixed."""

    marks: Mapping[str, Any] = field(default_factory=dict)  # what a filing is read with, as annotations by their names
    previous_document: Callable[[Any], document.Filing | None] = _no_document
    previous_documents: Callable[[Any], Mapping[int, document.Filing]] = _no_documents  # of many filings, by their keys
    frozen_policies: Callable[[Sequence[int]], Mapping[int, Policy]] = (
        _no_policies  # under which filings were last submitted
    )
    submitted_texts: Callable[[Any], Mapping[str, str]] = _no_texts  # each cell of the last submission by its path
    actions: Callable[[Any, Any], list[Action]] = _nothing  # (user, filing)
    timeline: Callable[[Any], list[Event]] = _nothing  # (filing)
    downloads: Callable[[Any], list[Download]] = _nothing  # (filing)
    pins: Callable[[Any], list[Pin]] = _nothing  # (loaded): what was remarked on its cells
    pin_url: Callable[[Any, Any], str] = (
        _no_url  # (user, filing): the page that takes a remark, a path to be put behind it; "" for none
    )
    rows_replaced: Callable[[Any], None] = _no_notes  # (likeness): a document was taken in over another
    prove: Callable[[Callable[[], None]], Proof] = (
        _no_proof  # reads all that was frozen and decided; calls what it is given now and then
    )
    home_panels: Callable[[Any], list[Panel]] = _nothing  # (request)


extensions = Extensions()
