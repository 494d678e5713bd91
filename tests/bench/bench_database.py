"""How long one filing takes from the database, read and judged, with one project and with thirteen."""

from collections.abc import Iterator

from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services.filings import import_document, replace_document
from tests.bench import place
from tests.bench.measure import Line


def lines() -> Iterator[Line]:
    city = place.city()
    filing = import_document(city.enrolment, place.whole(), by=city.preparer, replace=True)
    for projects in (1, 13):
        document = place.whole(projects, rows=16)
        replace_document(filing, document, by=city.preparer)
        name = f"{projects} project" + ("s" if projects > 1 else "")
        yield Line(f"all rules over one filing from the database, {name}", 8, lambda: findings_of(load(filing.pk)), 8)
    yield Line(
        "saving a whole filing", 100, lambda: replace_document(filing, place.whole(), by=city.preparer), rounds=7
    )
