"""Who asked for what is being done, for the log: set by a middleware, empty in commands and workers; and whether a script asked."""

from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """The network address and the id of the request being answered."""

    address: str = ""
    request_id: str = ""


current_request: ContextVar[RequestInfo] = ContextVar("current_request", default=RequestInfo())  # noqa: B039


def asks_for_json(request: HttpRequest) -> bool:
    """Whether a script of an open page asks."""
    wanted = request.get_preferred_type(["text/html", "application/json"])
    return "application/json" in (request.content_type, wanted)
