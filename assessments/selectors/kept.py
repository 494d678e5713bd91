"""The last filings read by this process, each with its findings, so that a page need not read and judge again what did not change.

A kept filing serves for one day, and only while its row, its basic data and its revision are as they were: every change of a filing counts
its revision up under the lock of its row, and `edited_at` tells two counts apart that were made and undone. `noted_at` tells of what was
said about its findings; what is waived until yesterday ends with the day.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any

from django.utils import timezone

from assessments.document.cells import Figure, Text
from assessments.document.filing import Filing as Document
from assessments.document.paths import cells
from assessments.document.policy import Policy
from assessments.extensions import extensions
from assessments.models import Filing, mapping
from assessments.rules import Finding
from assessments.selectors.checklist import filled_steps
from assessments.selectors.documents import Loaded, hold, load_rows
from assessments.selectors.findings import findings_beside
from assessments.selectors.untaken import Untaken, untaken

LIMIT = 64


class Facts:
    """What follows from the rows, the policy and last year's filing alone, worked out once."""

    def __init__(self, loaded: Loaded, previous: Document | None) -> None:
        self._loaded = loaded
        self._previous = previous
        self._supposed: dict[tuple[tuple[str, str], ...], tuple[Loaded, tuple[Finding, ...]]] = {}

    @cached_property
    def before(self) -> dict[str, Text | Figure]:
        """Every cell of last year's approved filing by its path."""
        return cells(self._previous) if self._previous is not None else {}

    def supposing(self, cells: Mapping[str, str]) -> tuple[Loaded, tuple[Finding, ...]]:
        """The filing and its findings as if these cells of its own row were filled."""
        key = tuple(sorted(cells.items()))
        if key not in self._supposed:
            rows = self._loaded.rows
            loaded = self._loaded.with_rows(rows.with_cells({("filing", rows.filing.pk): cells}))
            self._supposed[key] = loaded, findings_beside(loaded, self._previous)
        return self._supposed[key]

    @cached_property
    def untaken(self) -> tuple[Untaken, ...]:
        """The computed cells in which something else is stored."""
        return untaken(self._loaded)

    @cached_property
    def filled(self) -> frozenset[str]:
        """The slugs of the steps in which something was typed."""
        return filled_steps(self._loaded)


@dataclass(frozen=True, slots=True)
class Judged:
    """A filing read whole, with every finding about it."""

    loaded: Loaded
    findings: tuple[Finding, ...]
    facts: Facts
    previous: Document | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: tuple[Any, ...]
    policy: Policy
    previous: Document | None
    judged: Judged


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = Lock()


def judged(filing: Filing) -> Judged:
    """The filing, read with its enrolment, fiscal year and basic data, with its rows and findings: five queries, or none where it is kept."""
    known = _known(filing)
    loaded = _loaded(filing, known)
    previous = extensions.previous_document(filing)
    if known is not None and known.policy == loaded.policy and known.previous == previous:
        return replace(known.judged, loaded=loaded)
    return keep(loaded, previous)


def held(pk: int) -> Loaded:
    """The filing with this key for a change: locked, its rows read unless they are kept. Raises `Filing.DoesNotExist`."""
    filing = hold(pk)
    return _loaded(filing, _known(filing))


def _known(filing: Filing) -> _Kept | None:
    """What is kept of a filing, where the filing is still as it was then."""
    with _lock:
        known = _kept.get(filing.pk)
    return known if known is not None and known.stamp == _stamp(filing) else None


def _loaded(filing: Filing, known: _Kept | None) -> Loaded:
    return known.judged.loaded.beside(filing) if known is not None else load_rows(filing)


def keep(loaded: Loaded, previous: Document | None = None, findings: tuple[Finding, ...] | None = None) -> Judged:
    """Judge what was read, and keep it for the next page."""
    made = Judged(
        loaded, findings_beside(loaded, previous) if findings is None else findings, Facts(loaded, previous), previous
    )
    stamp = _stamp(loaded.filing)
    if stamp is not None:
        with _lock:
            _kept[loaded.filing.pk] = _Kept(stamp, loaded.policy, previous, made)
            _kept.move_to_end(loaded.filing.pk)
            while len(_kept) > LIMIT:
                _kept.popitem(last=False)
    return made


def forget() -> None:
    """Keep nothing any more, as a process that has just begun."""
    with _lock:
        _kept.clear()


def _stamp(filing: Filing) -> tuple[Any, ...] | None:
    """What tells one state of a filing from another; None where nothing was ever saved."""
    if filing.edited_at is None:
        return None
    basic = filing.basic_data
    own = [getattr(filing, column) for column in mapping.FILING.columns]
    facts = [getattr(basic, column) for column in mapping.BASIC.columns]
    moments = (filing.revision, filing.edited_at, filing.noted_at, timezone.localdate())
    return (moments, filing.enrolment_id, filing.absent, own, basic.absent, facts)
