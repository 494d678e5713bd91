"""The published catalogue is what the code says."""

import io

from django.conf import settings
from django.core.management import call_command

from assessments.rules import RULES
from assessments.rules.catalogue import entries
from assessments.rules.example_data import EXAMPLES


def test_the_published_catalogue_is_current():
    """If this fails: `manage.py rule_catalogue > docs/rules.md`."""
    out = io.StringIO()
    call_command("rule_catalogue", stdout=out)
    assert (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8") == out.getvalue()


def test_every_rule_stands_in_it_once():
    published = (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in published.splitlines() if line.startswith("| ")]
    assert sorted(code for code in rows if code != "code") == sorted(RULES)


def test_an_example_shows_what_stands_beside_it_and_before_it():
    by_code = {entry.rule.code: entry for _title, family in entries() for entry in family}
    beside = {code for code, entry in by_code.items() if entry.before}
    assert beside == {"H01", "H02", "H03"}
    assert by_code["H01"].before == (("附件1 办公经费 2023年决算数", "20.00"),)
    assert EXAMPLES["H01"].filing_before().fiscal_year == 2023
    assert by_code["R06"].beside == (("附件4 附件清单", "政府性基金预算支出情况表"),)
