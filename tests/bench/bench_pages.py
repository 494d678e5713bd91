"""How long the entry pages take in process, sign-in and all, and one cell saved as it is typed."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client

from assessments.document import codec
from assessments.selectors.documents import load
from assessments.services.filings import import_document
from tests import factories
from tests.assessments.rules.sample import FILING
from tests.bench.measure import Line

REAL = settings.BASE_DIR.parent / "shared" / "cases" / "yueyang-2024.json"
ROWS = 60


def lines() -> Iterator[Line]:
    city = factories.city()
    client = Client()
    client.force_login(city.preparer)
    data = json.loads(Path(REAL).read_bytes()) if Path(REAL).is_file() else FILING
    special = next(line for line in data["basic_data"]["expenditure"] if line["line"] == "special_fund")
    data["basic_data"]["expenditure"] += [special] * (ROWS - len(data["basic_data"]["expenditure"]))
    data["department"]["code"] = None
    filing = import_document(city.enrolment, codec.from_json(data), by=city.preparer)
    base = f"/filings/{filing.pk}/"
    for name, page in (("step of 60 rows × 3 inputs", "expenditure/"), ("step of indicators", "department-indicators/"),
                       ("findings page", "findings/"), ("overview", "")):  # fmt: skip
        client.get(base + page)
        yield Line(f"{name}, filing kept", 12, lambda page=page: client.get(base + page), 8)
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

    yield Line("one cell autosaved with its findings", 15, save, 14)
