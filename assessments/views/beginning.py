"""The home of who sets a city up: what is to be done before departments can file, each step ticked by what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.models import FiscalYear, RoleName
from assessments.selectors.access import Roles
from assessments.selectors.beginning import Lack, Setup, Staff, setup, staff

Links = Sequence[tuple[str, str]]  # label and address


@dataclass(frozen=True, slots=True)
class Task:
    """One step: what it is, how it stands, and where it is done."""

    title: str
    done: bool
    text: str = ""
    links: Links = ()


def tasks(roles: Roles) -> list[Task]:
    """The steps of this person while one of them is open; nothing once all are done, or for anybody else."""
    found: list[Task] = []
    if roles.administers and (standing := setup()) is not None:
        found = [*_of_administrator(standing), _accounts(staff())]
    elif roles.secures:
        found = _of_security(staff())
    return [] if all(task.done for task in found) else found


# The administrator -------------------------------------------------------------------------------------


def _of_administrator(standing: Setup) -> list[Task]:
    sections = (_("Bureau sections"), reverse("departments") + "#sections")
    departments = (_("Departments"), reverse("departments") + "#add")
    from_file = (_("Import from a file"), reverse("bulk", args=("departments",)))
    number, without = standing.departments.total, standing.departments.lacking
    text = _("From a file, or one by one: code, name, supervising department, section.")
    if without:
        text = _("Without a section nobody can review a filing first: %(names)s.") % {
            "names": _named(standing.departments)
        }
    elif number:
        text = ngettext("%(number)s department stands.", "%(number)s departments stand.", number) % {"number": number}
    return [
        Task(
            _("Enter the sections of the bureau"),
            bool(standing.sections),
            ngettext("%(number)s section.", "%(number)s sections.", standing.sections) % {"number": standing.sections}
            if standing.sections
            else _("Each filing is first reviewed by the section of its department."),
            (sections,),
        ),
        Task(_("Bring in the departments"), bool(number) and not without, text, (from_file, departments)),
        _open_year(standing),
        *_of_year(standing),
    ]


def _open_year(standing: Setup) -> Task:
    title, year = _("Open the fiscal year"), standing.year
    if year is None:
        return Task(
            title,
            False,
            _("It begins with the departments that stand on its opening day, and with the built-in forms and policy."),
            ((_("Open the first fiscal year"), reverse("open_first")),),
        )
    days = {"year": year.year, "opens": date_format(year.opens_on, "Y-m-d"), "due": date_format(year.due_on, "Y-m-d")}
    link = (_("Days and status"), reverse("year", args=(year.year,)) + "#days")
    if year.status != FiscalYear.Status.OPEN:
        return Task(title, False, _("%(year)s is only planned: set it to open.") % days, (link,))
    return Task(title, True, _("%(year)s: filing begins on %(opens)s and is due on %(due)s.") % days, (link,))


def _of_year(standing: Setup) -> list[Task]:
    """What is done on the pages of the year; nothing can be before there is one."""
    enrolled, looked, due = (
        _("See that the departments are in the year"),
        _("Look over policy and forms"),
        _("Set the due day"),
    )
    year = standing.year
    if year is None:
        later = _("When the year is open.")
        return [Task(enrolled, False, later), Task(looked, False, later)]
    page = reverse("year", args=(year.year,))
    number = standing.enrolled
    found = [
        Task(
            enrolled,
            bool(number),
            ngettext("%(number)s department must file.", "%(number)s departments must file.", number)
            % {"number": number}
            if number
            else _(
                "No department is in the year: none stood on its opening day. Add them on its page, or enter an earlier first day."
            ),
            ((_("Departments of %(year)s") % {"year": year.year}, page + ("" if number else "#missing")),),
        ),
        Task(
            looked,
            standing.looked_over,
            ""
            if standing.looked_over
            else _(
                "Weights, grades, bands and limits, and the lines that the forms print. Change the policy, or confirm it as it stands."
            ),
            (
                (_("Policy of the year"), reverse("policy", args=(year.year,))),
                (_("Lines and headings"), reverse("template", args=(year.year,))),
            ),
        ),
    ]
    if year.due_on < timezone.localdate():
        text = _("The due day %(day)s is over: every department would be late.") % {
            "day": date_format(year.due_on, "Y-m-d")
        }
        found.append(Task(due, False, text, ((_("Days and status"), page + "#days"),)))
    return found


def _accounts(standing: Staff) -> Task:
    """All accounts as one step: the security administrator makes them."""
    missing = [task.title for task in _of_security(standing) if not task.done]
    if not missing:
        return Task(_("Accounts and roles"), True)
    text = _("The security administrator makes them. Still missing: %(what)s.") % {
        "what": pgettext("between steps", "; ").join(missing)
    }
    return Task(_("Accounts and roles"), False, text)


# The security administrator ----------------------------------------------------------------------------


def _of_security(standing: Staff) -> list[Task]:
    add = (_("Add an account"), reverse("accounts") + "#add")
    find = (_("Accounts"), reverse("accounts"))
    from_file = (_("Import from a file"), reverse("bulk", args=("accounts",)))
    city = standing.city
    reviewers = city[RoleName.PERFORMANCE_SECTION]
    return [
        Task(
            _("An administrator"),
            bool(city[RoleName.ADMINISTRATOR]),
            _("Opens the years and brings in the departments."),
            (add,),
        ),
        Task(_("An auditor"), bool(city[RoleName.AUDITOR]), _("Reads the log and checks that it is whole."), (add,)),
        Task(
            _("Two accounts of the performance section"),
            reviewers > 1,
            _("One makes the second review, another approves. There is %(number)s so far.") % {"number": reviewers}
            if reviewers == 1
            else _("One makes the second review, another approves."),
            (add,),
        ),
        _places(_("An account for each bureau section"), standing.sections, (add, find)),
        _places(_("A preparer and a unit head for each department"), standing.units, (from_file, find)),
        _places(
            _("An account for each supervising department"),
            standing.supervisors,
            (from_file, find),
            none=bool(standing.units.total),
        ),
    ]


def _places(title: str, lack: Lack, links: Links, *, none: bool = False) -> Task:
    """A step for each of many places. `none`: whether there being no such place is right."""
    if not lack.total:
        text = "" if none else _("The administrator enters the departments and their sections first.")
        return Task(title, none, text)
    numbers = {"lacking": lack.lacking, "total": lack.total, "names": _named(lack)}
    text = (
        _("%(lacking)s of %(total)s lack one: %(names)s.") % numbers
        if lack.lacking
        else _("All have one (%(total)s).") % numbers
    )
    return Task(title, not lack.lacking, text, links)


def _named(lack: Lack) -> str:
    return "、".join(lack.names) + ("…" if lack.lacking > len(lack.names) else "")
