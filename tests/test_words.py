"""Every sentence of the source is found by the collector of texts, so that it can be translated."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def hidden(source: str) -> list[int]:
    """The lines on which a sentence to be translated stands within an f-string, where the collector does not look."""
    return [
        call.lineno
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in TRANSLATES
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    ]


def sources() -> list[Path]:
    return [
        path
        for room in ("assessments", "reports", "perfeval")
        for path in sorted((settings.BASE_DIR / room).rglob("*.py"))
    ]


def test_no_sentence_hides_within_an_f_string():
    assert {str(path): found for path in sources() if (found := hidden(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("f\"{_('a')}\"", [1]),
        ('x = _("a")\nf"{x}"', []),
        ('f"{gettext(word)}"', []),
        ("f\"{escape(_('a') % {})}\"", [1]),
    ],
)
def test_what_counts_as_hidden(source, lines):
    assert hidden(source) == lines
