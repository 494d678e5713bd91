"""What surrounds every request: its id and address for the logs, and the language."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from assessments.context import RequestInfo, asks_for_json, current_request

GetResponse = Callable[[HttpRequest], HttpResponseBase]
access_log = logging.getLogger("perfeval.access")
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestMiddleware:
    """Gives the request an id, keeps it with the network address for the log, and writes the access log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        info = RequestInfo(address=client_address(request), request_id=request_id(request))
        token = current_request.set(info)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = info.request_id
            spent_ms = (time.perf_counter() - started) * 1000
            access_log.info(
                "%s %s %s %d %.0f ms", info.address, request.method, request.path, response.status_code, spent_ms
            )
        finally:
            current_request.reset(token)
        return response


class LanguageMiddleware:
    """Chinese unless the person chose another language; what the browser prefers is not asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Cookie",))
        return response


class FirstPasswordMiddleware:
    """Who signed in with a password that somebody else gave changes it before anything else.

    A script is told so with 401 and keeps what it has: it would take a redirect for an answer.
    """

    OPEN = frozenset({"password", "sign_in", "sign_out", "set_language", "health"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in self.OPEN and getattr(request.user, "must_change_password", False):
            return self._told(request) if asks_for_json(request) else redirect("password")
        return None

    def _told(self, request: HttpRequest) -> HttpResponseBase:
        reason = gettext("Change the password that you were given in another window; then this page goes on.")
        return JsonResponse({"reasons": [reason], "other": True}, status=401)


class RequestFilter(logging.Filter):
    """Adds the request's id to each line of the process's log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request.get().request_id or "-"
        return True


def client_address(request: HttpRequest) -> str:
    """The address that the outermost machine of ours saw; a header is believed only behind a proxy of ours."""
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For", "")):
        return forwarded.rsplit(",", 1)[-1].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def request_id(request: HttpRequest) -> str:
    """The id that our proxy gave, or a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
