"""Departments by what a person types of them: a code, a name, or both."""

import unicodedata

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.models import Department

SUGGESTED = 12
NAMED = 5  # departments that a refusal names


class NotFound(Exception):
    """What was typed names no department, or several; the text says which ones are near."""


def spelt(department: Department) -> str:
    """A department by code and name; names alone repeat."""
    return f"{department.code} {department.name}"


def like(text: str, among: QuerySet[Department] | None = None) -> QuerySet[Department]:
    """Departments whose code begins with a text or whose name holds it, the code of the text first where it has one."""
    found = Department.objects.all() if among is None else among
    words = _plain(text)
    near = Q(name__icontains=words)
    if words:
        near |= Q(code__istartswith=words.split(" ")[0])
    return found.filter(near).order_by("code")


def typed(text: str) -> Department:
    """The one department of this code, this name, or this code and name. Raises `NotFound`."""
    words = _plain(text)
    code, _space, name = words.partition(" ")
    same = list(Department.objects.filter(Q(code__iexact=code) | Q(name=words)).order_by("code")[: NAMED + 1])
    fitting = [one for one in same if one.name == words or name in ("", one.name)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NotFound(_("“%(text)s” names several departments; type the code: %(near)s.") % _near(words, fitting))
    near = list(like(words)[: NAMED + 1])
    if near:
        raise NotFound(
            _("“%(text)s” is no code or whole name of a department. Near it are: %(near)s.") % _near(words, near)
        )
    raise NotFound(_("There is no department “%(text)s”. Type its code or its name.") % {"text": words})


def _near(text: str, departments: list[Department]) -> dict[str, str]:
    names = "、".join(spelt(one) for one in departments[:NAMED])
    return {"text": text, "near": names + ("…" if len(departments) > NAMED else "")}


def _plain(text: str) -> str:
    """What was typed with plain digits and letters, and one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\0", "").split())
