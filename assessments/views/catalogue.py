"""The catalogue of the rules, for anyone who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.rules import rule_set
from assessments.rules.catalogue import entries


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every rule with severity, sentence, hint, basis and an example; findings link to `#CODE`."""
    return render(request, "assessments/catalogue.html", {"families": entries(), "rule_set": rule_set()})
