"""Who may ask for which page: every named address, every role, every state where it matters, by GET and by POST.

The expected answers stand in TABLE, written from domain.md; the addresses come from the URL table, so a new address without a row fails.
Each POST is sent empty and undone afterwards.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from assessments.document.policy import DEFAULT, to_json
from assessments.models import BulkImport, Filing, Job, Rejection, State, Waiver
from reports.bundles import BUNDLE, scope_of
from reports.models import Remark
from tests import factories
from tests.reports.paths import PATH, act

ROLES = (
    "preparer",
    "head",
    "supervisor",
    "section_reviewer",
    "performance",
    "administrator",
    "security",
    "auditor",
    "stranger",  # prepares for another department
    "newcomer",  # an account without roles
)
STATES = tuple(state.value for state in State)
SOME = ("draft", "first_review", "approved")  # for pages that take long to draw
OWN = {"preparer", "head"}
READERS = {
    "draft": OWN,
    "signing": OWN,
    "supervision": OWN | {"supervisor"},
    "first_review": OWN | {"supervisor", "section_reviewer", "performance"},
    "second_review": OWN | {"supervisor", "section_reviewer", "performance"},
    "approval": OWN | {"supervisor", "section_reviewer", "performance"},
    "approved": OWN | {"supervisor", "section_reviewer", "performance", "administrator"},
    "published": OWN | {"supervisor", "section_reviewer", "performance", "administrator"},
}
ALL = set(ROLES)


@dataclass(frozen=True)
class Row:
    """One address. `who` may ask for it (None: everyone for whom the filing exists); they get `get` and `post`, all others 404.

    A method that is not allowed is refused with 405 before anyone is asked about. `draft` is the answer to a GET while nothing is submitted.
    """

    get: int = 200
    post: int = 405
    who: set[str] | None = None
    args: Any = ()
    draft: int = 200
    query: str = ""
    json: Any = None  # what is posted; a form without fields otherwise
    own: dict[str, int] = field(default_factory=dict)  # by state: the answer to the preparer's POST, where it differs
    signed_out: dict[str, int] = field(default_factory=dict)  # where nobody is not sent to sign in
    states: tuple[str, ...] = STATES


FILING = ("filing",)
TABLE: dict[str, Row] = {
    "health": Row(who=ALL, signed_out={"get": 200, "post": 405}),
    "sign_in": Row(who=ALL, get=302, post=302, signed_out={"get": 200, "post": 200}),
    "sign_out": Row(who=ALL, get=405, post=302, signed_out={"get": 405, "post": 302}),
    "set_language": Row(who=ALL, get=302, post=302, signed_out={"get": 302, "post": 302}),
    "password": Row(who=ALL, post=200),
    "home": Row(who=ALL),
    "notices": Row(who=ALL, post=302),
    "catalogue": Row(who=ALL, post=405),
    "upload": Row(who={"preparer", "stranger"}, post=422),
    "start": Row(get=405, post=302, who={"stranger"}, args=("other_enrolment",)),
    "blank_forms": Row(who={"stranger"}, args=("other_enrolment", "docx")),
    # of a filing: for whom it exists
    "filing": Row(args=FILING),
    "findings": Row(args=FILING, post=409, own={"draft": 302}),
    "elsewhere": Row(args=FILING, states=SOME),
    "take": Row(get=405, post=302, args=FILING),
    "mend": Row(get=302, post=302, draft=302, args=FILING),
    # A script saves: it is told 401 and asks for the password in place.
    "cells": Row(
        post=409,
        args=FILING,
        signed_out={"get": 401, "post": 401},
        json={"step": "headcount", "changes": []},
        own={"draft": 200},
    ),
    "export_json": Row(args=FILING, states=SOME),
    "step": Row(args=("filing", "headcount"), post=409, own={"draft": 302}),
    "preview": Row(args=FILING, states=SOME),
    "document": Row(args=("filing", "pdf"), query="?part=basic", states=("approved",)),
    # Submitting twice finds the move made.
    "submit": Row(args=FILING, post=409, own={"draft": 302, "signing": 302}, states=(*SOME, "signing")),
    "reopen": Row(args=FILING, post=422, states=(*SOME, "published")),
    "move": Row(get=405, args=("filing", "withdraw"), post=302),
    "sign": Row(args=FILING, draft=302, post=302, states=SOME),
    "review": Row(args=FILING, draft=302, post=302),
    # What reviewers say, and what is answered: nothing sent, so nothing is taken from those who may either.
    "reject": Row(get=405, post=409, args=FILING, states=("first_review",)),
    "take_back": Row(get=405, post=302, args=("filing", "rejection")),
    "remarks": Row(get=405, post=409, args=FILING, states=("first_review",)),
    "remark": Row(get=405, post=302, args=("filing", "remark")),
    "waivers": Row(who={"performance"}, post=422),
    "end_waiver": Row(get=405, post=302, who={"performance"}, args=("waiver",)),
    # reviewers
    "queue": Row(who={"head", "supervisor", "section_reviewer", "performance"}),
    "pass_many": Row(get=405, post=302, who={"supervisor", "section_reviewer", "performance"}),
    "progress": Row(who={"supervisor", "section_reviewer", "performance"}, args=("year",)),
    "rollup": Row(who={"supervisor", "section_reviewer", "performance"}, args=("year",)),
    "rollup_document": Row(who={"supervisor", "section_reviewer", "performance"}, args=("year", "docx")),
    "verify": Row(who={"supervisor", "section_reviewer", "performance", "administrator"}, post=422),
    "checks": Row(who={"supervisor", "section_reviewer", "performance"}, args=("year",), post=302),
    "checks_table": Row(who={"supervisor", "section_reviewer", "performance"}, args=("year",)),
    "bundles": Row(who={"supervisor", "section_reviewer", "performance"}, post=302),
    "bundle": Row(who={"performance"}, args=("bundle",)),  # who asked for it
    "bundle_file": Row(get=302, who={"performance"}, args=("bundle",)),  # it was cleared away
    # administrators
    "years": Row(who={"administrator"}),
    "year": Row(who={"administrator"}, args=("year",), post=422),
    "open_year": Row(who={"administrator"}, args=("year",), post=422),
    "policy": Row(who={"administrator", "section_reviewer", "performance"}, args=("year",)),
    "policy_json": Row(who={"administrator", "section_reviewer", "performance"}, args=("year",)),
    "template": Row(who={"administrator", "section_reviewer", "performance"}, args=("year",)),
    "policy_confirm": Row(get=405, post=302, who={"administrator"}, args=("year",)),
    "policy_edit": Row(who={"administrator"}, args=("year",), post=422),
    "policy_preview": Row(who={"administrator"}, args=("year", "preview"), post=409),
    "open_first": Row(who={"administrator"}, get=302, post=302),  # there is a year
    "enrolment": Row(who={"administrator"}, args=("enrolment",), post=422),
    "departments": Row(who={"administrator"}, post=422),
    "suggest": Row(who={"administrator", "security"}),
    "department": Row(who={"administrator"}, args=("department",), post=422),
    "jobs": Row(who={"administrator", "security"}, post=404),
    "job": Row(who={"administrator"}, args=("job",)),
    "job_again": Row(get=405, who={"administrator"}, args=("job",), post=302),
    "bulk": Row(who={"administrator"}, args=("departments_kind",), post=422),
    "bulk_form": Row(who={"administrator"}, args=("departments_kind",)),
    "bulk_import": Row(who={"administrator"}, args=("bulk",), post=409),
    "accounts": Row(who={"security"}, post=422),
    "account": Row(who={"security"}, args=("account",), post=422),
    "log": Row(who={"auditor"}, post=302),
}


def named(patterns: Any = None) -> dict[str, URLPattern]:
    """Every named address of the product."""
    found: dict[str, URLPattern] = {}
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLPattern):
            assert one.name, f"{one.pattern} has no name"
            found[one.name] = one
        else:
            found |= named(one.url_patterns)
    return found


def test_every_address_has_a_row():
    assert set(named()) == set(TABLE)


class World:
    """The small city with one signed-in browser a person, and the filing that moves through all states."""

    def __init__(self, city: factories.City) -> None:
        self.city = city
        self.filing = factories.draft(city).filing
        newcomer = factories.person("new", "钱新来")
        people = {name: getattr(city, name) for name in ROLES if name != "newcomer"} | {"newcomer": newcomer}
        self.clients = {name: Client() for name in people}
        for name, user in people.items():
            self.clients[name].force_login(user)
        self.nobody = Client()
        job = Job.objects.create(kind="validate_year", arguments={}, asked_by=city.administrator)
        asked = {"year": city.year.year, "was": to_json(DEFAULT), "policy": to_json(DEFAULT)}
        preview = Job.objects.create(kind="preview_policy", arguments=asked, asked_by=city.administrator)
        bundle = Job.objects.create(
            kind=BUNDLE, arguments={"scope": scope_of(city.performance)}, asked_by=city.performance, status="done"
        )
        said = {"filing": self.filing, "submission_number": 9, "anchor": "phone", "text": "跨年"}
        now = timezone.now()
        remark = Remark.objects.create(**said, place="联系电话", by=city.head, at=now)
        rejection = Rejection.objects.create(
            **said, rule="S01", remark="不清楚", rejected_by=city.head, rejected_at=now
        )
        waiver = Waiver.objects.create(
            filing=self.filing,
            rule="B13",
            reason="同意",
            expires_on=now.date() + timedelta(2),
            granted_by=city.performance,
            granted_on=now.date(),
        )
        Filing.objects.filter(pk=self.filing.pk).update(noted_at=now)
        self.keys = {
            "bundle": bundle.pk,
            "remark": remark.pk,
            "rejection": rejection.pk,
            "waiver": waiver.pk,
            "filing": self.filing.pk,
            "enrolment": city.enrolment.pk,
            "other_enrolment": city.other_enrolment.pk,
            "department": city.enrolment.department_id,
            "year": city.year.year,
            "job": job.pk,
            "preview": preview.pk,
            "departments_kind": "departments",
            "bulk": BulkImport.objects.create(kind="departments", asked_by=city.administrator).pk,
            "account": city.preparer.pk,
        }

    def url(self, name: str) -> str:
        return reverse(name, args=[self.keys.get(arg, arg) for arg in TABLE[name].args]) + TABLE[name].query

    def ask(self, client: Client, method: str, url: str, json: Any = None) -> int:
        """The answer, its consequences undone."""
        sent = {"data": json, "content_type": "application/json"} if json and method == "post" else {}
        with transaction.atomic():
            status = getattr(client, method)(url, **sent).status_code
            transaction.set_rollback(True)
        return status

    def faults(self, name: str, who: set[str], state: str = "") -> list[tuple[Any, ...]]:
        """Every answer of an address that is not the expected one."""
        row, url, found = TABLE[name], self.url(name), []
        for role in ROLES:
            for method in ("get", "post"):
                expected = getattr(row, method)
                if method == "get" and state == "draft":
                    expected = row.draft if row.get != 405 else 405
                if method == "post" and role == "preparer":
                    expected = row.own.get(state, expected)
                if expected != 405 and role not in who:
                    expected = 404
                got = self.ask(self.clients[role], method, url, row.json)
                if got != expected:
                    found.append((name, state, role, method, got, expected))
        return found


@pytest.fixture
def world(city):
    return World(city)


def test_pages_without_a_filing(world):
    names = [name for name, row in TABLE.items() if row.who is not None and name not in ("sign_out",)]
    assert [fault for name in names for fault in world.faults(name, TABLE[name].who)] == []


def test_pages_of_a_filing_in_every_state(world):
    names = [name for name, row in TABLE.items() if row.who is None]
    faults = []
    for state, verb, _who in (*PATH, ("published", "", "")):
        for name in names:
            if state in TABLE[name].states:
                faults += world.faults(name, READERS[state], state)
        if verb:
            act(world.city, world.filing, verb)
    assert faults == []


def test_nobody_is_sent_to_sign_in(world):
    for name, row in TABLE.items():
        url = world.url(name)
        for method in ("get", "post"):
            answer = getattr(world.nobody, method)(url)
            if row.signed_out:
                assert answer.status_code == row.signed_out[method], (name, method)
            else:
                where = f"/sign-in/?{urlencode({'next': url}, safe='/')}"
                assert (answer.status_code, answer.headers.get("Location")) == (302, where), (name, method)
