"""What is typed into the search field of a list."""

from django.http import HttpRequest

LONGEST = 60


def sought(request: HttpRequest) -> str:
    """The text sought, without what no database takes; empty shows everything."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def query(request: HttpRequest) -> str:
    """What the links to other pages of a list begin with: the request's own filters, without the page."""
    rest = request.GET.copy()
    rest.pop("page", None)
    return f"{rest.urlencode()}&" if rest else ""
