"""Any list of the product as a workbook: `?as=xlsx` behind its address gives all of it, filtered as the page is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from assessments.lists import Column, Sheet, workbook
from assessments.services import log
from assessments.views.frame import person

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 50_000  # rows; what is left out is named above the table
AT_ONCE = 1000  # rows that are read together


def wants_workbook(request: HttpRequest) -> bool:
    return request.method != "POST" and request.GET.get("as") == "xlsx"


def taken_out(
    request: HttpRequest,
    name: str,
    title: str,
    columns: Sequence[tuple[str, float] | tuple[str, float, int]],
    rows: Iterable[Sequence[Any]],
    *,
    count: int,
    about: Model | None = None,
    fixed: int = 1,
    note: str = "",
) -> HttpResponse:
    """The list as a workbook, its taking out logged under `name`. `count` are its rows; columns are head, width and the lines shown at most.

    `note` stands beside the title.
    """
    shown = title
    if count > MOST:
        shown = _("%(title)s (the first %(most)s of %(count)s rows)") % {"title": title, "most": MOST, "count": count}
    shown = f"{shown} · {note}" if note else shown
    sheet = Sheet(title, shown, [Column(*column) for column in columns], _first(rows), fixed)
    content = workbook(title, [sheet])
    asked = {key: value for key, value in request.GET.items() if value and key not in ("as", "page")}
    log.record(
        "export", by=person(request), about=about, after={"kind": "xlsx", "list": name, "rows": count, "asked": asked}
    )
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or ""
    return response


def _first(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for _place, row in zip(range(MOST), rows, strict=False):
        yield row


def page_of(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page of a list that is asked for: the first where none is, the last where it is beyond."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def in_pieces(keys: Sequence[int], read: Callable[[list[int]], Iterable[Any]]) -> Iterator[Any]:
    """What is read by keys, some at once, so that a long list never stands in memory whole."""
    for start in range(0, len(keys), AT_ONCE):
        yield from read(list(keys[start : start + AT_ONCE]))
