"""The signatures (S01)."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from assessments.rules.finding import ERROR, Fact
from assessments.rules.registry import ACCOUNTING_LAW, rule
from assessments.rules.views import FilingView
from assessments.rules.wording import BLANK, FILL_IN

SIGNATURES = ("prepared_by", "prepared_on", "phone", "head")


@rule(
    "S01",
    ERROR,
    _("Preparer, date, telephone and unit head are filled in."),
    hint=FILL_IN,
    basis=ACCOUNTING_LAW,
)
def signatures_are_filled_in(view: FilingView) -> Iterator[Fact]:
    if view.filing.signatures is None:
        return
    for name in SIGNATURES:
        cell = getattr(view.filing.signatures, name)
        if cell.present and cell.blank:
            yield Fact(f"signatures.{name}", BLANK)
