"""`manage.py validate_filing`: answers, exit codes, and what it says of files that cannot be read."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from tests.assessments.importing.files import cell, grid, xlsx
from tests.assessments.rules.sample import S, sample


@pytest.fixture
def write(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
        return str(path)

    return write


def run(*arguments, language="en"):
    """Exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with translation.override(language):
        try:
            call_command("validate_filing", *arguments, stdout=out, stderr=err, no_color=True)
        except SystemExit as stop:
            code = stop.code
    return code, out.getvalue(), err.getvalue()


def test_a_filing_in_order(write):
    code, out, err = run(write("good.json", sample()), "--format", "json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["format"] == "perfeval-findings/1"
    assert answer["rule_set"].startswith("4+")
    assert answer["findings"] == []
    assert answer["counts"] == {"error": 0, "warning": 0, "notice": 0}


def test_errors_give_1_and_warnings_0(write):
    warned = write("warned.json", sample(**{"basic_data.expenditure[operating].budget": "51.00"}))
    code, out, _err = run(warned, "--format", "json")
    assert code == 0
    assert json.loads(out)["counts"] == {"error": 0, "warning": 1, "notice": 0}
    code, out, _err = run(write("wrong.json", sample(**{f"{S}.total_score": "98.87"})), "--format", "json")
    assert code == 1
    (finding,) = json.loads(out)["findings"]
    assert sorted(finding) == sorted(
        ["rule", "severity", "path", "declared", "expected", "difference", "message", "hint", "basis", "explained"]
    )
    assert (finding["declared"], finding["expected"], finding["difference"]) == ("98.87", "98.97", "-0.10")


def test_text_names_place_figures_and_hint(write):
    code, out, _err = run(write("wrong.json", sample(**{f"{S}.total_score": "98.87"})))
    assert code == 1
    head, finding, hint = out.splitlines()
    assert "1 errors, 0 warnings, 0 notices" in head
    assert (
        finding == "E19 Error  附件2 总分 得分: 98.87 differs from execution 9.5 + indicators 89.47 = 98.97 by -0.10."
    )
    assert hint.strip() == "Take over the computed total, or correct the scores."


def test_several_files_are_answered_in_order(write):
    good, wrong = write("good.json", sample()), write("wrong.json", sample(**{"signatures.head": None}))
    code, out, _err = run(good, wrong, "--format", "json")
    assert code == 1
    assert [len(answer["findings"]) for answer in json.loads(out)] == [0, 1]


def test_an_unreadable_file_does_not_stop_the_others(write):
    broken = write("broken.json", sample(**{f"{S}.total_score": "about 98"}))
    wrong = write("wrong.json", sample(**{"signatures.head": None}))
    code, out, err = run(broken, wrong, "--format", "json")
    assert code == 2
    first, second = json.loads(out)
    assert first["file"] == broken
    assert first["error"]["path"] == f"{S}.total_score"
    assert "about 98" in first["error"]["message"]
    assert second["counts"]["error"] == 1
    assert f"{S}.total_score" in err


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"format": "perfeval-filing/2", "fiscal_year": 2024}', b"[" * 100_000],
)
def test_what_is_no_filing_is_refused_in_a_line(write, content):
    code, out, err = run(write("bad.json", content), "--format", "json")
    assert code == 2
    assert set(json.loads(out)) == {"file", "error"}
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    code, out, err = run(str(tmp_path / "none.json"))
    assert (code, out.strip()) == (2, "")
    assert "There is no such file." in err
    code, _out, err = run(str(tmp_path))
    assert code == 2
    assert "This is a folder, not a file." in err


def test_a_damaged_word_file_is_refused_in_one_line(write):
    code, _out, err = run(write("form.docx", b"PK\x03\x04 cut short"))
    assert code == 2
    assert err.strip().endswith("The file is damaged or cut short: it cannot be unpacked.")
    assert err.count("\n") == 1


def test_a_word_file_is_judged_like_the_document_that_it_prints(cases):
    word = run(str(cases / "yueyang-2024.docx"), "--format", "json")
    assert word == run(str(cases / "yueyang-2024.json"), "--format", "json")


def test_the_policy_is_read_from_a_file(write):
    good = write("good.json", sample())
    policy = write("policy.json", {"format": "perfeval-policy/1", "rate_gap": "4"})
    code, out, _err = run(good, "--policy", policy, "--format", "json")
    assert code == 0
    answer = json.loads(out)
    assert [finding["rule"] for finding in answer["findings"]] == ["E22", "E22"]
    assert answer["rule_set"] != json.loads(run(good, "--format", "json")[1])["rule_set"]


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        ({"format": "perfeval-policy/1", "rate_gap": 4}, "rate_gap"),
        ({"format": "perfeval-policy/1", "gap": "4"}, "gap"),
        ({"format": "perfeval-filing/1"}, "format"),
    ],
)
def test_a_policy_that_cannot_be_read_is_refused(write, policy, path):
    name = write("policy.json", policy)
    code, out, err = run(write("good.json", sample()), "--policy", name, "--format", "json")
    assert code == 2
    assert json.loads(out)["error"]["path"] == path
    assert err.startswith(f"{name}: {path}: ")


def test_a_previous_filing_that_cannot_be_read_is_refused(write):
    code, _out, err = run(write("good.json", sample()), "--previous", write("last.json", b"{}"))
    assert code == 2
    assert "format" in err


def test_the_command_line_itself(write, tmp_path):
    """A process of its own, without a database."""
    wrong = write("wrong.json", sample(**{"signatures.head": None}))
    done = subprocess.run(
        [sys.executable, "manage.py", "validate_filing", wrong, "--format", "json"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": f"sqlite:///{tmp_path}/none/none.sqlite3"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout)["findings"][0]["path"] == "signatures.head"
    assert not list(tmp_path.glob("**/*.sqlite3"))


def book(figure):
    heads = ["经费控制情况（万元）", "2023年决算数", "2024年预算数", "2024年决算数"]
    rows = grid(["2024年度部门整体支出绩效评价基础数据表"], heads, ["公务接待", figure, "2.00", "3.00"])
    return xlsx({"附件1": rows}, formats=["General", "0.00"])


def test_an_excel_file_is_judged_as_it_is_shown(write):
    code, out, _err = run(write("form.xlsx", book(cell("B3", "1.004", style=1))), "--format", "json")
    assert code == 1
    paths = {finding["path"] for finding in json.loads(out)["findings"]}
    assert "basic_data.expenditure[operating]" in paths  # a line that is not there
    assert "basic_data.expenditure[official_reception]" not in paths


def test_an_excel_file_with_a_formula_without_its_result_is_unreadable(write):
    code, _out, err = run(write("form.xlsx", book(cell("B3", "", formula="SUM(B4:B6)"))))
    assert code == 2
    assert "sheet 附件1, cell B3" in err
    assert len(err.strip().splitlines()) == 1


def test_word_excel_and_json_in_one_go(write, cases):
    code, out, _err = run(
        write("good.json", sample()),
        write("form.xlsx", book("1.00")),
        str(cases / "yueyang-2024.docx"),
        "--format",
        "json",
    )
    assert code == 1
    assert [item["format"] for item in json.loads(out)] == ["perfeval-findings/1"] * 3
