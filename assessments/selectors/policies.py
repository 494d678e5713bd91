"""What the pages of a year's policy read."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.models import Filing, FiscalYear, LogEntry

RECENT = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a policy, as it was logged: when, by whom, and by key the values before and after."""

    at: datetime
    who: str
    values: tuple[tuple[str, Any, Any], ...]


def newest_filings(year: FiscalYear) -> QuerySet[Filing]:
    """The newest version of each department's filing, in the order of the departments' codes."""
    newest = Filing.objects.filter(enrolment=OuterRef("enrolment")).order_by("-version").values("pk")[:1]
    found = Filing.objects.filter(enrolment__fiscal_year=year, pk=Subquery(newest))
    return found.order_by("enrolment__department__code")


def looked_over(year: FiscalYear) -> QuerySet[LogEntry]:
    """The entries of the log by which somebody changed the year's policy or said that it stands as it is."""
    entries = LogEntry.objects.filter(object_kind="fiscalyear", object_id=str(year.pk))
    return entries.filter(verb__in=("policy", "confirm_policy"))


def policy_changes(year: FiscalYear) -> list[Change]:
    """The last changes of the year's policy, newest first."""
    entries = LogEntry.objects.filter(object_kind="fiscalyear", object_id=str(year.pk), verb="policy")
    found = []
    for entry in entries.order_by("-sequence")[:RECENT]:
        before, after = json.loads(entry.before), json.loads(entry.after)
        found.append(Change(entry.at, entry.actor_name, tuple((key, before[key], after[key]) for key in before)))
    return found
