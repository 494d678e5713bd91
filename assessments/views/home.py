"""The home page by role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.extensions import extensions
from assessments.selectors.home import cards, own_enrolments
from assessments.views.frame import person


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person comes for: own filings first, then what other rooms add."""
    user = person(request)
    context = {
        "cards": cards(user),
        "may_upload": bool(own_enrolments(user)),
        "panels": extensions.home_panels(request),
    }
    return render(request, "assessments/home.html", context)
