"""The sections of 附件4, found by their headings."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils.functional import cached_property

from assessments.document.cells import Text
from assessments.document.filing import FUND_TABLES, Filing, Section
from assessments.document.fixed import fixed

FUND_WORDS = dict(zip(FUND_TABLES, ("政府性基金", "国有资本经营", "社会保险基金"), strict=True))


@fixed
class Place:
    """A section with its index in the report."""

    index: int
    section: Section

    @property
    def here(self) -> str:
        """The path of the section."""
        return f"report.sections[{self.index}]"

    @property
    def path(self) -> str:
        """The path of its text."""
        return f"{self.here}.text"


class ReportView:
    """附件4 of a filing, its headings without white space; no sections where it was not supplied."""

    def __init__(self, filing: Filing) -> None:
        self.sections: tuple[Section, ...] = (filing.report.sections if filing.report else None) or ()
        self.headings = tuple([_unspaced(one.heading.text or "") for one in self.sections])

    @cached_property
    def words(self) -> str:
        """Every heading and text in one, in which what is seldom there is looked for at once."""
        return "\n".join([cell.text for one in self.sections for cell in (one.heading, one.text) if cell.text])

    def headed(self, words: str, level: int | None = None) -> Place | None:
        """The first section whose heading contains the words, of this level if one is given."""
        for index, heading in enumerate(self.headings):
            if words in heading and level in (None, self.sections[index].level):
                return Place(index, self.sections[index])
        return None

    def of_level_1(self) -> list[Place]:
        """The sections that stand below no other."""
        return [Place(index, one) for index, one in enumerate(self.sections) if one.level == 1]

    def below(self, place: Place) -> Iterator[Place]:
        """The sub-sections of a section, in order."""
        for index, section in enumerate(self.sections[place.index + 1 :], start=place.index + 1):
            if section.level <= place.section.level:
                return
            yield Place(index, section)

    def whole(self, place: Place) -> list[Text]:
        """What a section says with its sub-sections: its text, their headings and texts."""
        return [
            place.section.text,
            *(cell for one in self.below(place) for cell in (one.section.heading, one.section.text)),
        ]


@lru_cache(maxsize=4096)
def _unspaced(heading: str) -> str:
    return "".join(heading.split())
