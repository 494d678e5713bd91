"""The pinned requirements answer to pyproject.toml, name no host, and are what is installed."""

import re
import tomllib
from importlib.metadata import version

import pytest
from django.conf import settings
from packaging.markers import Marker
from packaging.requirements import Requirement

PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)(?: ; ([^\\]+?))? \\$", re.MULTILINE)
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))


def text(name):
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


def pins(name):
    """Package → pinned version, of what this Python and system need."""
    return {pin: number for pin, number, marker in PIN.findall(text(name)) if not marker or Marker(marker).evaluate()}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_each_dependency_is_pinned_to_a_version_that_it_allows(name, wanted):
    pinned = pins(name)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement


def test_what_runs_is_tested_in_the_same_versions():
    tested = pins("requirements-dev.txt")
    assert {name: tested.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_host(name):
    entries = re.split(r"^(?=[a-z0-9])", text(name), flags=re.MULTILINE)[1:]
    assert len(entries) >= 20
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.search(r"https?:|--(extra-)?index-url|--find-links", text(name)) is None


def test_what_is_pinned_is_installed():
    pinned = pins("requirements-dev.txt")
    assert {name: version(name) for name in pinned} == pinned


def test_every_dependency_is_explained():
    page = text("docs/dependencies.md")
    wanted = map(Requirement, PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"])
    assert [item.name for item in wanted if not re.search(rf"\b{re.escape(item.name)}\b", page)] == []
