import pytest

from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services.explanations import explain
from tests import factories

FINAL = "basic_data.expenditure[procurement].final"


@pytest.fixture
def loaded(city):
    return factories.draft(city, **{FINAL: "10.00"})


def test_an_explained_warning_stays_listed_and_is_marked(city, loaded):
    explain(loaded.filing.pk, "B13", FINAL, "项目延期到下年。", by=city.preparer)
    (finding,) = findings_of(load(loaded.filing.pk))
    assert (finding.rule, finding.explained) == ("B13", True)


def test_a_blank_text_takes_the_answer_back(city, loaded):
    explain(loaded.filing.pk, "B13", FINAL, "项目延期到下年。", by=city.preparer)
    explain(loaded.filing.pk, "B13", FINAL, "  ", by=city.preparer)
    (finding,) = findings_of(load(loaded.filing.pk))
    assert not finding.explained


def test_only_a_warning_that_stands_is_explained(city, loaded):
    with pytest.raises(Refused):
        explain(loaded.filing.pk, "B10", FINAL, "……", by=city.preparer)
    with pytest.raises(Refused):
        explain(loaded.filing.pk, "B13", FINAL, "理由", by=city.head)
