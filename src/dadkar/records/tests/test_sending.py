"""On its way out: once, patiently, by day, and not at all when nobody is there any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from dadkar.kernel import moment
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.work_calendar import TEHRAN
from dadkar.records import addresses, sending
from dadkar.records.models import Feed, Notice
from dadkar.records.tests.standin import Provider, kavenegar, provider

NUMBER = "+989171234567"
NOON = datetime(2026, 5, 9, 12, tzinfo=TEHRAN)
State = Notice.State


@pytest.fixture(autouse=True)
def book(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, Any]:
    """Who can be reached: filled by each test."""
    known: dict[UUID, Any] = {}

    def find(owner: UUID, channel: str) -> str:
        said = known.get(owner, "")
        if isinstance(said, Exception):
            raise said
        return said

    monkeypatch.setattr(addresses, "_finders", [find])
    return known


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with moment.moved_to(NOON):
        yield


@pytest.fixture
def there(settings: Any) -> Iterator[Provider]:
    with provider() as server:
        settings.SMS = kavenegar(server.url)
        yield server


def queued(cast: Any, owner: UUID, key: str = "", **more: Any) -> Notice:
    fields = {"channel": "sms", "kind": "message", "about": "case", "subject": owner, **more}
    [one] = sending.queue([Notice(key=key or str(uuid4()), house=cast.house, owner=owner, **fields)])
    return one


@pytest.fixture
def owner(book: dict[UUID, Any]) -> UUID:
    uuid = uuid4()
    book[uuid] = NUMBER
    return uuid


def now(notice: Notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.state, notice.why


def later(**by: float) -> None:
    """Some time passes, and the minute's job runs."""
    with moment.moved_to(NOON + timedelta(**by)):
        sending.go_on()


def test_a_text_message_says_that_there_is_news_and_no_more(cast: Any, there: Provider, owner: UUID) -> None:
    notice = queued(cast, owner)
    sending.send(notice.pk)
    sending.send(notice.pk)
    assert now(notice) == (State.SENT, "")
    assert [one["message"] for one in there.taken] == ["خبری برای شما هست."]


def test_in_the_language_of_its_reader(cast: Any, there: Provider, owner: UUID) -> None:
    sending.send(queued(cast, owner, language="en").pk)
    assert there.taken[0]["message"] == "There is news for you."


def test_the_same_thing_is_queued_once(cast: Any, there: Provider, owner: UUID) -> None:
    queued(cast, owner, "message/1")
    assert (
        sending.queue([Notice(key="message/1", house=cast.house, owner=owner, channel="sms", subject=owner)])
        == []
    )
    again = Notice(key="message/1", house=cast.house, owner=owner, channel="sms", subject=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_without_a_gateway_it_waits_and_goes_when_there_is_one(cast: Any, owner: UUID, settings: Any) -> None:
    notice = queued(cast, owner)
    later(days=1)
    assert now(notice) == (State.WAITING, "no-gateway")
    with provider() as server:
        settings.SMS = kavenegar(server.url)
        later(days=2)
        assert len(server.taken) == 1
    assert now(notice) == (State.SENT, "")


def test_many_that_waited_are_one_message(cast: Any, owner: UUID, settings: Any) -> None:
    rows = [queued(cast, owner) for _ in range(4)]
    with provider() as server:
        settings.SMS = kavenegar(server.url)
        later(days=1)
        assert len(server.taken) == 1
    assert sorted(now(one) for one in rows) == [(State.CANCELLED, "overtaken")] * 3 + [(State.SENT, "")]


def test_a_gateway_that_is_down_is_tried_again_ever_more_patiently(
    cast: Any, there: Provider, owner: UUID
) -> None:
    there.status = 503
    notice, pauses = queued(cast, owner), []
    sending.send(notice.pk)
    for _ in range(6):
        notice.refresh_from_db()
        at = notice.next_try
        with moment.moved_to(at - timedelta(seconds=1)):
            sending.go_on()
        notice.refresh_from_db()
        assert notice.next_try == at, "not before its time"
        with moment.moved_to(at):
            sending.go_on()
        notice.refresh_from_db()
        pauses.append((notice.next_try - at).total_seconds() / 60)
    assert pauses == [2, 4, 8, 16, 32, 64]
    assert now(notice) == (State.QUEUED, "kavenegar-503")
    there.status = 200
    later(days=2)
    later(days=3)
    assert now(notice)[0] == State.SENT
    assert len(there.taken) == 1


def test_after_many_tries_a_person_decides(cast: Any, there: Provider, owner: UUID) -> None:
    there.status = 418
    notice = queued(cast, owner)
    for day in range(sending.TRIES + 3):
        later(days=day)
    assert now(notice) == (State.FAILED, "kavenegar-418")
    assert notice.attempts == sending.TRIES
    there.status = 200
    notice.try_again()
    sending.send(notice.pk)
    assert now(notice)[0] == State.SENT


def test_a_number_that_is_none_is_not_tried_again(cast: Any, there: Provider, owner: UUID) -> None:
    there.status = 411
    notice = queued(cast, owner)
    sending.send(notice.pk)
    later(days=1)
    assert now(notice) == (State.FAILED, "kavenegar-411")
    assert len(there.asked) == 1


def test_an_answer_that_was_lost_is_asked_for_before_a_second_try(
    cast: Any, there: Provider, owner: UUID
) -> None:
    there.hangs_up = True
    notice = queued(cast, owner)
    sending.send(notice.pk)
    assert now(notice) == (State.QUEUED, "uncertain")
    there.hangs_up = False
    later(hours=1)
    assert now(notice)[0] == State.SENT
    assert len(there.taken) == 1, "it had been taken the first time"


def test_while_nobody_can_say_what_became_of_it_nothing_is_sent_on_a_guess(
    cast: Any, there: Provider, owner: UUID
) -> None:
    there.hangs_up = there.knows_nothing = True
    notice = queued(cast, owner)
    sending.send(notice.pk)
    there.hangs_up = False
    later(hours=1)
    assert now(notice) == (State.QUEUED, "uncertain")
    there.knows_nothing = False
    later(hours=3)
    assert now(notice)[0] == State.SENT
    assert len(there.taken) == 1


def test_a_worker_that_died_while_sending(cast: Any, there: Provider, owner: UUID) -> None:
    notice = queued(cast, owner)
    assert Notice.objects.claim(notice.pk)
    assert Notice.objects.claim(notice.pk) is None, "nobody else takes it meanwhile"
    later(minutes=5)
    assert now(notice)[0] == State.SENDING
    later(minutes=11)
    assert now(notice)[0] == State.SENT
    assert len(there.taken) == 1


def test_where_nobody_can_be_asked_a_person_decides(cast: Any, owner: UUID, settings: Any) -> None:
    with provider() as server:
        settings.SMS = {"provider": "http", "url": server.url, "method": "POST", "fields": {"to": "{to}"},
                        "headers": {}, "json": True}  # fmt: skip
        server.hangs_up = True
        notice = queued(cast, owner)
        sending.send(notice.pk)
        later(days=1)
        assert now(notice) == (State.FAILED, "uncertain")
        assert len(server.taken) == 1


@pytest.mark.parametrize(("there_is", "why"), [("", "no-address"), (Erased("contact"), "erased")])
def test_nothing_goes_to_whom_nothing_is_known_of(
    cast: Any, there: Provider, owner: UUID, book: Any, there_is: Any, why: str
) -> None:
    notice = queued(cast, owner)
    book[owner] = there_is
    sending.send(notice.pk)
    assert now(notice) == (State.CANCELLED, why)
    assert there.taken == []


@pytest.mark.parametrize(("hour", "goes_at"), [(7, 8), (12, 12), (19, 19), (20, 32), (23, 32)])
def test_nobodys_telephone_rings_at_night(
    cast: Any, there: Provider, owner: UUID, hour: int, goes_at: int
) -> None:
    midnight = NOON.replace(hour=0)
    with moment.moved_to(midnight + timedelta(hours=hour)):
        notice = queued(cast, owner)
    assert notice.next_try == midnight + timedelta(hours=goes_at)
    with moment.moved_to(midnight + timedelta(hours=goes_at, minutes=-1)):
        sending.go_on()
    assert there.taken == []


@pytest.mark.parametrize("left", [State.QUEUED, State.WAITING, State.SENDING, State.FAILED])
def test_what_was_left_over_does_not_go_out_at_night_either(
    cast: Any, there: Provider, owner: UUID, left: str
) -> None:
    """A worker that comes back, a gateway that is set up, a button that is pressed: all wait for morning."""
    notice = queued(cast, owner)
    notice.settle(left)
    midnight = NOON.replace(hour=0)
    with moment.moved_to(midnight + timedelta(hours=23)):
        if left == State.FAILED:
            sending.again([notice])
        sending.go_on()
        sending.send(notice.pk)
    assert there.taken == []
    with moment.moved_to(midnight + timedelta(hours=32)):
        sending.go_on()
    assert now(notice)[0] == State.SENT
    assert len(there.taken) == 1


def test_a_colleague_who_asked_for_it_gets_an_e_mail(cast: Any, settings: Any) -> None:
    settings.MAIL_FROM = "khane@example.org"
    cast.worker.email, cast.worker.told_by_email = "m@example.com", True
    cast.worker.save()
    fields = {"house": cast.house, "channel": "email", "user": cast.worker, "subject": uuid4()}
    one, two = sending.queue([Notice(key="a", **fields), Notice(key="b", **fields)])
    for notice in (one, two):
        sending.send(notice.pk)
    assert [message.body for message in mail.outbox] == ["خبری برای شما هست."]
    cast.worker.told_by_email = False
    cast.worker.save()
    [three] = sending.queue([Notice(key="c", **fields)])
    sending.send(three.pk)
    assert now(three) == (State.CANCELLED, "no-address")


def test_a_feed_opens_with_its_last_token_alone(db: Any) -> None:
    owner = uuid4()
    first, second = Feed.objects.make(owner), Feed.objects.make(owner)
    assert len(second) >= 22
    assert Feed.objects.opened_by(first) is None
    feed = Feed.objects.opened_by(second)
    assert feed is not None
    assert feed.owner == owner
    assert second.encode() not in bytes(feed.digest)
