"""How long the entry pages take in process, sign-in and all, and one cell saved as it is typed."""

import itertools
import json
from collections.abc import Iterator

from django.test import Client

from assessments.selectors import kept
from assessments.selectors.documents import load
from assessments.services.filings import import_document
from tests.bench import peers, place
from tests.bench.measure import Line


def lines() -> Iterator[Line | str]:
    city = place.city()
    client = Client()
    client.force_login(city.preparer)
    filing = import_document(city.enrolment, place.whole(), by=city.preparer, replace=True)
    base = f"/filings/{filing.pk}/"
    for name, page in (("step of 60 rows × 3 inputs", "expenditure/"), ("step of indicators", "department-indicators/"),
                       ("findings page", "findings/"), ("overview", "")):  # fmt: skip
        yield Line(f"{name}, filing kept", 12, lambda page=page: client.get(base + page), 8)
    yield from peers.formsets(place.ROWS)
    address = str(load(filing.pk).address_of("basic_data.headcount.actual"))
    texts = itertools.cycle(["18", "19"])
    last = [load(filing.pk).document.basic_data.headcount.actual.text]  # type: ignore[union-attr]

    def save() -> None:
        was, last[0] = last[0], next(text for text in texts if text != last[0])
        change = {"address": address, "was": was, "now": last[0]}
        body = json.dumps({"step": "headcount", "changes": [change]})
        answer = client.post(f"{base}cells/", body, content_type="application/json")
        if answer.status_code != 200 or not answer.json()["saved"]:
            raise RuntimeError(answer.content)

    def save_anew() -> None:
        kept.forget()
        save()

    yield Line("one cell autosaved with its findings, filing kept", 15, save, 14)
    yield Line("the same in a process that has not read the filing", 15, save_anew, 14)
