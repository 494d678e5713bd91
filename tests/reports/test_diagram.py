"""The page of the moves is the table of moves."""

from django.conf import settings
from django.utils import translation

from reports.diagram import state_diagram


def test_the_page_of_the_moves_is_printed_from_the_table():
    page = (settings.BASE_DIR / "docs" / "state-diagram.md").read_text(encoding="utf-8")
    with translation.override("en"):
        assert page == state_diagram()
