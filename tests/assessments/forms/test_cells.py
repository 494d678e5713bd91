"""The markup of one cell: nothing that people typed gets out of its place, and every state is shown in words too."""

from decimal import Decimal

import pytest

from assessments.document.cells import Kind
from assessments.document.computed import Computed
from assessments.forms.cells import Cell
from assessments.rules import Finding, Severity
from assessments.selectors.untaken import Untaken

NASTY = "\"><script>alert('x')</script>&"


def finding(severity=Severity.ERROR, explained=False):
    return Finding("X99", severity, "a", None, None, None, "", "", "", {}, explained=explained)


@pytest.mark.parametrize(
    "cell",
    [
        Cell("a-1-b", NASTY, NASTY),
        Cell("a-1-b", NASTY, NASTY, lines=3),
        Cell("a-1-b", NASTY, NASTY, editable=False),
        Cell("a-1-b", NASTY, "x", typed=NASTY, why=NASTY),
        Cell("a-1-b", NASTY, NASTY, output=True),
        Cell("a-1-b", NASTY, "1", Kind.NUMBER, computed=Computed(NASTY, NASTY, Decimal(2))),
        Cell("a-1-b", NASTY, "1", Kind.NUMBER, proposal=("5", NASTY)),
        Cell("a-1-b", NASTY, "x", choices=[("x", NASTY), (NASTY, "y")]),
    ],
)
def test_what_people_typed_is_escaped(cell):
    assert "<script" not in cell.markup()
    assert "&lt;script&gt;" in cell.markup()


def test_an_input_keeps_the_text_and_what_it_would_replace():
    markup = Cell("a-1-b", "x", " 1,000 ", Kind.AMOUNT).markup()
    assert '<input type="hidden" name="was-a-1-b" value=" 1,000 ">' in markup
    assert 'id="a-1-b" name="a-1-b"' in markup
    assert 'value=" 1,000 ">' in markup


def test_a_text_of_lines_is_never_put_into_a_line():
    assert "<textarea" in Cell("a-1-b", "x", "one\ntwo").markup()
    assert "<textarea" in Cell("a-1-b", "x", "1\n", Kind.AMOUNT).markup()
    assert ">\n\none</textarea>" in Cell("a-1-b", "x", "\none").markup()  # a browser drops the first line end


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        (None, Kind.AMOUNT, "—"), ("", Kind.TEXT, "—"), ("  ", Kind.AMOUNT, "—"), ("无", Kind.TEXT, "—"), ("0", Kind.AMOUNT, "0.00"),
        ("5", Kind.AMOUNT, "5.00"), ("5.1", Kind.AMOUNT, "5.10"), ("5.123", Kind.AMOUNT, "5.123"), ("620.8万元", Kind.AMOUNT, "620.80"),
        ("2070.1元", Kind.AMOUNT, "2070.1元"), ("95%", Kind.RATE, "95%"), ("20", Kind.NUMBER, "20"), ("字", Kind.TEXT, "字"),
    ],
)  # fmt: skip
def test_how_a_reader_sees_a_cell(text, kind, shown):
    assert Cell("a-1-b", "x", text, kind).shown() == shown


def test_an_imported_figure_that_differs_stands_beside_the_computed_one():
    figure = Untaken(
        "total_score", "a-1-b", "x", "附件2 总分", "9.60", "9.65", (Untaken("score", "a-2-c", "x", "<i>", "", "1"),)
    )
    cell = Cell("a-1-b", "x", "9.60", Kind.NUMBER, output=True, computed=Computed("9.65", "10 × 1", Decimal("9.65")))
    assert 'class="differs"' not in cell.markup()
    cell.untaken = figure
    markup = cell.markup()
    assert (
        'value="[[&quot;a-1-b&quot;, &quot;9.60&quot;, &quot;9.65&quot;], [&quot;a-2-c&quot;, &quot;&quot;, &quot;1&quot;]]"'
        in markup
    )
    assert "同时采用 &lt;i&gt;：— → 1" in markup
    cell.editable = False
    assert 'class="differs"' in cell.markup()
    assert 'name="take"' not in cell.markup()


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ([], ""),
        ([finding(Severity.NOTICE)], ""),
        ([finding(Severity.WARNING)], "warning"),
        ([finding(Severity.WARNING, explained=True)], "explained"),
        ([finding(Severity.WARNING), finding(Severity.WARNING, explained=True)], "warning"),
        ([finding(Severity.WARNING, explained=True), finding(Severity.WARNING)], "warning"),
        ([finding(Severity.WARNING), finding()], "error"),
    ],
)
def test_the_worst_finding_marks_the_cell(findings, state):
    cell = Cell("a-1-b", "x", "1", findings=findings)
    assert cell.state == state
    assert ('class="flag"' in cell.markup()) is bool(state)
    assert ('aria-invalid="true"' in cell.markup()) is (state == "error")


def test_a_refused_cell_says_why_and_keeps_what_was_typed():
    markup = Cell("a-1-b", "x", "1", Kind.NUMBER, typed="abc", why="Not a figure.").markup()
    assert 'value="abc"' in markup
    assert 'name="was-a-1-b" value="1"' in markup
    assert 'aria-invalid="true" aria-describedby="why-a-1-b"' in markup
    assert '<span class="why" id="why-a-1-b" role="alert">Not a figure.</span>' in markup


def test_a_choice_shows_its_words():
    cell = Cell("a-1-b", "x", "met", choices=[("", "—"), ("met", "Met")])
    assert '<option value="met" selected>' in cell.markup()
    assert cell.shown() == "Met"
