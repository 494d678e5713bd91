"""附件4: cover and report, and the three fund tables that go with it."""

from assessments.document.filing import FUND_TABLES, Department, Filing, FundTable, Report, Section
from assessments.document.template import Template
from reports.documents.grid import Align, Block, Cell, Grid, Paragraph, Part, Row, Style
from reports.documents.words import printed

ONE_LINE = 20  # characters of the title in 2号
HEADINGS = {1: Style.HEADING, 2: Style.SUBHEADING}
FUND_WIDTHS = (1400, 3400, 1480, 1480, 1480)
FUND_COLUMNS = ("code", "name", "initial", "revised", "executed")


def report_parts(filing: Filing, template: Template) -> list[Part]:
    """Cover, report and fund tables, each on pages of its own."""
    parts = [
        Part("cover", cover(filing, template), cover=True),
        Part("report", report(filing, template)),
    ]
    for name in FUND_TABLES:
        table = getattr(filing.fund_tables, name, None)
        if table is not None:
            parts.append(Part(name, fund_table(name, table, filing, template)))
    return parts


def _name(filing: Filing) -> str:
    return printed((filing.department or Department()).name)


def cover(filing: Filing, template: Template) -> tuple[Block, ...]:
    year = filing.fiscal_year
    return (
        Paragraph(template.label("attachment.report", year), Style.MARK),
        Paragraph(template.label("report.cover_year", year), Style.COVER),
        Paragraph(_name(filing), Style.COVER),
        Paragraph(template.label("report.cover_title", year), Style.COVER),
        Paragraph(template.label("report.seal", year), Style.SEAL),
        Paragraph(template.label("report.date", year), Style.SEAL),
    )


def report(filing: Filing, template: Template) -> tuple[Block, ...]:
    """Title, sections and the list of attachments."""
    content = filing.report or Report()
    title = printed(content.title) or template.label("title.report", filing.fiscal_year, _name(filing))
    blocks: list[Block] = [Paragraph(_lines(title, _name(filing)), Style.TITLE, "report.title")]
    for index, section in enumerate(content.sections or ()):
        blocks += _section(section, f"report.sections[{index}]")
    if content.attachments:
        blocks.append(Paragraph(template.label("report.attachments", filing.fiscal_year), Style.TEXT))
        for place, name in enumerate(content.attachments):
            blocks.append(Paragraph(f"{place + 1}.{name}", Style.LIST, f"report.attachments[{place}]"))
    return tuple(blocks)


def _lines(title: str, name: str) -> str:
    """A title over three lines as the form has it: year, department, what it is; a short one or another on one."""
    before, found, after = title.partition(name) if len(title) > ONE_LINE and name else (title, "", "")
    return "\n".join(line.strip() for line in (before, found, after) if line.strip()) if found else title


def _section(section: Section, path: str) -> list[Block]:
    """Heading and paragraphs; a number without a heading leads its text."""
    number, heading, text = printed(section.number), printed(section.heading), printed(section.text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if heading.strip() or not lines:
        style = HEADINGS.get(section.level, Style.MINOR)
        blocks: list[Block] = [Paragraph(f"{number}{heading}".strip(), style, f"{path}.heading")]
    else:
        blocks = []
        lines[0] = f"{number}{lines[0]}"
    return blocks + [Paragraph(line, Style.TEXT, f"{path}.text") for line in lines]


def fund_table(name: str, table: FundTable, filing: Filing, template: Template) -> tuple[Block, ...]:
    """A fund table, or the statement that there is nothing to show."""
    year = filing.fiscal_year
    title = Paragraph(template.label(f"title.{name}", year), Style.TITLE)
    path = f"fund_tables.{name}"
    if table.none:
        return title, Paragraph(template.label("fund_tables.none", year), Style.TEXT, path)
    head = Row(tuple(Cell(template.label(f"fund_items.{column}", year)) for column in FUND_COLUMNS), height=9)
    rows = [head]
    for index, item in enumerate(table.items or ()):
        cells = [
            Cell(
                printed(getattr(item, column)),
                align=Align.LEFT if column == "name" else Align.CENTER,
                path=f"{path}.items[{index}].{column}",
            )
            for column in FUND_COLUMNS
        ]
        rows.append(Row(tuple(cells), group=index + 1))
    if len(rows) == 1:
        rows.append(Row(tuple(Cell() for _column in FUND_COLUMNS), group=1))
    return title, Grid(FUND_WIDTHS, tuple(rows), head=1)
