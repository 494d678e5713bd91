"""The policy of a year: defaults of rules.md, strict reading, one form."""

from decimal import Decimal

import pytest

from assessments.document import policy
from assessments.document.policy import DEFAULT, Policy, PolicyError, Weights

FORM = {
    "format": "perfeval-policy/1",
    "weights": {"execution": "10", "output": "50", "benefit": "30", "satisfaction": "10"},
    "grades": ["90", "80", "60"],
    "bands": ["80", "60"],
    "at_most": "ratio",
    "score_places": "2",
    "overshoot": "130",
    "caps": [],
    "rate_gap": "5",
    "least_execution": "80",
    "budget_change": "30",
    "procurement": ["95", "105"],
    "project_final": "130",
    "unit_slip": "1000",
    "same_rows": "3",
    "unmeasured": "50",
    "similarity": "80",
    "recheck_share": "15",
    "publication_days": "20",
    "stamped_scan": False,
}
OTHER = {
    "format": "perfeval-policy/1",
    "weights": {"execution": "20", "output": "40", "benefit": "30", "satisfaction": "10"},
    "grades": ["95", "85", "60"],
    "bands": ["80", "50"],
    "at_most": "linear",
    "score_places": "1",
    "overshoot": "120",
    "caps": [["50", "59"], ["60", "69"], ["70", "79"], ["80", "89"]],
    "stamped_scan": True,
}


def test_the_defaults_are_those_of_the_table():
    assert policy.to_json(DEFAULT) == FORM
    assert policy.from_json({"format": "perfeval-policy/1"}) == DEFAULT
    assert policy.from_json(FORM) == DEFAULT


def test_the_values_also_in_use_are_read():
    read = policy.from_json(OTHER)
    assert read.weights == Weights(Decimal(20), Decimal(40), Decimal(30), Decimal(10))
    assert read.grades == (95, 85, 60)
    assert read.bands == (80, 50)
    assert read.at_most == "linear"
    assert read.score_places == 1
    assert read.overshoot == 120
    assert read.caps == ((50, 59), (60, 69), (70, 79), (80, 89))
    assert read.stamped_scan is True
    assert read.rate_gap == 5
    assert policy.from_json(policy.to_json(read)) == read


def test_caps_may_come_in_any_order():
    pairs = [["80", "89"], ["50", "59"], ["70", "79"], ["60", "69"]]
    assert policy.from_json(FORM | {"caps": pairs}).caps == ((50, 59), (60, 69), (70, 79), (80, 89))


def test_weights_left_out_have_their_defaults():
    assert policy.from_json(FORM | {"weights": {"output": "40", "benefit": "40"}}).weights == Weights(
        output=Decimal(40), benefit=Decimal(40)
    )


def test_figures_are_spelt_in_one_way():
    read = policy.from_json(FORM | {"rate_gap": "5.50", "grades": ["90.0", "80", "60"]})
    assert policy.to_json(read)["rate_gap"] == "5.5"
    assert policy.to_json(read)["grades"] == ["90", "80", "60"]


def test_a_policy_can_be_a_key():
    assert {DEFAULT: 1}[Policy()] == 1


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"format": "perfeval-policy/2"}, "format"),
        ({"format": None}, "format"),
        ({"colour": "1"}, "colour"),
        ({"rate_gap": 5}, "rate_gap"),
        ({"rate_gap": None}, "rate_gap"),
        ({"rate_gap": True}, "rate_gap"),
        ({"rate_gap": "5%"}, "rate_gap"),
        ({"rate_gap": "-1"}, "rate_gap"),
        ({"rate_gap": ""}, "rate_gap"),
        ({"rate_gap": "1e1"}, "rate_gap"),
        ({"rate_gap": "５"}, "rate_gap"),
        ({"rate_gap": "101"}, "rate_gap"),
        ({"rate_gap": ["5"]}, "rate_gap"),
        ({"weights": {"execution": "20"}}, "weights"),
        ({"weights": {"execution": "11", "output": "50", "benefit": "30", "satisfaction": "10"}}, "weights"),
        ({"weights": {"execution": "9.99"}}, "weights"),
        ({"weights": {"cost": "10"}}, "weights.cost"),
        ({"weights": {"execution": 10}}, "weights.execution"),
        ({"weights": ["10", "50", "30", "10"]}, "weights"),
        ({"grades": ["90", "80"]}, "grades"),
        ({"grades": ["80", "90", "60"]}, "grades[1]"),
        ({"grades": ["90", "80", "80"]}, "grades[2]"),
        ({"grades": ["101", "80", "60"]}, "grades[0]"),
        ({"grades": "90"}, "grades"),
        ({"bands": ["60", "80"]}, "bands[1]"),
        ({"bands": ["80", 60]}, "bands[1]"),
        ({"at_most": "cubic"}, "at_most"),
        ({"at_most": ["ratio"]}, "at_most"),
        ({"score_places": "1.5"}, "score_places"),
        ({"score_places": "7"}, "score_places"),
        ({"score_places": 2}, "score_places"),
        ({"overshoot": "99"}, "overshoot"),
        ({"caps": None}, "caps"),
        ({"caps": [["50"]]}, "caps[0]"),
        ({"caps": [["50", "59"], ["60", "x"]]}, "caps[1][1]"),
        ({"caps": [["50", "59"], ["50", "69"]]}, "caps"),
        ({"caps": [["50", "69"], ["60", "59"]]}, "caps"),
        ({"caps": [[str(count), str(count)] for count in range(100)] + [["99.5", "99.5"]]}, "caps"),
        ({"procurement": ["105", "95"]}, "procurement[1]"),
        ({"procurement": ["95"]}, "procurement"),
        ({"procurement": "95"}, "procurement"),
        ({"caps": [["100.5", "100"]]}, "caps[0][0]"),
        ({"caps": [["100", "100.5"]]}, "caps[0][1]"),
        ({"unit_slip": "1"}, "unit_slip"),
        ({"same_rows": "0"}, "same_rows"),
        ({"publication_days": "0"}, "publication_days"),
        ({"stamped_scan": "false"}, "stamped_scan"),
        ({"stamped_scan": 0}, "stamped_scan"),
    ],
)
def test_a_refusal_names_its_key(change, path):
    with pytest.raises(PolicyError) as refusal:
        policy.from_json(FORM | change)
    assert refusal.value.path == path
    assert refusal.value.message


@pytest.mark.parametrize("data", [None, [], "x"])
def test_a_policy_is_an_object(data):
    with pytest.raises(PolicyError) as refusal:
        policy.from_json(data)
    assert refusal.value.path == ""


def test_the_format_is_required():
    with pytest.raises(PolicyError) as refusal:
        policy.from_json({})
    assert refusal.value.path == "format"


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ('{"format": "perfeval-policy/1", "rate_gap": "5", "rate_gap": "6"}', "rate_gap"),
        ('{"format": "perfeval-policy/1", "rate_gap": 5.0}', "rate_gap"),
        ("{", ""),
        (b"\xff", ""),
    ],
)
def test_texts_that_are_refused(raw, path):
    with pytest.raises(PolicyError) as refusal:
        policy.loads(raw)
    assert refusal.value.path == path


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rate_gap", "0"), ("rate_gap", "100"), ("overshoot", "100"), ("same_rows", "1"), ("score_places", "0"),
        ("score_places", "6"), ("publication_days", "1"), ("unit_slip", "2"),
    ],
)  # fmt: skip
def test_values_at_their_bounds_are_read(key, value):
    assert getattr(policy.from_json(FORM | {key: value}), key) == Decimal(value)
    assert policy.loads('{"format": "perfeval-policy/1"}') == DEFAULT


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weights", {"output": "80", "benefit": "0"}),
        ("procurement", ["0", "105"]),
        ("procurement", ["100", "100"]),
        ("grades", ["100", "80", "0"]),
        ("caps", [["70", "79"], ["80", "79"]]),
        ("caps", [["0", "0"], ["100", "100"]]),
        ("caps", [[str(count), str(count)] for count in range(100)]),
    ],
)
def test_lists_and_weights_at_their_bounds_are_read(key, value):
    read = policy.to_json(policy.from_json(FORM | {key: value}))[key]
    assert read == (FORM["weights"] | value if key == "weights" else value)


def test_a_hundred_caps_are_read_and_more_refused():
    pairs = [[f"{number}", "50"] for number in range(100)]
    assert len(policy.from_json(FORM | {"caps": pairs}).caps) == 100
    with pytest.raises(PolicyError):
        policy.from_json(FORM | {"caps": [*pairs, ["100", "50"]]})


def test_every_fault_is_found_at_its_place():
    data = FORM | {"weights": FORM["weights"] | {"output": "40"}, "grades": ["90", "95", "60"], "rate_gap": "x"}
    found = [(error.path, error.message) for error in policy.faults(data)]
    assert [path for path, _message in found] == ["weights", "grades[1]", "rate_gap"]
    assert policy.faults(FORM) == []


def test_changes_name_keys_with_both_values():
    other = policy.from_json(FORM | {"rate_gap": "6", "caps": [["50", "59"]]})
    assert policy.changes(DEFAULT, other) == {"caps": ([], [["50", "59"]]), "rate_gap": ("5", "6")}
    assert policy.changes(other, other) == {}


def test_what_is_wanted_is_put_upon_what_another_stored():
    mine = policy.from_json(FORM | {"rate_gap": "6", "same_rows": "4"})
    stored = policy.from_json(FORM | {"similarity": "90"})
    made, both = policy.put_upon(stored, DEFAULT, mine)
    assert policy.changes(DEFAULT, made) == {
        "rate_gap": ("5", "6"),
        "same_rows": ("3", "4"),
        "similarity": ("80", "90"),
    }
    assert both == ()


def test_a_key_that_both_changed_in_another_way_is_named():
    mine = policy.from_json(FORM | {"rate_gap": "6", "same_rows": "4"})
    stored = policy.from_json(FORM | {"rate_gap": "7", "same_rows": "4"})
    made, both = policy.put_upon(stored, DEFAULT, mine)
    assert both == ("rate_gap",)
    assert made.rate_gap == 6
