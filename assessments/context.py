"""Who asked for what is being done, for the log: set by a middleware, empty in commands and workers."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """The network address and the id of the request being answered."""

    address: str = ""
    request_id: str = ""


current_request: ContextVar[RequestInfo] = ContextVar("current_request", default=RequestInfo())  # noqa: B039
