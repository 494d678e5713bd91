"""The mass check of a year: asked for, under way, and what it found by filing and rule, as a page and as a workbook."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.lists import Column, Sheet, workbook
from assessments.models import Filing, FilingCheck, FiscalYear, State
from assessments.rules import RULES, Severity, rule_set
from assessments.selectors.access import roles_of
from assessments.selectors.documents import year_policy
from assessments.services import jobs, log
from assessments.services.validation import VALIDATE_YEAR
from assessments.views.listing import page_of
from reports import checks as selectors
from reports.checks import Shares, Wanted
from reports.views.documents import KINDS

PAGE_SIZE = 50
NAMES = ("text", "state", "result", "severity", "rule", "order")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, the address of the list ordered by it, and how it is ordered now ("", ascending, descending)."""

    label: str
    url: str
    order: str
    title: str = ""
    percent: int | None = None
    number: int = 0
    waived: int = 0


@login_required
@require_http_methods(["GET", "POST"])
def checks(request: HttpRequest, year: int) -> HttpResponse:
    """What the last check found in the filings that this person may read; a new check of the whole year can be asked for."""
    row = _year(request, year)
    if request.method == "POST":
        jobs.ask(VALIDATE_YEAR, {"year": row.year}, by=request.user)  # type: ignore[arg-type]
        messages.success(
            request, _("The check is asked for. Its result shows here, to everybody whose filings it concerns.")
        )
        return redirect(f"{reverse('checks', args=(year,))}?{request.POST.get('back', '')}")
    wanted = _wanted(request)
    user: Any = request.user
    newest = selectors.newest_job(row)
    found = selectors.shares(user, row, wanted, newest)
    page = page_of(request, found.keys, PAGE_SIZE)
    page.object_list = _lines(user, list(page.object_list), found)
    query = _query(wanted)
    last = selectors.last_check(row)
    context = {
        "year": row,
        "years": FiscalYear.objects.exclude(status=FiscalYear.Status.PLANNED),
        "page": page,
        "shares": found,
        "by_code": _head(wanted, "code", _("Department")),
        "heads": _heads(wanted, found),
        "wanted": wanted,
        "query": f"{query}&" if query else "",
        "back": query,
        "filtered": any(value for name, value in asdict(wanted).items() if name != "order"),
        "states": State.choices,
        "codes": sorted(RULES),
        "job": newest,
        "last": last,
        "other_rules": last is not None and (last.result or {}).get("rule_set") != rule_set(year_policy(row.policy)),
    }
    response = render(request, "reports/checks.html", context)
    if newest is not None and newest.under_way and not newest.overdue:
        response["Refresh"] = "3"
    return response


@login_required
@require_GET
def checks_table(request: HttpRequest, year: int) -> HttpResponse:
    """The same list, all of it, as a workbook."""
    row, wanted = _year(request, year), _wanted(request)
    user: Any = request.user
    found = selectors.shares(user, row, wanted, selectors.newest_job(row))
    title = _("Check of the filings of %(year)s") % {"year": row.year}
    content = workbook(title, _sheets(title, selectors.table(user, row, wanted), found))
    log.record("export", by=user, about=row, after={"kind": "xlsx", "list": "checks", "filings": found.total})
    response = HttpResponse(content, content_type=KINDS["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or ""
    return response


def _year(request: HttpRequest, year: int) -> FiscalYear:
    """The year, for who reviews; for others it does not exist."""
    if not roles_of(request.user).reviews:  # type: ignore[arg-type]
        raise Http404
    return get_object_or_404(FiscalYear.objects.exclude(status=FiscalYear.Status.PLANNED), year=year)


def _wanted(request: HttpRequest) -> Wanted:
    return Wanted(**{name: request.GET.get(name, "").strip()[:60] for name in NAMES})


def _query(wanted: Wanted, **changes: str) -> str:
    return urlencode({name: value for name, value in (asdict(wanted) | changes).items() if value})


def _heads(wanted: Wanted, found: Shares) -> list[Head]:
    """The heads of the counts and of each rule."""
    counts = [_head(wanted, name, label) for name, label in count_labels()]
    return counts + [
        _head(
            wanted,
            one.code,
            one.code,
            title=_(RULES[one.code].title),
            percent=one.percent,
            number=one.number,
            waived=one.waived,
        )
        for one in found.rules
    ]


def _head(wanted: Wanted, name: str, label: str, **more: Any) -> Head:
    """A head that orders by its column, and the other way when the list is ordered by it already."""
    usual, other = ("ascending", "descending") if name == "code" else ("descending", "ascending")
    now = {name: usual, f"-{name}": other}.get(wanted.order or "code", "")
    return Head(label, f"?{_query(wanted, order=f'-{name}' if now == usual else name)}", now, **more)


def count_labels() -> list[tuple[str, str]]:
    """The counts of a filing with their words."""
    words = (_("Errors"), _("Open warnings"), _("Explained"), _("Waived"), _("Notices"))
    return list(zip(selectors.COUNTS, words, strict=True))


def _lines(user: Any, keys: list[int], found: Shares) -> list[Any]:
    """The filings of a page, each with its counts and a cell for each rule."""
    today = timezone.localdate()
    rows: list[Any] = selectors.lines(user, keys)
    for row in rows:
        row.current = selectors.is_current(row, today)
        row.check = check = selectors.checked(row)
        row.cells = _cells(row, found) if check is not None and not check.fault else ""
    return rows


def _cells(row: Filing, found: Shares) -> SafeString:
    """The cells of a filing: findings, waived ones in brackets, linked to where they are shown.

    A page has thousands, most of them empty: a template would take longer than all the rest.
    """
    check, url = row.checked, reverse("findings", args=(row.pk,))
    return mark_safe("".join(_cell(check, url, one.code) for one in found.rules))  # each is made safe there


def _cell(check: FilingCheck, url: str, code: str) -> str:
    number, waived = check.rules.get(code), check.waived_rules.get(code)
    if not (number or waived):
        return "<td></td>"
    rest = format_html(' <span class="waived">({})</span>', waived) if waived else ""
    return format_html('<td class="number"><a href="{}?rule={}">{}{}</a></td>', url, code, number or "", rest)


def _sheets(title: str, filings: Any, found: Shares) -> list[Any]:
    codes = [one.code for one in found.rules]
    columns = [Column(_("Code"), 10), Column(_("Department"), 28), Column(_("State"), 12), Column(_("Checked at"), 16)]
    columns += [Column(_("Changed since"), 8)] + [Column(label, 8) for _name, label in count_labels()]
    columns += [Column(code, 6) for code in codes]
    table = Sheet(_("Filings and rules"), title, columns, _rows(filings, codes), fixed=2)
    heads = (
        (_("Rule"), 8),
        (_("What it asks"), 60),
        (_("Severity"), 10),
        (_("Filings"), 10),
        (_("Share"), 10),
        (_("Waived"), 10),
    )
    shares = (
        (one.code, _(RULES[one.code].title), severity_label(RULES[one.code].severity), one.number,
         one.number / one.total if one.total else None, one.waived)
        for one in found.rules
    )  # fmt: skip
    sheets = [table, Sheet(_("Rules"), title, [Column(*head) for head in heads], shares)]
    return [*sheets, _unjudged(filings, title)] if found.unjudged else sheets


def _unjudged(filings: Any, title: str) -> Any:
    """The listed filings that could not be judged, each with what is wrong."""
    columns = [
        Column(_("Code"), 10),
        Column(_("Department"), 28),
        Column(_("Version"), 8),
        Column(_("What is wrong"), 80),
    ]
    faults = filings.filter(selectors.RESULTS["unjudged"])
    rows = faults.values_list("enrolment__department__code", "enrolment__name", "version", "checked__fault")
    return Sheet(_("Could not be judged"), title, columns, rows)


def _rows(filings: Any, codes: list[str]) -> Iterator[list[Any]]:
    today = timezone.localdate()
    for row in filings.select_related("enrolment__department", "checked").iterator(chunk_size=1000):
        check = selectors.checked(row)
        known = [row.enrolment.department.code, row.enrolment.name, row.get_state_display()]
        if check is None:
            yield [*known, None, _("not checked")]
            continue
        changed = None if selectors.is_current(row, today) else _("yes")
        if check.fault:
            yield [*known, check.checked_at, _("could not be judged")]
            continue
        counts = [getattr(check, name) for name in selectors.COUNTS]
        yield [*known, check.checked_at, changed, *counts, *(check.rules.get(code) for code in codes)]


def severity_label(severity: Severity) -> str:
    """The word of a severity."""
    return {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.NOTICE: _("Notice")}[severity]
