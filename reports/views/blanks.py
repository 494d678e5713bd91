"""The blank forms of a year, for a unit that fills them in away from the product."""

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.document import codec
from assessments.document import template as templates
from assessments.document.blank import blank_filing, with_last_year
from assessments.document.filing import Filing
from assessments.models import Enrolment
from assessments.selectors.documents import year_template
from assessments.selectors.home import own_enrolments
from assessments.services import log
from assessments.views.frame import person
from reports.documents import printout, render
from reports.documents.cache import kept
from reports.selectors import approved_last_year
from reports.views.documents import KINDS

FORMS = ("docx", "xlsx")  # the kinds that can be filled in and read back


@login_required
@require_GET
def blank_forms(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The forms of a department and year as Word or Excel file, with what last year's approved filing says. Logged."""
    enrolment = next((one for one in own_enrolments(person(request)) if one.pk == pk), None)
    if enrolment is None or kind not in FORMS:
        raise Http404
    template = year_template(enrolment.fiscal_year.template)
    blank = _blank(enrolment, template)
    words = json.dumps(templates.to_json(template), sort_keys=True)
    content = kept(("blank", kind, codec.dumps(blank), words), lambda: render(printout(blank, template), kind))
    log.record("export", by=person(request), about=enrolment, after={"kind": kind, "forms": "blank"})
    name = _("%(year)s %(department)s blank forms") % {
        "year": enrolment.fiscal_year.year,
        "department": enrolment.name,
    }
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or ""
    return response


def _blank(enrolment: Enrolment, template: templates.Template) -> Filing:
    blank = blank_filing(
        template,
        enrolment.fiscal_year.year,
        name=enrolment.name,
        supervisor=enrolment.supervisor.name if enrolment.supervisor else None,
        code=enrolment.department.code,
    )
    return with_last_year(blank, approved_last_year(enrolment), template)
