"""Random moves by several people at once leave a legal history: each decision begins where the last one ended."""

import random
import threading

import pytest
from django.db import connections

from assessments.models import Filing, State, User
from assessments.refusals import Refused
from assessments.services import log
from reports.models import Decision, Submission, Verb
from reports.proof import prove
from reports.workflow import MOVES, move
from tests import factories

PEOPLE = ("preparer", "head", "supervisor", "section_reviewer", "performance", "approver", "administrator")
TURN = {
    "draft": ["preparer"], "signing": ["head"], "supervision": ["supervisor"], "first_review": ["section_reviewer"],
    "second_review": ["performance"], "approval": ["approver"], "approved": ["head", "administrator"], "published": ["administrator"],
}  # fmt: skip
LEGAL = {  # domain.md, by hand
    ("draft", "submit", "signing"), ("signing", "withdraw", "draft"), ("signing", "sign", "supervision"),
    ("supervision", "supervise", "first_review"), ("first_review", "first_review", "second_review"),
    ("second_review", "second_review", "approval"), ("approval", "approve", "approved"), ("approved", "publish", "published"),
    ("approved", "reopen", "approved"), ("published", "reopen", "published"),
    *((state, "return", "draft") for state in ("signing", "supervision", "first_review", "second_review", "approval")),
}  # fmt: skip


def people_at_once(city, threads, tries, moves=None):
    """Each thread is somebody who tries moves at random, on whatever version is the newest, until so many moves were made."""
    faults = []

    def run(seed):
        chance = random.Random(seed)
        try:
            for _try in range(tries):
                if moves is not None and Decision.objects.count() >= moves:
                    break
                filing = Filing.objects.order_by("-version").first()
                who = chance.choice([*TURN[filing.state] * 3, *PEOPLE])
                who = User.objects.get(pk=getattr(city, who).pk)
                likely = [
                    verb for state, verb in MOVES if state == filing.state and verb not in (Verb.RETURN, Verb.WITHDRAW)
                ]
                verb = chance.choice([*likely * 3, *Verb.values])
                try:
                    move(filing, verb, by=who, reason="理由", password=factories.PASSWORD)
                except Refused:
                    continue
        except BaseException as error:  # a thread's fault is told by the test
            faults.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=run, args=(seed,)) for seed in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(timeout=1800)
    assert faults == []


def history_is_legal():
    for filing in Filing.objects.all():
        state = State.DRAFT.value
        for decision in Decision.objects.filter(filing=filing).order_by("pk"):
            assert decision.from_state == state
            assert (decision.from_state, decision.verb, decision.to_state) in LEGAL
            newest = Submission.objects.filter(filing=filing, submitted_at__lte=decision.at).latest("number")
            assert decision.submission == newest
            state = decision.to_state
        assert filing.state == state
    for submission in Submission.objects.all():
        assert submission.hash_of_content() == submission.sha256
    assert log.verify().holds
    assert prove().faults == []


@pytest.mark.django_db(transaction=True)
def test_random_moves_at_once_leave_a_legal_history():
    city = factories.city()
    factories.draft(city)
    people_at_once(city, threads=4, tries=150)
    assert Decision.objects.count() >= 20  # some 80 as a rule
    history_is_legal()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_thousand_random_moves_at_once_leave_a_legal_history():
    city = factories.city()
    factories.draft(city)
    people_at_once(city, threads=8, tries=10_000, moves=1000)
    assert Decision.objects.count() >= 1000
    history_is_legal()
