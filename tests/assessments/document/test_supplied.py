"""A draft on its way to submission is judged with a blank for all that is missing."""

from assessments.document import codec
from assessments.document.cells import Figure, Text
from assessments.document.filing import FORMAT
from assessments.document.paths import cells
from assessments.document.supplied import supplied
from tests.assessments.rules.sample import sample


def read(**parts):
    return codec.from_json({"format": FORMAT, "fiscal_year": 2024} | parts)


def test_every_cell_of_an_empty_filing_is_blank():
    whole = supplied(read())
    found = cells(whole)
    assert found
    assert all(cell == (Text() if isinstance(cell, Text) else Figure()) for cell in found.values())
    assert (whole.projects, whole.basic_data.expenditure, whole.department_evaluation.indicators) == ((), (), ())
    assert (whole.report.sections, whole.report.attachments) == ((), ())
    assert whole.fund_tables.state_capital.items == ()
    assert whole.fund_tables.state_capital.none is None


def test_what_is_not_asked_for_stays_missing():
    whole = supplied(read(projects=[{"indicators": [{}]}]))
    assert (whole.explanations, whole.evidence) == (None, None)
    assert whole.projects[0].indicators[0].approved is None
    assert whole.projects[0].indicators[0].attainment is None
    assert whole.projects[0].funds.annual.executed == Figure()


def test_what_is_there_stays_as_it_is():
    data = sample(**{"projects[0].name": "甲", "report.attachments": ["基础数据表"]})
    before = codec.from_json(data)
    whole = supplied(before)
    kept = cells(whole)
    assert all(kept[path] == cell for path, cell in cells(before).items() if cell.present)
    assert whole.report.attachments == ("基础数据表",)
    assert whole.fund_tables == before.fund_tables  # marked none: without a list of items
    assert supplied(whole) is whole


def test_only_the_rows_that_lack_something_are_made_anew():
    whole = supplied(read(projects=[{}, {}]))
    lacking = read(projects=[codec.to_json(whole)["projects"][0], {"name": "乙"}])
    made = supplied(lacking)
    assert made.projects[0] is lacking.projects[0]
    assert made.projects[1].name == Text("乙")
    assert made.projects[1].implementer == Text()
