"""What holds for any filing."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.document import codec
from assessments.rules import Severity, check
from tests.assessments.document.strategies import filings
from tests.assessments.rules.sample import S, judge, sample

CENT = Decimal("0.01")
cents = st.integers(min_value=1, max_value=10**9).map(lambda number: number * CENT)


def rounded(value):
    return str(Decimal(value).quantize(CENT, ROUND_HALF_UP))


def annual(path, initial, revised, executed):
    """Funds with the rate and the score that follow from them."""
    score = min(Decimal(10), executed / revised * 10)
    return {
        f"{path}.initial": str(initial),
        f"{path}.revised": str(revised),
        f"{path}.executed": str(executed),
        f"{path}.rate": rounded(executed / revised * 100) + "%",
        f"{path}.score": rounded(score),
    }, Decimal(rounded(score))


@given(
    basic=st.tuples(cents, cents), projects=st.lists(st.tuples(cents, cents, cents), min_size=2, max_size=2), own=cents
)
def test_a_consistent_filing_has_no_error(basic, projects, own):
    """Whatever the amounts, totals drawn from them break no identity."""
    changes = {}
    for index, (initial, revised, executed) in enumerate(projects):
        path = f"projects[{index}].funds"
        funds, score = annual(f"{path}.annual", initial, revised, executed)
        parts = {
            f"{path}.current_year.{key}": funds[f"{path}.annual.{key}"] for key in ("initial", "revised", "executed")
        }
        others = {f"{path}.carried_over.{key}": None for key in ("initial", "revised", "executed")}
        changes |= (
            funds
            | parts
            | others
            | {f"projects[{index}].total_score": str(90 + score), f"projects[{index}].grade": "优"}
        )
    initial, executed = (sum((project[place] for project in projects), Decimal(0)) for place in (0, 2))
    whole = basic[0] + initial
    funds, score = annual(f"{S}.funds.annual", whole, whole + own, basic[1] + executed)
    line = "basic_data.expenditure[project_expenditure]"
    changes |= funds | {
        f"{S}.total_score": str(Decimal("89.47") + score),
        f"{S}.by_source.total": None,
        f"{S}.by_source.general_public": str(basic[1] + executed),
        f"{S}.by_kind.total": str(basic[1] + executed),
        f"{S}.by_kind.basic": str(basic[1]),
        f"{S}.by_kind.project": str(executed),
        f"{S}.grade": None,
        f"{line}.budget": str(initial),
        f"{line}.final": str(executed),
        "basic_data.expenditure[basic_budget_adjustment].budget": str(basic[1] - basic[0]),
        "report.sections[4].text": f"基本支出预算数{basic[0]}万元，决算数{basic[1]}万元。",
        "report.sections[5].text": f"项目支出预算数{initial}万元，决算数{executed}万元。",
    }
    for column, total in (("budget", initial), ("final", executed)):
        parts = ("project_operations", "project_maintenance", "special_fund", "special_fund:2")
        changes |= {f"basic_data.expenditure[{key}].{column}": None for key in parts}
        changes[f"basic_data.expenditure[project_operations].{column}"] = str(total)
    errors = [(one.rule, one.path, one.message) for one in judge(sample(**changes)) if one.severity is Severity.ERROR]
    assert errors == []


@given(data=filings)
def test_any_filing_can_be_judged_and_told(data):
    """No rule raises, every finding speaks, and the same filing gives the same findings."""
    filing = codec.from_json(data)
    found = check(filing)
    for finding in found:
        assert finding.message
        assert finding.hint
        assert finding.basis
    assert check(codec.loads(codec.dumps(filing))) == found
