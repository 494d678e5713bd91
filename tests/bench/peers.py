"""What others take for the same content, measured beside our own lines: there is nothing to reach in them."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from assessments.models import BasicData, ExpenditureRow, Filing, FundItemRow, IndicatorRow, SectionRow, SheetRow
from reports.documents.pdf import FACES
from tests.bench.measure import Line, absent

Lines = Iterator[Line | str]
COMPARISONS = 60
BATCH = 200  # filings that are read at once
INPUTS = ("initial", "revised", "executed")
BARE = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PATIENCE = 120  # seconds after which a program hangs


def comparisons() -> Lines:
    """What no rules engine can go below: so many pairs of amounts told apart."""
    pairs = [(Decimal(f"{number}.01"), Decimal(f"{number}.{number % 2 + 1:02}")) for number in range(COMPARISONS)]

    def compare() -> int:
        return sum(one == other for one, other in pairs)

    yield Line(f"beside it: {COMPARISONS} bare comparisons of Decimal", None, compare, 0, rounds=201)


def printers(docx: bytes, html: str) -> Lines:
    """The same document as PDF by LibreOffice, by Chromium and by WeasyPrint as it comes."""
    html = html.replace("</head>", f"<style>{_faces()}</style></head>", 1)
    yield from _libreoffice(docx)
    yield from _chromium(html)
    yield from _weasyprint(html)


def _faces() -> str:
    """Our fonts, so that all of them embed the same."""
    files = {name: Path(settings.FONTS_DIR).absolute() / file for name, file in FACES.items()}
    return "".join(
        f'@font-face{{font-family:"{name}";src:url("{file.as_uri()}")}}'
        for name, file in files.items()
        if file.is_file()
    )


def _libreoffice(docx: bytes) -> Lines:
    what = "beside it: LibreOffice prints our DOCX"
    program = shutil.which("soffice")
    if program is None:
        yield absent(what)
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "filing.docx"
        file.write_bytes(docx)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(file)]
        yield Line(what, None, lambda: _made(command, file.with_suffix(".pdf")), rounds=5)


def _chromium(html: str) -> Lines:
    cold, warm = "beside it: Chromium prints our HTML, started anew", "beside it: the same, Chromium running"
    program = shutil.which("chromium")
    if program is None:
        yield absent(cold)
        yield absent(warm)
        return
    with TemporaryDirectory() as folder:
        page, printed = Path(folder) / "filing.html", Path(folder) / "filing.pdf"
        page.write_text(html, encoding="utf-8")
        command = [program, *BARE, "--headless", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
                   f"--print-to-pdf={printed}", page.as_uri()]  # fmt: skip
        yield Line(cold, None, lambda: _made(command, printed), rounds=5)
        # Playwright has an event loop, in whose thread Django asks no database: it gets a thread of its own.
        with ThreadPoolExecutor(1) as thread, ExitStack() as running:
            printing = thread.submit(_running, program, page.as_uri(), running).result()
            yield Line(warm, None, lambda: thread.submit(printing).result(), rounds=5, elsewhere=True)
            thread.submit(running.close).result()


def _running(program: str, address: str, running: ExitStack) -> Callable[[], bytes]:
    from playwright.sync_api import sync_playwright

    browser = running.enter_context(sync_playwright()).chromium.launch(executable_path=program, args=list(BARE))
    running.callback(browser.close)
    page = browser.new_page()

    def printed() -> bytes:
        page.goto(address)
        return page.pdf(prefer_css_page_size=True)

    return printed


def _made(command: list[str], file: Path) -> None:
    """Run a program that makes a file, and see that it did."""
    file.unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    if not file.is_file() or not file.read_bytes().startswith(b"%PDF"):
        raise RuntimeError(done.stderr.decode(errors="replace"))


def _weasyprint(html: str) -> Lines:
    from weasyprint import HTML

    yield Line("beside it: WeasyPrint as it comes", None, lambda: HTML(string=html).write_pdf(), rounds=3)


def cells_read(docx: bytes) -> Lines:
    """The same file's tables read cell by cell with python-docx."""
    yield Line("beside it: python-docx, `table.cell()` of each cell", None, lambda: _texts(docx), rounds=5)


def cells_written(docx: bytes) -> Lines:
    """The same tables written cell by cell with python-docx, without any look."""
    from docx import Document

    grids = _texts(docx)

    def write() -> None:
        document = Document()
        for grid in grids:
            table = document.add_table(len(grid), len(grid[0]))
            for row, texts in enumerate(grid):
                for column, text in enumerate(texts):
                    table.cell(row, column).text = text
        document.save(BytesIO())

    yield Line("beside it: python-docx, `table.cell()` of each cell", None, write, rounds=5)


def _texts(docx: bytes) -> list[list[list[str]]]:
    """The texts of every table by row and column; a merged cell has its text in each of its places."""
    from docx import Document

    return [
        [[table.cell(row, column).text for column in range(len(table.columns))] for row in range(len(table.rows))]
        for table in Document(BytesIO(docx)).tables
    ]


def formsets(rows: int) -> Lines:
    """As many rows of three inputs as the long step has, by crispy's inline formset and by Django's own widgets; the inputs alone."""
    from crispy_forms.helper import FormHelper
    from crispy_forms.utils import render_crispy_form
    from django import forms

    fields: dict[str, Any] = {name: forms.CharField(required=False) for name in INPUTS}
    form = type("Row", (forms.Form,), fields)
    many = forms.formset_factory(form, extra=rows)
    helper = FormHelper()
    helper.template, helper.form_tag = "bootstrap5/table_inline_formset.html", False
    yield Line(f"beside it: crispy's inline formset of {rows} × 3", None, lambda: render_crispy_form(many(), helper))
    yield Line(f"beside it: Django's widgets of {rows} × 3", None, lambda: [str(f) for one in many() for f in one])


def read_as_instances(keys: Sequence[int]) -> None:
    """The rows of these filings as instances of models, and nothing else."""
    lists = ("expenditure", "sections", "fund_items", "sheets__indicators")
    for start in range(0, len(keys), BATCH):
        filings = Filing.objects.filter(pk__in=keys[start : start + BATCH])
        list(filings.select_related("enrolment", "basic_data").prefetch_related(*lists))


def read_as_tuples(keys: Sequence[int]) -> None:
    """The rows of these filings as `values_list` gives them, and nothing else."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        list(Filing.objects.filter(pk__in=batch).values_list())
        for model in (BasicData, ExpenditureRow, SectionRow, FundItemRow, SheetRow):
            list(model.objects.filter(filing__in=batch).values_list())
        list(IndicatorRow.objects.filter(sheet__filing__in=batch).values_list())
