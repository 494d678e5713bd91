"""A signed-in person without a browser: plain requests to the served site, for load and for kills."""

import http.client
import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.browser.site import PASSWORD, Site


class Wire:
    """One session; each request has a connection of its own, as behind a proxy. Raises `OSError` or `HTTPException` when it breaks."""

    def __init__(self, site: Site, username: str) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        page = self.ask("/sign-in/")[1].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "username": username, "password": PASSWORD}
        status, _body = self.ask("/sign-in/", urlencode(form), "application/x-www-form-urlencoded")
        assert status == 302, f"Signing in as {username} was answered with {status}."

    def ask(self, path: str, body: str | None = None, kind: str = "") -> tuple[int, bytes]:
        """Get a page, or post a body: the status, and what came."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", ""), "Origin": self.site.url}
        connection = http.client.HTTPConnection(urlsplit(self.site.url).netloc, timeout=30)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, given = value.partition(";")[0].partition("=")
                    self.cookies[key] = given
            return answer.status, answer.read()
        finally:
            connection.close()

    def save(self, filing: str, step: str, address: str, was: str, now: str) -> dict[str, Any]:
        """Save one cell as the page does; the server's answer."""
        sent = {"step": step, "changes": [{"address": address, "was": was, "now": now}]}
        status, body = self.ask(f"{filing}cells/", json.dumps(sent), "application/json")
        assert status == 200, f"{status}: {body[:200]!r}"
        answer: dict[str, Any] = json.loads(body)
        return answer

    def draft(self) -> str:
        """The address of the filing that the home page offers first."""
        found = re.search(r'href="(/filings/\d+/)', self.ask("/")[1].decode())
        assert found is not None
        return found[1]
