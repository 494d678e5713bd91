"""The workbook: read back, its numbers, formulas and cells."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.document import codec
from reports.documents import printout, render
from tests.reports.documents.samples import FILING, TEMPLATE, missing, sample, squeezed


def drawn(filing, **options):
    return render(printout(filing, TEMPLATE, **options), "xlsx")


def read(filing, *, results=False, **options):
    return load_workbook(BytesIO(drawn(filing, **options)), data_only=results)


def changed(**basic):
    data = codec.to_json(sample())
    data["basic_data"] |= basic
    return codec.from_json(data)


@pytest.fixture(scope="module")
def book():
    return read(sample())


@pytest.fixture(scope="module")
def results():
    return read(sample(), results=True)


def shown(field):
    """A cell as it is printed: a number with the decimals of its format."""
    if not isinstance(field.value, int | float):
        return str(field.value or "")
    form = field.number_format
    value = Decimal(repr(field.value)) * (100 if form.endswith("%") else 1)
    places = len(form.rstrip("%").partition(".")[2])
    return f"{value:{',' if ',' in form else ''}.{places}f}{'%' if form.endswith('%') else ''}"


def text_of(book):
    return "".join(shown(field) for sheet in book for row in sheet.iter_rows() for field in row)


def row_of(sheet, label):
    """The cells right of a label that are not empty."""
    for row in sheet.iter_rows():
        for place, field in enumerate(row):
            if field.value == label:
                return [field for field in row[place + 1 :] if field.value is not None]
    raise AssertionError(f"{label} is nowhere")


def assert_whole(case):
    filing = codec.loads(case.read_bytes())
    assert missing(codec.to_json(filing), squeezed(text_of(read(filing, results=True)))) == [], case.name


def test_every_figure_of_the_real_filing_is_in_it(cases):
    assert_whole(cases / "yueyang-2024.json")


@pytest.mark.soak
def test_every_figure_of_every_case_is_in_it(cases):
    for case in sorted(cases.glob("*.json")):
        if not case.name.endswith(".expected.json"):
            assert_whole(case)


def test_each_attachment_has_a_sheet(book):
    projects = [f"附件3-{place}" for place in range(1, len(FILING["projects"]) + 1)]
    assert book.sheetnames[: 3 + len(projects)] == ["附件1", "附件2", *projects, "附件4"]


def test_figures_are_numbers_with_their_decimals_and_totals_are_formulas():
    lines = [
        {"line": "three_public", "label": "三公经费", "final": "6.28"},
        {"line": "official_vehicles", "label": "公务用车", "final": "6.00"},
        {"line": "vehicle_purchase", "label": "购置", "final": "0.00"},
        {"line": "vehicle_running", "label": "运行", "final": "6.00"},
        {"line": "overseas_travel", "label": "出国", "final": "0.00"},
        {"line": "official_reception", "label": "接待", "final": "0.28"},
    ]
    filing = changed(expenditure=lines)
    (formula,), (result,) = (
        row_of(read(filing, part="basic", results=results)["附件1"], "三公经费") for results in (False, True)
    )
    parts = [row_of(read(filing, part="basic")["附件1"], label)[0] for label in ("公务用车", "出国", "接待")]
    assert formula.value == f"=SUM({','.join(part.coordinate for part in parts)})"
    assert (result.value, result.number_format) == (6.28, "0.00")
    assert (parts[2].value, parts[2].number_format) == (0.28, "0.00")


def test_a_total_that_is_not_the_sum_stands_as_entered():
    lines = [
        {"line": "three_public", "label": "三公经费", "final": "6.29"},
        {"line": "official_reception", "label": "接待", "final": "6.28"},
    ]
    (field,) = row_of(read(changed(expenditure=lines), part="basic")["附件1"], "三公经费")
    assert (field.value, field.number_format) == (6.29, "0.00")


@pytest.mark.parametrize(
    ("authorised", "actual", "rate", "value", "form"),
    [
        ("50", "49", "98.00%", "=ROUND(G4/D4,4)", "0.00%"),
        ("50", "49", "99%", 0.99, "0%"),
        ("0", "49", "不适用", "不适用", "@"),
        ("1,200", "", "", None, "General"),
    ],
)
def test_a_rate_is_a_share(authorised, actual, rate, value, form):
    filing = changed(headcount={"authorised": authorised, "actual": actual, "control_rate": rate})
    sheet = read(filing, part="basic")["附件1"]
    field = sheet.cell(4, 9)
    assert (field.value, field.number_format) == (value, form)
    if "," in authorised:
        assert (sheet["D4"].value, sheet["D4"].number_format) == (1200, "#,##0")


def test_a_number_longer_than_a_spreadsheet_keeps_stays_text():
    sheet = read(changed(headcount={"authorised": "12345678901234.56"}), part="basic")["附件1"]
    assert (sheet["D4"].value, sheet["D4"].number_format) == ("12345678901234.56", "@")


@pytest.mark.parametrize("typed", ['=HYPERLINK("http://a.b")', "+1", "@SUM(1)", "-1", "<b>&amp;"])
def test_what_is_typed_is_never_a_formula(typed):
    sheet = read(changed(economy_measures=typed), part="basic")["附件1"]
    (found,) = [field for row in sheet.iter_rows() for field in row if field.value == typed]
    assert (found.data_type, found.number_format) == ("s", "@")


def test_a_text_longer_than_a_cell_goes_on_below():
    text = text_of(read(changed(economy_measures="鼎" * 70_000), part="basic"))
    assert text.count("鼎") == 70_000


def test_a_paragraph_higher_than_a_row_is_one_cell_over_several():
    data = codec.to_json(sample())
    data["report"]["sections"] = [{"level": 1, "number": "一、", "heading": "基本情况", "text": "按期办结案件。" * 200}]
    sheet = read(codec.from_json(data), part="report")["附件4"]
    (field,) = [field for (field,) in sheet.iter_rows(max_col=1) if "按期" in str(field.value)]
    assert field.value == "按期办结案件。" * 200
    (merged,) = [str(found) for found in sheet.merged_cells.ranges if str(found).startswith(f"{field.coordinate}:")]
    last = int(merged.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    heights = [sheet.row_dimensions[row].height for row in range(field.row, last + 1)]
    assert len(heights) == 3
    assert all(height < 409 for height in heights)


def test_cells_are_merged_and_framed_as_in_the_form(book):
    sheet = book["附件1"]
    merged = {str(found) for found in sheet.merged_cells.ranges}
    assert {"A3:C4", "D3:F3", "D4:F4"} <= merged
    for first, last in (("A3", "C4"), ("D4", "F4")):
        assert sheet[first].border.left.style == sheet[first].border.top.style == "thin"
        assert sheet[last].border.right.style == sheet[last].border.bottom.style == "thin"


@pytest.mark.parametrize("draft", [True, False])
def test_it_is_printed_on_a4_as_wide_as_the_page(draft):
    for sheet in read(sample(), draft=draft):
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "portrait")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.center.text == ("草稿" if draft else None)


def test_the_same_filing_gives_the_same_bytes():
    assert drawn(sample(), draft=True) == drawn(sample(), draft=True)


def test_an_empty_filing_is_an_empty_workbook():
    (sheet,) = read(codec.from_json({"format": "perfeval-filing/1", "fiscal_year": 2024}))
    assert sheet.max_row == 1


def test_every_formula_has_its_result(book, results):
    formulas = [
        (sheet.title, field.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for field in row
        if field.data_type == "f"
    ]
    assert len(formulas) > 5
    assert [place for place in formulas if results[place[0]][place[1]].value is None] == []


def test_a_sheet_of_text_has_columns_that_are_made_to_fit_the_page(book):
    sheet = next(sheet for sheet in book if sheet["A1"].value == "附件4")
    widths = [column.width for column in sheet.column_dimensions.values()]
    assert len(widths) == 4
    assert sum(widths) * 7 / 96 * 25.4 == pytest.approx(156, abs=1)  # a digit has 7 pixels
    assert all(
        f"A{row}:D{row}" in {str(one) for one in sheet.merged_cells.ranges} for row in range(1, sheet.max_row + 1)
    )
