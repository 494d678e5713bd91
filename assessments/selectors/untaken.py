"""The computed cells of a filing in which something else is stored: what a file stated otherwise, or left blank."""

from dataclasses import dataclass

from assessments.document.cells import Figure
from assessments.document.computed import Computed
from assessments.document.places import place
from assessments.selectors.documents import Loaded
from assessments.selectors.steps import slug_of


@dataclass(frozen=True, slots=True)
class Untaken:
    """A computed figure that is not stored: where it stands, the text in its place, and the computed one."""

    path: str
    address: str
    slug: str
    place: str
    stored: str
    computed: str

    @property
    def seen(self) -> str:
        """What a button sends: the cell, and both figures as the person saw them."""
        return seen(self.address, self.computed, self.stored)


def seen(address: str, computed: str, stored: str) -> str:
    """A cell with both its figures in one text, as `views.computed` reads it."""
    return f"{address}:{computed}:{stored}"


def untaken(loaded: Loaded) -> tuple[Untaken, ...]:
    """The computed figures that differ from what is stored, blanks among them, in document order.

    The same figure in another spelling does not differ.
    """
    computed = loaded.computed
    return tuple(
        Untaken(
            path=path,
            address=str(loaded.address_of(path)),
            slug=slug_of(loaded, path),
            place=place(loaded.document, path),
            stored=cell.text or "",
            computed=computed[path].text,
        )
        for path, cell in loaded.cells.items()
        if path in computed and isinstance(cell, Figure) and not holds(cell, computed[path])
    )


def holds(cell: Figure, computed: Computed) -> bool:
    """Whether a stored cell states the computed figure."""
    return cell.text == computed.text or (not cell.blank and cell.value == computed.value)
