"""Submitting: what keeps a draft from it, and the freezing of all that is judged."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.document import codec
from assessments.document import filing as document
from assessments.document import policy as policies
from assessments.document import template as templates
from assessments.document.amounts import EXACT, round_half_up
from assessments.document.cells import is_blank
from assessments.models import Department, Filing, FiscalYear, Role, RoleName, User
from assessments.rules import Finding, Severity, rule_set
from assessments.selectors.clock import due
from assessments.selectors.documents import Loaded
from assessments.selectors.kept import judged
from assessments.selectors.prepared import Blank, Prepared
from reports.comparing import differences
from reports.models import BrokenRule, Submission

SIGNATURES = ("prepared_by", "prepared_on", "phone", "head")


@dataclass(frozen=True, slots=True)
class Filled:
    """A draft with its blank signature cells filled, and what was put into them."""

    loaded: Loaded
    cells: dict[str, str]
    findings: tuple[Finding, ...]
    head: User | None  # who could sign it


def reasons_against_submitting(filing: Filing, user: User) -> list[str]:
    """What is still wrong with a draft, in whole sentences; none means that it may be submitted."""
    reasons = []
    year = filing.enrolment.fiscal_year
    if year.status != FiscalYear.Status.OPEN:
        reasons.append(_("Fiscal year %(year)s is not open for filing.") % {"year": year.year})
    ready = filled(filing, user)
    if ready.head is None:
        reasons.append(_("The department has no unit head who could sign. Ask the security administrator for one."))
    return reasons + reasons_in(ready.findings)


def reasons_in(findings: tuple[Finding, ...]) -> list[str]:
    """The errors that are not waived, and the warnings that nobody explained or waived, counted."""
    blocking = [one.severity for one in findings if one.blocks]
    errors, open_warnings = blocking.count(Severity.ERROR), blocking.count(Severity.WARNING)
    reasons = []
    if errors:
        reasons.append(
            ngettext("%(count)s error must be put right.", "%(count)s errors must be put right.", errors)
            % {"count": errors}
        )
    if open_warnings:
        reasons.append(
            ngettext(
                "%(count)s warning must be put right or explained.",
                "%(count)s warnings must be put right or explained.",
                open_warnings,
            )
            % {"count": open_warnings}
        )
    return reasons


_heads = Prepared(
    lambda: (
        Role.objects.filter(
            department=Blank("department", Department._meta.pk),
            name=RoleName.UNIT_HEAD,
            ended_at=None,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("pk")[:1]
    )
)


def unit_head(filing: Filing) -> User | None:
    """The account that can sign for the department."""
    return next((role.user for role in _heads.ask(department=filing.enrolment.department_id)), None)


def filled(filing: Filing, user: User) -> Filled:
    """The draft as it would be submitted: blank signature cells filled, absent parts blank, and its findings.

    `filing` is one that was read whole just now.
    """
    found = judged(filing)
    head = unit_head(filing)
    today = timezone.localdate()
    proposals = {
        "prepared_by": user.full_name,
        "prepared_on": f"{today.year}年{today.month}月{today.day}日",
        "phone": user.phone,
        "head": head.full_name if head else "",
    }
    row = found.loaded.rows.filing
    cells = {name: text for name, text in proposals.items() if text and is_blank(row.get(name))}
    if not cells:
        return Filled(found.loaded, cells, found.findings, head)
    loaded, findings = found.facts.supposing(cells)
    return Filled(loaded.beside(filing), cells, findings, head)


def freeze(filing: Filing, *, by: User, at: datetime) -> Submission:
    """Fill the blank signature cells and freeze the filing as its next submission. The caller holds the row and has asked the guard."""
    ready = filled(filing, by)
    for name, text in ready.cells.items():
        setattr(filing, name, text)
    if ready.cells:
        filing.absent = ready.loaded.rows.filing.absent
        filing.save(update_fields=["absent", *ready.cells])
    frozen = _answers_that_hold(ready.loaded.whole, ready.findings)
    last = Submission.objects.filter(filing=filing).order_by("-number").first()
    submission = Submission(
        filing=filing,
        number=last.number + 1 if last else 1,
        document_text=codec.dumps(frozen),
        template_text=_canonical(templates.to_json(ready.loaded.template)),
        policy_text=_canonical(policies.to_json(ready.loaded.policy)),
        findings_text=_canonical([one.to_json() for one in ready.findings]),
        rule_set=rule_set(ready.loaded.policy),
        late=due(filing.enrolment).late,
        submitted_by=by,
        submitted_at=at,
        **listed(frozen, ready.findings, last.document if last else None),
    )
    submission.sha256 = submission.hash_of_content()
    submission.save(force_insert=True)
    codes = sorted({one.rule for one in ready.findings})
    BrokenRule.objects.bulk_create(BrokenRule(submission=submission, rule=code) for code in codes)
    return submission


def listed(frozen: document.Filing, findings: tuple[Finding, ...], before: document.Filing | None) -> dict[str, Any]:
    """The columns of a submission that lists show, so that none reads a document."""
    return {
        "open_warnings": sum(1 for one in findings if one.severity is Severity.WARNING),
        "execution_rate": _execution_rate(frozen),
        "total_score": _total_score(frozen),
        "changed_cells": None if before is None else len(differences(before, frozen)),
    }


def _answers_that_hold(frozen: document.Filing, findings: tuple[Finding, ...]) -> document.Filing:
    """Only the explanations of warnings that stand go into the snapshot."""
    standing = {(one.rule, one.path) for one in findings if one.explained}
    answers = tuple(one for one in frozen.explanations or () if (one.rule, one.path) in standing)
    return replace(frozen, explanations=answers)


def _canonical(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _execution_rate(filing: document.Filing) -> Decimal | None:
    """Executed ÷ revised of the whole department, per cent."""
    sheet = filing.department_evaluation
    annual = sheet.funds.annual if sheet and sheet.funds else None
    if annual is None or annual.executed.value is None or not annual.revised.value:
        return None
    return round_half_up(EXACT.divide(annual.executed.value * 100, annual.revised.value), 2)


def _total_score(filing: document.Filing) -> Decimal | None:
    sheet = filing.department_evaluation
    value = sheet.total_score.value if sheet else None
    return None if value is None else round_half_up(value, 2)
