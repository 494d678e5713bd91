"""The rules over other cities' filings: silent where all is consistent, and nothing missed or invented where one thing is not."""

import copy
from collections import Counter

import pytest

from tests.assessments.rules.disturbances import disturbances
from tests.assessments.rules.other_cities import City
from tests.assessments.rules.sample import judge, put

LEAST = 0.97


def findings(city, changes):
    data = copy.deepcopy(city.data)
    for path, value in changes.items():
        put(data, path, value)
    return Counter((one.rule, one.path) for one in judge(data, city.policy))


@pytest.mark.parametrize("seed", range(40))
def test_a_consistent_filing_has_no_finding(seed):
    assert findings(City(seed), {}) == Counter()


@pytest.mark.parametrize("seeds", [range(5), pytest.param(range(5, 65), marks=pytest.mark.soak)], ids=["few", "many"])
def test_each_disturbance_brings_its_findings_and_no_others(seeds, capsys):
    right, expected, said, wrong = 0, 0, 0, []
    for city in map(City, seeds):
        for name, changes, due in disturbances(city):
            found = findings(city, changes)
            right += sum((Counter(due) & found).values())
            expected, said = expected + len(due), said + found.total()
            if found != Counter(due):
                missed, extra = Counter(due) - found, found - Counter(due)
                wrong.append(f"city {city.seed}, {name}: missed {sorted(missed)}, extra {sorted(extra)}")
    recall, precision = right / expected, right / said
    with capsys.disabled():
        print(f"\n{len(seeds)} other cities: {expected} findings due, recall {recall:.2%}, precision {precision:.2%}")
    assert min(recall, precision) >= LEAST
    assert not wrong, "\n".join(wrong)
