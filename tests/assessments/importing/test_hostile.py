"""Hostile and hopeless files of both kinds: refused in one line, within seconds and bounds, nothing fetched, nothing written."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.assessments.importing.hostile import HEAVY, REFUSED

SECONDS, MEGABYTES = 10, 500


def answers(which):
    """What was said to each file, in a process of its own; `hostile` says what is noted."""
    command = [sys.executable, "-m", "tests.assessments.importing.hostile", which]
    done = subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True, timeout=300)
    return {answer["name"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def assert_bounded(answer):
    assert answer["status"] == 0
    assert answer["seconds"] < SECONDS
    assert answer["megabytes"] < MEGABYTES
    assert answer["asked"] == []


@pytest.fixture(scope="module")
def refusals():
    return answers("refused")


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_or_hopeless_file_is_refused_in_one_line(refusals, name):
    answer = refusals[name]
    assert_bounded(answer)
    assert REFUSED[name][1] in answer["said"]
    assert "\n" not in answer["said"]
    assert len(answer["said"]) < 300


@pytest.mark.soak
def test_the_heaviest_files_stay_within_the_bounds():
    found = answers("heavy")
    assert found.keys() == HEAVY.keys()
    for answer in found.values():
        assert_bounded(answer)
