"""附件1 基础数据表."""

from assessments.document.cells import Figure, Text
from assessments.document.filing import BasicData, Buildings, ExpenditureLine, Filing, Headcount
from assessments.document.paths import line_paths
from assessments.document.template import Template
from reports.documents.grid import Align, Block, Cell, Grid, Paragraph, Row, Style
from reports.documents.words import printed, signature_line

WIDTHS = (2200, 1100, 800, 350, 1150, 200, 1000, 700, 500, 1200)
COLUMNS = ("prior_final", "budget", "final")
SPANS = (3, 2, 2)
BUILDING_CELLS = (
    ("approved_area", 1),
    ("actual_area", 2),
    ("area_control_rate", 1),
    ("budgeted_investment", 2),
    ("actual_investment", 2),
    ("investment_control_rate", 1),
)
NO_CELL = "——"


def basic_data(filing: Filing, template: Template) -> tuple[Block, ...]:
    """The blocks of 附件1."""
    basic, year = filing.basic_data or BasicData(), filing.fiscal_year

    def label(key: str) -> str:
        return template.label(key, year)

    rows = [*_headcount(basic, label), *_expenditure(basic, template, label), *_buildings(basic, label)]
    measures = printed(basic.economy_measures)
    rows.append(
        Row(
            (
                Cell(label("economy_measures")),
                Cell(measures, columns=9, align=Align.LEFT, path="basic_data.economy_measures"),
            ),
            height=14,
        )
    )
    return (
        Paragraph(label("attachment.basic_data"), Style.MARK),
        Paragraph(label("title.basic_data"), Style.TITLE),
        Grid(WIDTHS, tuple(rows)),
        Paragraph(label("note.basic_data"), Style.NOTE),
        signature_line(filing, template),
    )


def _headcount(basic: BasicData, label) -> list[Row]:  # type: ignore[no-untyped-def]
    headcount = basic.headcount or Headcount()
    names = ("authorised", "actual", "control_rate")
    heads = [Cell(label(f"headcount.{name}"), columns=span) for name, span in zip(names, SPANS, strict=True)]
    figures = [
        Cell(printed(getattr(headcount, name)), columns=span, path=f"basic_data.headcount.{name}")
        for name, span in zip(names, SPANS, strict=True)
    ]
    return [Row((Cell(label("headcount"), columns=3, rows=2), *heads)), Row(tuple(figures))]


def _expenditure(basic: BasicData, template: Template, label) -> list[Row]:  # type: ignore[no-untyped-def]
    heads = [Cell(label(f"expenditure.{column}"), columns=span) for column, span in zip(COLUMNS, SPANS, strict=True)]
    rows = [Row((Cell(label("expenditure"), columns=3), *heads))]
    for path, line in line_paths(basic.expenditure or ()):
        rows.append(Row(tuple(_line(path, line, template))))
    return rows


def _line(path: str, line: ExpenditureLine, template: Template) -> list[Cell]:
    known = template.line(line.line)
    name = printed(line.label) or (known.label if known else line.line)
    cells = [Cell(name, columns=3, align=Align.LEFT, indent=known.indent if known else 0, path=f"{path}.label")]
    for column, span in zip(COLUMNS, SPANS, strict=True):
        figure: Figure | Text = getattr(line, column)
        text = printed(figure)
        if not text and known and column == "prior_final" and column not in known.columns:
            text = NO_CELL
        cells.append(Cell(text, columns=span, path=f"{path}.{column}"))
    return cells


def _buildings(basic: BasicData, label) -> list[Row]:  # type: ignore[no-untyped-def]
    buildings = basic.buildings or Buildings()
    heads = [Cell(label(f"buildings.{name}"), columns=span) for name, span in BUILDING_CELLS]
    figures = [
        Cell(printed(getattr(buildings, name)), columns=span, path=f"basic_data.buildings.{name}")
        for name, span in BUILDING_CELLS
    ]
    return [Row((Cell(label("buildings"), rows=2), *heads), group=1, height=10), Row(tuple(figures), group=1)]
