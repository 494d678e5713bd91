"""`manage.py render_filing`: what it writes, and what it says when it cannot."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.management.commands.render_filing import KINDS
from tests.assessments.rules.sample import sample

BEGINNINGS = {"docx": b"PK\x03\x04", "pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "html": b"<!doctype html>"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "filing.json"
    path.write_text(json.dumps(sample(), ensure_ascii=False), encoding="utf-8")
    return path


def refused(*arguments):
    with translation.override("en"), pytest.raises(CommandError) as error:
        call_command("render_filing", *map(str, arguments), stdout=io.StringIO())
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("kind", KINDS)
def test_it_writes_the_whole_file_and_nothing_else(file, tmp_path, kind):
    output = tmp_path / f"out.{kind}"
    output.write_bytes(b"of yesterday")
    call_command("render_filing", str(file), "--to", kind, "--output", str(output))
    assert output.read_bytes().startswith(BEGINNINGS[kind])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["filing.json", output.name])


def test_a_page_of_html_stands_alone_and_holds_one_attachment(file, tmp_path):
    output = tmp_path / "out.html"
    call_command("render_filing", str(file), "--to", "html", "--part", "basic", "--draft", "--output", str(output))
    page = output.read_text(encoding="utf-8")
    assert "基础数据表" in page
    assert "项目支出绩效自评表" not in page
    assert '<div class="watermark">草稿</div>' in page
    assert "@page" in page


def test_a_file_that_is_no_filing_leaves_what_was_there(file, tmp_path):
    output = tmp_path / "out.docx"
    output.write_bytes(b"of yesterday")
    file.write_text('{"format": "perfeval-filing/1", "fiscal_year": "2024"}', encoding="utf-8")
    assert refused(file, "--to", "docx", "--output", output).startswith(f"{file}: fiscal_year: ")
    assert output.read_bytes() == b"of yesterday"


def test_a_file_that_is_not_there(tmp_path):
    assert refused(tmp_path / "none.json", "--to", "pdf", "--output", tmp_path / "a.pdf") == (
        f"{tmp_path / 'none.json'}: There is no such file."
    )


def test_a_part_that_was_not_supplied_is_not_an_empty_document(file, tmp_path):
    file.write_text('{"format": "perfeval-filing/1", "fiscal_year": 2024}', encoding="utf-8")
    output = tmp_path / "out.docx"
    message = refused(file, "--to", "docx", "--part", "basic", "--output", output)
    assert message == f"{file}: There is nothing to draw in this filing."
    assert not output.exists()


@pytest.mark.parametrize("place", ["missing/out.html", "."])
def test_a_place_that_cannot_be_written(file, tmp_path, place):
    output = tmp_path / place
    assert refused(file, "--to", "html", "--output", output).startswith(f"{output}: ")
    assert [path.name for path in tmp_path.iterdir()] == ["filing.json"]
