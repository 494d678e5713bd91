"""A file sent, looked at and carried out, in English."""

import pytest
from django.utils.translation import override

from assessments.importing.bulk import running
from assessments.importing.bulk.running import ask_to_carry_out, take_in
from tests.assessments.importing.bulk.workbook import workbook


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def looked(city, django_capture_on_commit_callbacks):
    """Sends a file of a kind and has it looked at."""

    def send(kind, *rows, raw=None, name="file.xlsx", year=None, by=None):
        by = by or (city.security if kind == "accounts" else city.administrator)
        with django_capture_on_commit_callbacks(execute=True):
            made = take_in(running.kinds()[kind], name, raw or workbook(*rows), year=year, by=by)
        made.refresh_from_db()
        return made

    return send


@pytest.fixture
def carried_out(looked, django_capture_on_commit_callbacks):
    """Carries out a file that was looked at."""

    def carry_out(asked, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_carry_out(asked, by=by or asked.asked_by)
        asked.refresh_from_db()
        return asked

    return carry_out
