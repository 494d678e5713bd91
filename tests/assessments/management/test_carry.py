"""`import_filing` and `export_filing`: equal to what went in, or the sentence and the exit code."""

import json

import pytest
from django.core.management import CommandError, call_command

from assessments.document import codec
from assessments.models import Enrolment, Filing, LogEntry, Role, State
from assessments.selectors.documents import load
from tests import factories
from tests.assessments.rules.sample import sample
from tests.assessments.rules.test_cases import NAMES

CODE = "300001"


@pytest.fixture
def manage(city, capsys):
    """Run a command: the exit code that `manage.py` would end with, what it printed, what it complained of."""

    def run(*words):
        capsys.readouterr()
        try:
            call_command(*map(str, words))
        except CommandError as error:
            return error.returncode, capsys.readouterr().out, f"{error}\n"
        return 0, *capsys.readouterr()

    return run


@pytest.fixture
def file(tmp_path):
    def write(**changes):
        data = sample(**changes)
        data.setdefault("department", {})["code"] = None
        path = tmp_path / "filing.json"
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", NAMES)
def test_a_case_comes_out_as_it_went_in(manage, city, cases, tmp_path, name):
    source, target = cases / f"{name}.json", tmp_path / "out.json"
    data = json.loads(source.read_bytes())
    city.year.year = data["fiscal_year"]
    city.year.save()
    code = (data.get("department") or {}).get("code") or CODE
    city.enrolment.department.code = code
    city.enrolment.department.save()
    assert manage("import_filing", source, "--department", code)[::2] == (0, "")
    out = ("export_filing", "--department", code, "--year", data["fiscal_year"], "--output", target)
    assert manage(*out) == (0, f"{target}\n", "")
    assert json.loads(target.read_bytes()) == data
    assert list(tmp_path.iterdir()) == [target]
    # What came out goes in again over itself, and out once more byte for byte.
    first = target.read_bytes()
    assert manage("import_filing", target, "--department", code, "--replace")[0] == 0
    assert manage(*out)[0] == 0
    assert target.read_bytes() == first


def test_a_filing_that_is_there_is_replaced_only_when_that_is_said(manage, file, city):
    path = "basic_data.expenditure[office].final"
    assert manage("import_filing", file(), "--department", CODE)[0] == 0
    before = load(Filing.objects.get().pk).document
    code, out, err = manage("import_filing", file(**{path: "20.00"}), "--department", CODE)
    assert (code, out) == (1, "")
    assert "2024" in err
    assert load(Filing.objects.get().pk).document == before
    assert manage("import_filing", file(**{path: "20.00"}), "--department", CODE, "--replace")[0] == 0
    assert load(Filing.objects.get().pk).document != before


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_what_is_no_draft_is_not_replaced(manage, file, state):
    manage("import_filing", file(), "--department", CODE)
    Filing.objects.update(state=state)
    code, _out, err = manage("import_filing", file(), "--department", CODE, "--replace")
    assert code == 1
    assert err.strip() != ""
    assert Filing.objects.get().revision == 1


@pytest.mark.parametrize(("content", "told"), [
    (b"", ""), (b"{}", "format"), (b'{"format": "perfeval-filing/1"}', "fiscal_year"), (b"\xff\xfe", ""), (b"PK\x03\x04", ""),
    (b'{"format": "perfeval-filing/1", "fiscal_year": 2024, "surprise": 1}', "surprise"),
    (b'{"format": "perfeval-filing/1", "fiscal_year": 2024, "basic_data": {"headcount": {"actual": 18}}}', "basic_data.headcount.actual"),
    (b'{"format": "perfeval-filing/1", "fiscal_year": 2024, "basic_data": {"headcount": {"actual": "many"}}}', "basic_data.headcount.actual"),
    (b'{"format": "perfeval-filing/1", "fiscal_year": 2024, "fiscal_year": 2023}', "fiscal_year"),
    (b'{"format": "perfeval-filing/1", "fiscal_year": 2024, "basic_data": {"expenditure": [{"line": "beer"}]}}', "basic_data.expenditure"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(manage, tmp_path, content, told):
    source = tmp_path / "in.json"
    source.write_bytes(content)
    code, out, err = manage("import_filing", source, "--department", CODE)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert str(source) in err
    assert told in err
    assert not Filing.objects.exists()
    assert not LogEntry.objects.filter(verb="import").exists()


@pytest.mark.parametrize("where", ["nothing.json", "."])
def test_a_file_that_is_not_there(manage, tmp_path, where):
    code, out, err = manage("import_filing", tmp_path / where, "--department", CODE)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_who_may_take_it_in(manage, file, city):
    assert manage("import_filing", file(), "--department", "999999")[0] == 1
    assert manage("import_filing", file(fiscal_year=2031), "--department", CODE)[0] == 1
    assert manage("import_filing", file(), "--department", CODE, "--by", "chen")[0] == 1
    assert manage("import_filing", file(), "--department", CODE, "--by", "zhang")[0] == 0
    assert Filing.objects.get().created_by == city.preparer
    Filing.objects.all().delete()
    Role.objects.filter(user=city.preparer).update(ended_at=city.preparer.date_joined)
    assert manage("import_filing", file(), "--department", CODE)[0] == 1
    assert not Filing.objects.exists()


def test_reasons_are_told_whole(manage, file):
    Enrolment.objects.update(required=False, not_required_reason="本年撤并")
    code, _out, err = manage("import_filing", file(), "--department", CODE)
    assert code == 1
    assert "本年撤并" in err


def test_a_document_that_names_another_department(manage, tmp_path):
    data = {"format": "perfeval-filing/1", "fiscal_year": 2024, "department": {"code": "999"}}
    source = tmp_path / "in.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    code, _out, err = manage("import_filing", source, "--department", CODE)
    assert code == 1
    assert "999" in err
    assert CODE in err


@pytest.mark.parametrize("year", [2024, 1999])
def test_nothing_to_export(manage, tmp_path, year):
    target = tmp_path / "out.json"
    code, out, err = manage("export_filing", "--department", CODE, "--year", year, "--output", target)
    assert (code, out) == (1, "")
    assert str(year) in err
    assert not target.exists()


def test_an_export_that_cannot_be_written_leaves_nothing(manage, city, tmp_path):
    factories.draft(city)
    target = tmp_path / "no-folder" / "out.json"
    code, out, err = manage("export_filing", "--department", CODE, "--year", 2024, "--output", target)
    assert (code, out) == (1, "")
    assert str(target) in err
    assert list(tmp_path.iterdir()) == []
    assert not LogEntry.objects.filter(verb="export").exists()


def test_the_newest_version_is_exported_and_the_log_tells(manage, city, tmp_path):
    from assessments.services.filings import next_version

    draft = factories.draft(city)
    Filing.objects.update(state="approved")
    newest = next_version(factories.fresh(draft.filing), by=city.administrator)
    target = tmp_path / "out.json"
    manage("export_filing", "--department", CODE, "--year", 2024, "--output", target)
    assert codec.loads(target.read_bytes()) == load(newest.pk).document
    entry = LogEntry.objects.get(verb="export")
    assert (entry.object_kind, entry.object_id, entry.actor_name) == ("filing", str(newest.pk), "export_filing")
