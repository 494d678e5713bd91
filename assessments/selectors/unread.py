"""The stored cells of a filing that state no figure where one must stand: only something beside the product can have written them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from assessments.document.amounts import Unreadable, read
from assessments.document.cells import Kind
from assessments.selectors.rows import Rows, StoredRow

if TYPE_CHECKING:
    from assessments.selectors.documents import Address, Loaded

NAMED = 5  # cells that the sentence of `UnreadableFiling` names


class Unread(NamedTuple):
    """One of them: its row, its column, the kind of figure that it should state, the text that it holds, and what is wrong with that."""

    row: StoredRow
    column: str
    kind: Kind
    text: str
    fault: Unreadable


def unread_in(rows: Rows) -> Iterator[Unread]:
    """Every such cell, in the order of the form."""
    for row in rows:
        for slot, text in zip(row.shape.slots.values(), row.values, strict=True):
            if slot.kind is None or slot.kind is Kind.TEXT:
                continue
            try:
                read(slot.kind, text)
            except Unreadable as fault:
                yield Unread(row, slot.column, slot.kind, text, fault)


class UnreadCell(NamedTuple):
    """A stored cell that cannot be read: where it is kept, its path, its place in the words of the form, what stands there and what is wrong."""

    address: "Address"
    path: str
    place: str
    kind: Kind
    text: str
    fault: Unreadable


class UnreadableFiling(Unreadable):
    """A filing of which a stored cell cannot be read, so that it has no document. Its sentence names the filing and the cells."""

    def __init__(self, loaded: "Loaded") -> None:
        enrolment = loaded.filing.enrolment
        super().__init__(
            _("The filing of %(department)s for %(year)s cannot be read: %(cells)s"),
            department=enrolment.name,
            year=enrolment.fiscal_year.year,
        )
        self.loaded = loaded

    @property
    def message(self) -> str:
        cells = self.loaded.unread
        named = [f"{one.place} ({one.address}): {one.fault}" for one in cells[:NAMED]]
        more = ["…"] if len(cells) > NAMED else []
        return str(self.sentence) % {**self.params, "cells": "; ".join(named + more)}
