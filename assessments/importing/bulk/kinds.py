"""What can be imported in bulk: each kind with its columns, who may, how it is looked at and how it is carried out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assessments.importing.bulk.columns import Column, Message, TableRow
from assessments.models import BulkImport, User
from assessments.selectors.access import Roles


class RowRefused(Exception):
    """What keeps a row from being carried out, with every reason; nothing of the file is made."""

    def __init__(self, row: int, reasons: Iterable[str]) -> None:
        super().__init__(row)
        self.row, self.reasons = row, tuple(reasons)


@dataclass(slots=True)
class Look:
    """What a look at the rows found: what is wrong, and what would be made."""

    messages: list[Message] = field(default_factory=list)
    planned: list[tuple[int, str]] = field(default_factory=list)

    def say(self, row: int, *texts: str) -> None:
        self.messages += [Message(row, text) for text in texts]

    def note(self, row: int, text: str) -> None:
        """Something worth knowing that stands against nothing."""
        self.messages.append(Message(row, text, against=False))

    def plan(self, row: int, text: str) -> None:
        self.planned.append((row, text))


Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `look` writes nothing that stays; `carry_out` runs in one transaction, gives the keys of what it made and raises `RowRefused`."""

    name: str
    allowed: Callable[[Roles], bool]
    columns: tuple[Column, ...]
    look: Callable[[BulkImport, list[TableRow], Step], Look]
    carry_out: Callable[[BulkImport, list[TableRow], User], list[int]]
    years: str = ""  # "needed": of one open fiscal year; "wanted": it may name one
    few: int = 300  # rows that are done while the page is waited for
    most: int = 1_000  # rows of a file: all of it is one transaction, and others who write wait for its end
    read: Callable[[str, bytes], tuple[list[TableRow], list[Message]]] | None = None  # where it is no table
