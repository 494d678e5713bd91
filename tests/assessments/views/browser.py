"""A browser without scripts: it signs in, reads the form of a page, fills it in, and sends all of it."""

import re
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


class FormReader(HTMLParser):
    """The fields of the form with this id as a browser would send them."""

    def __init__(self, form_id="step"):
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields = {}
        self.textarea = self.select = None
        self.buttons = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input":
            self.fields[attrs["name"]] = attrs.get("value") or ""
        elif tag == "textarea":
            self.textarea, self.fields[attrs["name"]] = attrs["name"], ""
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and ("selected" in attrs or self.select not in self.fields):
            self.fields[self.select] = attrs["value"]
        elif tag == "button":
            self.buttons.append((attrs.get("name"), attrs.get("value")))

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n").replace("\n", "\r\n")
            self.textarea = None
        elif tag == "form":
            self.inside = False


def form_of(response):
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def fields_of(client, url):
    """What a browser would send of the form on this page."""
    response = client.get(url)
    assert response.status_code == 200
    return form_of(response).fields


def send(client, url, button=None, **changes):
    """Open the page, change these fields (`__` for `-`), press a button and send the whole form."""
    fields = fields_of(client, url) | {name.replace("__", "-"): value for name, value in changes.items()}
    if button:
        fields[button[0]] = button[1]
    return client.post(url, fields)


def queries_of(client, url):
    """How many queries a page makes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def squeezed(content: bytes) -> str:
    """A page without the white space between its tags and texts, so that a test does not hang on how its template is laid out."""
    text = re.sub(r"\s+", " ", content.decode())
    return re.sub(r" ?(<[^>]*>) ?", r"\1", text)
