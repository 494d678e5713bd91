"""Bands of scores and execution rates, in which filings are counted."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Q, Value, When

BLANK = "none"


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` (counted in) to `high` (counted out); None where it has no such end. `key` names it in addresses."""

    key: str
    label: str
    low: Decimal | None
    high: Decimal | None

    def condition(self, column: str) -> Q:
        """Whether a stored figure lies in the band."""
        found = Q(**{f"{column}__isnull": False})
        if self.low is not None:
            found &= Q(**{f"{column}__gte": self.low})
        if self.high is not None:
            found &= Q(**{f"{column}__lt": self.high})
        return found

    def holds(self, figure: Decimal | None) -> bool:
        """Whether a figure lies in the band."""
        if figure is None:
            return False
        return (self.low is None or figure >= self.low) and (self.high is None or figure < self.high)


# Both are stored with two decimals, so that what is above 100 begins at 100.01.
ABOVE = Decimal("100.01")
SCORES = (
    Band("0-60", "< 60", None, Decimal(60)),
    Band("60-70", "60 – 70", Decimal(60), Decimal(70)),
    Band("70-80", "70 – 80", Decimal(70), Decimal(80)),
    Band("80-90", "80 – 90", Decimal(80), Decimal(90)),
    Band("90-95", "90 – 95", Decimal(90), Decimal(95)),
    Band("95-100", "95 – 100", Decimal(95), None),
)
RATES = (
    Band("0-60", "< 60%", None, Decimal(60)),
    Band("60-80", "60 – 80%", Decimal(60), Decimal(80)),
    Band("80-90", "80 – 90%", Decimal(80), Decimal(90)),
    Band("90-95", "90 – 95%", Decimal(90), Decimal(95)),
    Band("95-100", "95 – 100%", Decimal(95), ABOVE),
    Band("100", "> 100%", ABOVE, None),
)


def band_of(bands: tuple[Band, ...], column: str) -> Case:
    """The key of the band in which a figure lies, in the database; BLANK for none."""
    return Case(
        *(When(band.condition(column), then=Value(band.key)) for band in bands),
        default=Value(BLANK),
        output_field=CharField(),
    )


def within(bands: tuple[Band, ...], key: str, column: str) -> Q | None:
    """The condition for the band of this key; None where there is no such band."""
    if key == BLANK:
        return Q(**{f"{column}__isnull": True})
    return next((band.condition(column) for band in bands if band.key == key), None)
