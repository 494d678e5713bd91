"""The computed cells of a filing in which something else is stored: what a file stated otherwise, or left blank."""

import json
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.document.cells import NOTHING, Figure
from assessments.document.computed import Computed
from assessments.document.places import place
from assessments.selectors.documents import Loaded
from assessments.selectors.steps import slug_of


@dataclass(frozen=True, slots=True)
class Untaken:
    """A computed figure that is not stored: where it stands, the text in its place, and the computed one.

    `beneath` are the others that it comes from; they are taken with it, or what is taken would disagree with its parts.
    """

    path: str
    address: str
    slug: str
    place: str
    stored: str
    computed: str
    beneath: tuple["Untaken", ...] = ()

    @property
    def seen(self) -> str:
        """What a button sends, as `views.computed` reads it: each cell with both its figures as the person saw them."""
        figures = [[one.address, one.stored, one.computed] for one in (self, *self.beneath)]
        return json.dumps(figures, ensure_ascii=False)

    @property
    def with_it(self) -> str:
        """What a button says of a figure that is taken together with the one that it names."""
        return _("and with it %(place)s: %(stored)s → %(computed)s") % {
            "place": self.place,
            "stored": self.stored or NOTHING,
            "computed": self.computed,
        }


def untaken(loaded: Loaded) -> tuple[Untaken, ...]:
    """The computed figures that differ from what is stored, blanks among them, in document order.

    The same figure in another spelling does not differ.
    """
    computed = loaded.computed
    found = {
        path: Untaken(
            path=path,
            address=str(loaded.address_of(path)),
            slug=slug_of(loaded, path),
            place=place(loaded.document, path),
            stored=cell.text or "",
            computed=computed[path].text,
        )
        for path, cell in loaded.cells.items()
        if path in computed and isinstance(cell, Figure) and not holds(cell, computed[path])
    }
    return tuple(
        replace(one, beneath=tuple(found[path] for path in computed[one.path].over if path in found))
        for one in found.values()
    )


def holds(cell: Figure, computed: Computed) -> bool:
    """Whether a stored cell states the computed figure."""
    return cell.text == computed.text or (not cell.blank and cell.value == computed.value)
