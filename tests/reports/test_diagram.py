"""The page of the moves is what the command prints of the table of moves."""

from django.conf import settings
from django.core.management import call_command


def test_the_page_of_the_moves_is_printed_from_the_table(capsys):
    call_command("state_diagram")
    page = settings.BASE_DIR / "docs" / "state-diagram.md"
    assert capsys.readouterr().out == page.read_text(encoding="utf-8")
