"""The catalogue of the rules, for anyone who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.rules import RULES, rule_set
from assessments.rules.catalogue import entries
from assessments.views.listing import taken_out, wants_workbook


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every rule with severity, sentence, hint, basis and an example; findings link to `#CODE`."""
    if wants_workbook(request):
        return _workbook(request)
    return render(request, "assessments/catalogue.html", {"families": entries(), "rule_set": rule_set()})


def _workbook(request: HttpRequest) -> HttpResponse:
    columns = (
        (_("Rule"), 8),
        (_("About"), 16),
        (_("Severity"), 8),
        (_("What it asks"), 44),
        (_("What to do"), 40),
        (_("Basis"), 24),
        (_("Cell of the example"), 24),
        (_("Holds"), 18),
        (_("Does not hold"), 18),
    )
    rows = (
        (one.rule.code, about, one.severity, one.title, one.hint, one.basis, one.place, one.holds, one.breaks)
        for about, rules in entries()
        for one in rules
    )
    return taken_out(request, "rules", _("Rules"), columns, rows, count=len(RULES))
