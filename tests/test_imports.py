"""Imports point one way."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.imports import Import, imports_of, modules, refusal


def test_imports_of_the_project_point_one_way():
    found = [
        refusal(imported)
        for name, path in modules(settings.BASE_DIR)
        for imported in imports_of(path.read_text(encoding="utf-8"), name, package=path.name == "__init__.py")
    ]
    assert [text for text in found if text] == []


def test_every_room_of_the_project_is_read():
    names = {name for name, _ in modules(settings.BASE_DIR)}
    assert {"perfeval.settings", "assessments.document.filing", "assessments.models.filings", "reports"} <= names


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("assessments.rules.funds", "assessments.document.filing.Filing"),
        ("assessments.models.filings", "assessments.rules.check"),
        ("assessments.services.cells", "assessments.selectors.access.may_edit"),
        ("assessments.services.cells", "django.db.transaction"),
        ("assessments.rules.funds", "django.utils.translation.gettext_lazy"),
        ("assessments.urls", "assessments.views.home"),
        ("reports.workflow", "assessments.services.log.record"),
        ("reports.documents.pdf", "assessments.document.template.Template"),
        ("reports.apps", "reports.workflow"),
        ("perfeval.middleware", "assessments.context.RequestInfo"),
    ],
)
def test_an_import_along_the_arrows_is_accepted(module, imported):
    assert refusal(Import(module, imported, 1)) is None


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("assessments.document.filing", "assessments.rules.check"),
        ("assessments.document.codec", "django.db.models"),
        ("assessments.document.codec", "django.conf.settings"),
        ("assessments.rules.funds", "assessments.models.Filing"),
        ("assessments.rules.funds", "django.http.HttpRequest"),
        ("assessments.models.filings", "assessments.selectors.access"),
        ("assessments.selectors.access", "assessments.services.log"),
        ("assessments.services.cells", "assessments.forms.headcount"),
        ("assessments.forms.headcount", "assessments.views.headcount"),
        ("assessments.forms.headcount", "assessments.importing.docx"),
        ("assessments.urls", "reports.workflow"),
        ("assessments.views.home", "reports"),
        ("assessments.services.log", "perfeval.middleware"),
        ("reports.documents.pdf", "reports.models.Submission"),
        ("reports.documents.pdf", "django.db.connection"),
        ("reports.workflow", "reports.views.desk"),
        ("reports.workflow", "django.core.mail"),
        ("other.module", "os"),
    ],
)
def test_an_import_against_the_arrows_is_refused(module, imported):
    assert refusal(Import(module, imported, 1)) is not None


def test_imports_are_found_in_every_form():
    source = (
        "import os, assessments.models\n"
        "from assessments import rules\n"
        "def late():\n"
        "    from ..services import log\n"
        "if TYPE_CHECKING:\n"
        "    from . import access\n"
    )
    found = {(imported.imported, imported.line) for imported in imports_of(source, "assessments.selectors.findings")}
    assert found == {
        ("os", 1),
        ("assessments.models", 1),
        ("assessments.rules", 2),
        ("assessments.services.log", 4),
        ("assessments.selectors.access", 6),
    }
    in_package = imports_of("from . import access", "assessments.selectors", package=True)
    assert [imported.imported for imported in in_package] == ["assessments.selectors.access"]


def test_starting_loads_nothing_heavy():
    """WeasyPrint and python-docx cost half a second: only what draws a document loads them."""
    program = (
        "import django, sys; django.setup(); import perfeval.urls; "
        "print(sorted({'weasyprint', 'docx', 'openpyxl', 'fontTools', 'lxml', 'PIL'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    assert run.stdout.strip() == "[]"
