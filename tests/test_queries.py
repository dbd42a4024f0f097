"""A page costs the same number of queries whatever there is to show: as many for 40 rows as for 10."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dadkar.cases import actions, parties
from dadkar.cases.models import Case, Referral
from dadkar.cases.tests import lists
from dadkar.cases.tests.together import joined
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.portal.tests.hands import with_code

pytestmark = pytest.mark.django_db

FEW, MORE = 3, 12  # beside what was there; both far below a page's length


class House:
    """A house at work, to which more of everything can be brought."""

    def __init__(self, cast: SimpleNamespace, play: SimpleNamespace) -> None:
        self.cast, self.play = cast, play
        self.referral: Referral = play.sent()
        self.case = Case.objects.as_system("test").get(pk=self.referral.case_id)

    def cases(self) -> None:
        """New, sent, promised and claimed ones, a closed one, and a draft that waits."""
        self.play.filed()
        self.play.claimed()
        actions.draft_answer(self.play.sent(), "refuse", "مادهٔ ۱۰", by=self.cast.liaison)
        proposed = self.play.filed()
        proposed.take(by=self.cast.worker)
        proposed.classify(by=self.cast.worker, topic=self.referral.topic)
        actions.draft_referral(proposed, self.cast.labour, "خلاصه", by=self.cast.worker).propose(
            by=self.cast.worker
        )
        actions.decline(self.play.filed(), "جای دیگر", by=self.cast.worker)

    def inside(self) -> None:
        """More in one case: words, calls, people, referrals to other bodies."""
        by, case = self.cast.worker, self.case
        actions.say(case, "سلام", by=by)
        actions.say(case, "سلام", by=Applicant(case.uuid))
        parties.add_people(case, [parties.Person("گلنار", 4, 300_000_000)], by=by)
        actions.draft_referral(case, self.cast.insurance, "خلاصه", by=by).propose(by=by)

    def voices(self) -> None:
        """More cases that are followed together with the one."""
        joined(self.cast, self.play, self.case)

    def answers(self) -> None:
        """More promises in one referral, each with a later date that was asked for."""
        due = moment.today() + timedelta(days=9)
        made = self.play.answered(self.referral, "promise", "بازرسی", step="inspect", day=due)
        self.play.answered(
            self.referral, "extension", "دیر شد", commitment=made.commitment, day=due + timedelta(days=9)
        )

    def notices(self) -> None:
        """More that was told, that is to be called about, and that waits for a gateway."""
        for told in ("sms", "call"):
            case = self.play.filed(told=told)
            actions.say(case, "سلام", by=Applicant(case.uuid))
            actions.say(case, "سلام", by=self.cast.worker)
        self.play.claimed()

    def list(self) -> None:
        """One more list that was brought in."""
        number = getattr(self, "number", 0) + 1
        self.number = number
        lists.brought_in(self.cast, lists.book(lists.row(B=f"{number}", C=f"مزد نداده‌اند {number}")))


@pytest.fixture
def house(cast: Any, play: Any) -> House:
    return House(cast, play)


def queries(client: Client, path: str) -> int:
    client.get(path)  # what is read once a process is read
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
    assert response.status_code == 200
    return len(caught)


PAGES = [
    ("worker", "queue", "cases"),
    ("worker", "summaries", "cases"),
    ("worker", "letters", "cases"),
    ("worker", "letter-new", "cases"),
    ("worker", "imports", "list"),
    ("liaison", "body-referrals", "cases"),
    ("liaison", "body-drafts", "cases"),
    ("auditor", "audit", "cases"),
    ("worker", "case", "inside"),
    ("worker", "case-people", "inside"),
    ("worker", "case", "answers"),
    ("worker", "case", "voices"),
    ("worker", "queue", "voices"),
    ("holder", "follow", "voices"),
    ("liaison", "body-referral", "answers"),
    ("worker", "notices", "notices"),
    ("liaison", "notices", "notices"),
    ("worker", "calls", "notices"),
    ("manager", "outbox", "notices"),
    ("holder", "follow", "inside"),
    ("holder", "follow", "answers"),
]


@pytest.mark.parametrize(("role", "name", "growing"), PAGES, ids=["-".join(page) for page in PAGES])
def test_more_to_show_costs_no_more_queries(house: House, role: str, name: str, growing: str) -> None:
    client = Client()
    if role == "holder":
        with_code(client, house.case)
    else:
        client.force_login(getattr(house.cast, role))
    rows = {"case": house.case, "case-people": house.case, "body-referral": house.referral}
    path = reverse(name, args=[rows[name].uuid] if name in rows else [])
    grow: Callable[[], None] = getattr(house, growing)
    for _ in range(FEW):
        grow()
    before = queries(client, path)
    for _ in range(MORE - FEW):
        grow()
    assert queries(client, path) <= before
