"""The overview of a filing, and everything that is wrong with it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.extensions import extensions
from assessments.models import State
from assessments.rules import RULES, Severity
from assessments.selectors.access import may_edit
from assessments.selectors.elsewhere import other_versions
from assessments.selectors.kept import Judged
from assessments.views.answering import save_answers, say_lost
from assessments.views.findings_list import findings_workbook
from assessments.views.frame import Line, add_answers, fetch, filing_context, lead_to_figures, open_filing, person
from assessments.views.listing import wants_workbook
from assessments.views.remarks import remark_lines

GROUPS = ("basic_data", "department_evaluation", "projects", "report")


@login_required
@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the filing stands: its checklist, what may be done with it, what happened to it."""
    judged = open_filing(request, pk)
    reasons = may_edit(person(request), judged.loaded.filing)
    context = filing_context(request, judged.loaded, judged.findings, "overview", filled=judged.facts.filled)
    context |= {
        "reasons": reasons,
        "answering": not reasons,
        "blank_signatures": blank_signatures(judged),
        "parts": [(group["title"], list(_steps(group["items"]))) for group in context["tree"]],
        "actions": extensions.actions(person(request), judged.loaded.filing),
        "events": extensions.timeline(judged.loaded.filing),
        "downloads": extensions.downloads(judged.loaded.filing),
        "versions": other_versions(person(request), judged.loaded.filing),
        "remarks": remark_lines(judged.loaded, extensions.pins(judged.loaded)),
    }
    return render(request, "assessments/overview.html", context)


def _steps(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every step of a group of the checklist, with the name of the project that it belongs to."""
    for item in items:
        if "url" in item:
            yield item, ""
        else:
            yield from ((part, item["title"]) for part in item["items"])


@login_required
@require_http_methods(["GET", "POST"])
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything wrong, by attachment; a preparer answers warnings here."""
    if request.method == "POST":
        filing = fetch(request, pk)
        reasons = may_edit(person(request), filing)
        for reason in reasons:
            messages.error(request, reason)
        if reasons or not save_answers(request, pk):
            return _show(request, open_filing(request, pk), status=409)
        return redirect(f"{reverse('findings', args=(filing.pk,))}#{request.POST.get('explain', '')}")
    judged = open_filing(request, pk)
    if wants_workbook(request):
        groups = _grouped(judged, _rule(request))
        add_answers(judged.loaded, [line for _name, lines in groups for line in lines], editable=False, typed={})
        return findings_workbook(request, judged.loaded.filing, groups)
    return _show(request, judged)


def _rule(request: HttpRequest) -> str:
    """The rule of which alone the findings are shown; empty shows all."""
    return request.GET["rule"] if request.GET.get("rule") in RULES else ""


def _grouped(judged: Judged, rule: str) -> list[tuple[str, list[Line]]]:
    """The findings by attachment, in each the errors first, and those that block before those that do not."""
    groups: dict[str, list[Line]] = {}
    for finding in judged.findings:
        if not rule or finding.rule == rule:
            groups.setdefault(_group(finding.path), []).append(Line(judged.loaded, finding))
    for lines in groups.values():
        lines.sort(key=lambda line: not line.finding.blocks)
        lines.sort(key=lambda line: ("error", "warning", "notice").index(line.finding.severity))
    return [(_title(judged, name), lines) for name, lines in groups.items()]


def _show(request: HttpRequest, judged: Judged, status: int = 200) -> HttpResponse:
    loaded = judged.loaded
    rule = _rule(request)
    groups = _grouped(judged, rule)
    lines = [line for _name, group in groups for line in group]
    reasons = may_edit(person(request), loaded.filing)
    add_answers(loaded, lines, editable=not reasons, typed=say_lost(request, lines))
    untaken = () if reasons else judged.facts.untaken
    lead_to_figures(loaded, lines, untaken)
    context: dict[str, Any] = filing_context(
        request, loaded, judged.findings, "findings", filled=judged.facts.filled
    ) | {
        "untaken": untaken,
        "groups": groups,
        "reasons": reasons,
        "blank_signatures": blank_signatures(judged),
        "notices": sum(finding.severity is Severity.NOTICE for finding in judged.findings),
        "rule": rule,
        "query": f"rule={rule}&" if rule else "",
    }
    return render(request, "assessments/findings.html", context, status=status)


def blank_signatures(judged: Judged) -> int:
    """How many errors of a draft are signature cells that are left blank, since submitting fills them in."""
    if judged.loaded.filing.state != State.DRAFT:
        return 0
    return sum(finding.rule == "S01" and finding.blocks for finding in judged.findings)


def _group(path: str) -> str:
    root = path.partition(".")[0].partition("[")[0]
    return root if root in GROUPS else "other"


def _title(judged: Judged, group: str) -> str:
    if group == "other":
        return _("Further tables and signatures")
    return judged.loaded.template.label(f"attachment.{group}", judged.loaded.document.fiscal_year)
