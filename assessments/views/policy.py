"""The policy and the template of a fiscal year: read by the bureau, changed by an administrator after a look at what it would change."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.document import policy as policies
from assessments.document.policy import Policy
from assessments.document.policy_words import GROUPS, spoken
from assessments.forms.policy import PolicyFileForm, PolicyForm
from assessments.models import Enrolment, FiscalYear, Job
from assessments.refusals import Refused
from assessments.rules import RULES
from assessments.selectors.access import roles_of
from assessments.selectors.documents import year_policy, year_template
from assessments.selectors.policies import looked_over, policy_changes
from assessments.services import jobs
from assessments.services import policy as services
from assessments.services.policy_preview import PREVIEW_POLICY
from assessments.views.frame import person
from assessments.views.listing import page_of

PAGE_SIZE = 100


def _year(request: HttpRequest, year: int, *, change: bool = False) -> FiscalYear:
    """The year, for those who may read or change its policy; for anybody else there is none."""
    roles = roles_of(person(request))
    if not (roles.administers or (not change and roles.bureau)):
        raise Http404
    return get_object_or_404(FiscalYear, year=year)


@login_required
@require_GET
def policy(request: HttpRequest, year: int) -> HttpResponse:
    """Every parameter with its value, and the last changes."""
    row = _year(request, year)
    values, usual = policies.to_json(year_policy(row.policy)), policies.to_json(policies.DEFAULT)
    groups = [
        (title, [(words, spoken(words.key, values[words.key]), _other(words.key, values, usual)) for words in group])
        for title, group in GROUPS
    ]
    administers = roles_of(person(request)).administers
    context = {
        "year": row,
        "groups": groups,
        "reasons": services.reasons_against_change(row, person(request)) if administers else None,
        "changes": [(one, _spoken(one.values)) for one in policy_changes(row)],
        "confirmed": looked_over(row).order_by("-sequence").first(),
    }
    return render(request, "years/policy.html", context)


def _other(key: str, values: dict[str, Any], usual: dict[str, Any]) -> str:
    """The default, where the year has another value."""
    return spoken(key, usual[key]) if values[key] != usual[key] else ""


def _spoken(values: Any) -> list[tuple[Any, str, str]]:
    """Changed values in words: name, before, after."""
    labels = {words.key: words.label for _title, group in GROUPS for words in group}
    return [(labels[key], spoken(key, before), spoken(key, after)) for key, before, after in values if key in labels]


@login_required
@require_POST
def policy_confirm(request: HttpRequest, year: int) -> HttpResponse:
    """Say that the policy stands as it is."""
    row = _year(request, year, change=True)
    try:
        services.confirm_policy(row, by=person(request))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("Saved."))
    return redirect("policy", row.year)


@login_required
@require_GET
def policy_json(request: HttpRequest, year: int) -> HttpResponse:
    """The policy as a file, in the form that `validate_filing --policy` takes."""
    row = _year(request, year)
    text = json.dumps(policies.to_json(year_policy(row.policy)), ensure_ascii=False, indent=1)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="policy-{row.year}.json"'
    return response


@login_required
@require_GET
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The lines, headings and standard sentences of the year, to read."""
    row = _year(request, year)
    return render(request, "years/template.html", {"year": row, "template": year_template(row.template)})


@login_required
@require_http_methods(["GET", "POST"])
def policy_edit(request: HttpRequest, year: int) -> HttpResponse:
    """Enter another policy, or take one from a file; what it would change is shown before anything is saved."""
    row = _year(request, year, change=True)
    stored = year_policy(row.policy)
    what = request.POST.get("what")
    shown = _wanted_before(request, row, stored)
    form = PolicyForm(request.POST if what == "values" else None, shown=shown, stored=stored)
    file = PolicyFileForm(request.POST, request.FILES) if what == "file" else PolicyFileForm()
    reasons = services.reasons_against_change(row, person(request))
    status = 200
    if request.method == "POST":
        status = 422
        if what == "values" and form.is_valid():
            wanted, both = policies.put_upon(stored, form.cleaned_data["was"], form.cleaned_data["policy"])
            reasons, status = _overtaken(both, stored, wanted), 409
            form = PolicyForm(shown=wanted, stored=stored)
        elif what == "file" and file.is_valid():
            wanted, reasons, status = file.cleaned_data["file"], [], 409
        if status == 409 and not reasons:
            try:
                job = services.ask_preview(row, wanted, by=person(request))
            except Refused as refusal:
                reasons = refusal.reasons
            else:
                return redirect("policy_preview", row.year, job.pk)
    context = {"year": row, "form": form, "file": file, "reasons": reasons}
    return render(request, "years/policy_edit.html", context, status=status)


def _wanted_before(request: HttpRequest, row: FiscalYear, stored: Policy) -> Policy:
    """What was looked at on a preview and is to be changed further, put upon what is stored now; otherwise what is stored."""
    key = request.GET.get("from", "")
    job = _previews(row).filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    if job is None:
        return stored
    was, wanted = (policies.from_json(job.arguments[name]) for name in ("was", "policy"))
    return policies.put_upon(stored, was, wanted)[0]


def _overtaken(keys: tuple[str, ...], stored: Policy, wanted: Policy) -> list[str]:
    return [services.overtaken(key, stored, wanted) for key in keys]


def _previews(row: FiscalYear) -> Any:
    return Job.objects.filter(kind=PREVIEW_POLICY, arguments__year=row.year)


@login_required
@require_http_methods(["GET", "POST"])
def policy_preview(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """What a policy would change on the year's filings; from here it is saved."""
    row = _year(request, year, change=True)
    job = get_object_or_404(_previews(row), pk=pk)
    was, wanted = (policies.from_json(job.arguments[name]) for name in ("was", "policy"))
    reasons, status = services.reasons_against_change(row, person(request)), 200
    if request.method == "POST":
        try:
            if request.POST.get("what") == "again":
                return redirect("policy_preview", row.year, jobs.ask_again(job, by=person(request)).pk)
            services.save_previewed(row, job, by=person(request))
        except Refused as refusal:
            reasons, status = refusal.reasons, 409
        else:
            messages.success(request, _("The policy is saved. Drafts are judged by it from now on."))
            return redirect("policy", row.year)
    changes = [(key, *values) for key, values in policies.changes(was, wanted).items()]
    context = {"year": row, "job": job, "changes": _spoken(changes), "reasons": reasons}
    context |= _effect(request, job.result) if job.result else {}
    context["saved"] = not policies.changes(year_policy(row.policy), wanted)
    response = render(request, "years/policy_preview.html", context, status=status)
    if job.under_way:
        response["Refresh"] = "3"
    return response


def _effect(request: HttpRequest, result: dict[str, Any]) -> dict[str, Any]:
    """The counts by rule, of drafts and of submitted filings, and a page of the filings that would change."""
    found = result["filings"]
    page = page_of(request, found, PAGE_SIZE)
    enrolments = Enrolment.objects.filter(pk__in=[one["enrolment"] for one in page.object_list])
    by_key = enrolments.select_related("department").in_bulk()
    for one in page.object_list:
        one["department"] = by_key.get(one["enrolment"])
    return {
        "page": page,
        "rules": _by_rule(found),
        "newly_blocked": sum(one["draft"] and one["blocked"] == [False, True] for one in found),
        "newly_free": sum(one["draft"] and one["blocked"] == [True, False] for one in found),
        "changed_drafts": sum(one["draft"] for one in found),
        "changed_others": sum(not one["draft"] for one in found),
    }


def _by_rule(found: list[dict[str, Any]]) -> list[tuple[str, str, dict[str, int]]]:
    """For each rule, how many filings would gain and lose findings of it; of drafts, and of those that are submitted."""
    counts: dict[str, dict[str, int]] = {}
    for one in found:
        whose = "draft" if one["draft"] else "other"
        for side in ("gained", "lost"):
            for code in one[side]:
                row = counts.setdefault(code, {})
                row[f"{whose}_{side}"] = row.get(f"{whose}_{side}", 0) + 1
    return [(code, _(RULES[code].title) if code in RULES else "", counts[code]) for code in sorted(counts)]
