"""Every command of the product stands in docs/operators.md, and every command there exists."""

import re

from django.conf import settings
from django.core.management import get_commands

OURS = {"perfeval", "assessments", "reports"}


def test_the_operators_page_lists_the_commands():
    page = (settings.BASE_DIR / "docs" / "operators.md").read_text(encoding="utf-8")
    section = page.split("\n## Commands\n")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", section, flags=re.MULTILINE))
    assert documented == {name for name, app in get_commands().items() if app in OURS}
