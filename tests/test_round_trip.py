"""What is printed as a Word or Excel file reads back as the same filing."""

import re

import pytest

from assessments.document import codec
from assessments.document.paths import cells
from assessments.document.template import default
from assessments.importing.extract import extract
from reports.documents import printout, render

CASES = (
    "01-hengshan-guantang-xiang-2023",
    "10-chizhou-tangxi-zhen-2022",
    "20-tianchang-shuiliju-2022",
    "clean-2023",
    "clean-2024",
    "example-fund-tables",
    "example-previous-year",
    "yueyang-2024",
)
UNPRINTED = re.compile(r"explanations|evidence|.*\.change_reason|.*\.approved\..*|department\.(?:code|supervisor)")
NAMED = ("department_evaluation", "report")  # the forms that print whose they are


def printed(filing):
    """The text of every cell that the forms print and that says something, by path."""
    whose = any(getattr(filing, part) is not None for part in NAMED)
    return {
        path: cell.text
        for path, cell in cells(filing).items()
        if cell.text and not UNPRINTED.fullmatch(path) and (whose or path != "department.name")
    }


def kept(filing):
    """What the forms print that is no cell: which lines, levels, lists of attachments, tables marked none."""
    lines = [line.line for line in (filing.basic_data.expenditure if filing.basic_data else None) or ()]
    sections = [section.level for section in (filing.report.sections if filing.report else None) or ()]
    attachments = (filing.report.attachments if filing.report else None) or ()
    tables = filing.fund_tables
    marked = (
        [table.none for table in (tables.government_fund, tables.state_capital, tables.social_insurance) if table]
        if tables
        else []
    )
    return lines, sections, tuple(attachments), [bool(one) for one in marked], len(filing.projects or ())


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("name", CASES)
def test_every_printed_cell_reads_back(cases, name, kind):
    filing = codec.loads((cases / f"{name}.json").read_bytes())
    found = extract([(f"filing.{kind}", render(printout(filing, default()), kind))])
    assert (found.unread, found.leftovers) == ((), ())
    assert printed(found.filing) == printed(filing)
    assert kept(found.filing) == kept(filing)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_one_file_for_each_attachment_makes_the_same_filing(cases, kind):
    filing = codec.loads((cases / "clean-2024.json").read_bytes())
    files = [
        (f"{part}.{kind}", render(printout(filing, default(), part=part), kind))
        for part in ("report", "projects", "basic", "department")
    ]
    found = extract(files)
    assert (found.unread, found.leftovers) == ((), ())
    assert printed(found.filing) == printed(filing)
