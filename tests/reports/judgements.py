"""Answers that are rejected and rules that are waived, as the tests make them."""

import datetime

from django.utils import timezone

from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from reports.judging import waive
from tests import factories
from tests.reports.paths import act

FINAL = "basic_data.expenditure[procurement].final"
TEXT = "项目延期到下年。"
TOMORROW = timezone.localdate() + datetime.timedelta(1)


def only(filing):
    (finding,) = findings_of(load(filing.pk))
    return finding


def returned(city, filing):
    act(city, filing, "return", "section_reviewer")
    return filing


def waived(city, filing, rule="B13", until=TOMORROW, by="performance"):
    return waive(factories.fresh(filing), rule, "市政府专题会议纪要同意", until, by=getattr(city, by))
