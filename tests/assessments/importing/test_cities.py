"""Forms of seven cities in the hands of Word, WPS, Excel and LibreOffice: at least 97 of 100 cells are read right.

The forms are the project's own, filled with invented figures. Each city has its words, columns and merges, each program its wrappings.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assessments.document import codec
from assessments.document.template import default
from assessments.importing.extract import extract
from reports.documents import printout, render
from tests.assessments.importing.cities.forms import parts
from tests.assessments.importing.cities.habits import HABITS
from tests.assessments.importing.cities.judging import expected, score
from tests.assessments.importing.writers import Plain, WordLike, WpsLike, docx, workbook
from tests.assessments.rules.other_cities import City
from tests.test_round_trip import printed

LEAST = 0.97
DATA = Path(__file__).parent / "data"
OFFICE = shutil.which("soffice")


def word(forms, seed):
    return [("表.docx", docx(forms, WordLike(seed)))]


def wps(forms, seed):
    return [("表.docx", docx(forms, WpsLike(seed)))]


def excel(forms, seed):
    return [("表.xlsx", workbook(forms, seed))]


def one_sheet(forms, seed):
    return [("表.xlsx", workbook(forms, seed, one_sheet=True))]


def one_a_file(forms, seed):
    """The report first, then a Word or an Excel file for each attachment."""
    ordered = sorted(forms, key=lambda part: part.name != "附件4")
    return [
        (f"{part.name}.xlsx", workbook([part], seed))
        if place % 2
        else (f"{part.name}.docx", docx([part], WordLike(seed)))
        for place, part in enumerate(ordered)
    ]


WRITERS = (word, wps, excel, one_sheet, one_a_file)


def read(habit, seed, writer):
    data = expected(habit, City(seed).data)
    return score(data, extract(writer(parts(habit, data), seed)).filing)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_the_forms_of_a_city_are_read_right(habit, writer):
    found = read(habit, 1, writer)
    assert found.cells > 250
    assert found.share >= LEAST, found.wrong[:10]


@pytest.mark.soak
@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_many_filings_of_a_city_are_read_right(habit, writer):
    for seed in range(2, 22):
        found = read(habit, seed, writer)
        assert found.share >= LEAST, (seed, found.wrong[:10])


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("libreoffice-*")))
def test_a_form_that_libreoffice_saved_is_read_right(name):
    """The files were made by `test_libreoffice_saves_every_form_as_it_was` of the forms with seed 1."""
    habit = next(habit for habit in HABITS if habit.name in name)
    found = score(expected(habit, City(1).data), extract([(name, (DATA / name).read_bytes())]).filing)
    assert found.share >= LEAST, found.wrong[:10]


@pytest.mark.soak
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_libreoffice_saves_every_form_as_it_was(tmp_path, kind):
    for habit in HABITS:
        data = expected(habit, City(1).data)
        forms = parts(habit, data)
        made = docx(forms, Plain()) if kind == "docx" else workbook(forms, 1)
        saved = saved_by_libreoffice(tmp_path / habit.name, made, kind)
        found = score(data, extract([(f"表.{kind}", saved)]).filing)
        assert found.share >= LEAST, (habit.name, found.wrong[:10])


def saved_by_libreoffice(folder, raw, kind):
    """The file as LibreOffice saves it anew."""
    given, home = folder / "given", folder / "home"
    given.mkdir(parents=True)
    (given / f"form.{kind}").write_bytes(raw)
    command = [
        str(OFFICE),
        f"-env:UserInstallation=file://{home}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
    ]
    subprocess.run(
        [*command, str(given / f"form.{kind}")],
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | {"HOME": str(folder)},
    )
    return (folder / f"form.{kind}").read_bytes()


@pytest.mark.soak
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_the_product_writes_reads_back_after_libreoffice_saved_it(tmp_path, cases, kind):
    for name in ("clean-2024", "example-fund-tables", "yueyang-2024"):
        filing = codec.loads((cases / f"{name}.json").read_bytes())
        saved = saved_by_libreoffice(tmp_path / name, render(printout(filing, default()), kind), kind)
        found = extract([(f"filing.{kind}", saved)])
        assert (found.unread, found.leftovers) == ((), ())
        assert printed(found.filing) == printed(filing)
