"""Webhooks: what a token may see is told, signed, with ids alone, again when it fails, and to no other."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from dadkar.api import hooks, tasks, telling
from dadkar.api.access import hearable
from dadkar.api.kinds import KINDS
from dadkar.api.models import Delivery, Heard, Scope, Token, Webhook
from dadkar.api.models.webhook import AGAIN_AFTER
from dadkar.api.tests.listening import Listener, hook_of, run
from dadkar.cases import actions
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.models.sealed_key import SealedKey
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


def test_what_happens_is_told_signed_and_with_ids_alone(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    hook, secret = hook_of(cast.worker, listener.url, "case.file", "case.message")
    case = play.filed()
    actions.say(case, "رازی که نباید برود", by=cast.worker)
    run()
    run()
    assert len(listener.heard) == 2
    for headers, body in listener.heard:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{digest}"
        told = json.loads(body)
        assert set(told) == {"type", "timestamp", "data"}
        assert told["data"]["id"] == str(case.uuid)
        assert Event.objects.filter(uid=told["data"]["event"], kind=told["type"]).exists()
        assert "راز" not in body.decode()
    assert {json.loads(body)["type"] for _headers, body in listener.heard} == {"case.file", "case.message"}
    assert set(hook.deliveries.values_list("state", flat=True)) == {"sent"}


def test_only_what_was_chosen_and_what_came_after(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    play.filed()
    with moment.moved_to(moment.now() + timedelta(seconds=1)):
        hook_of(cast.worker, listener.url, "case.take")
        case = play.filed()
        case.take(by=cast.worker)
        run()
    assert [json.loads(body)["type"] for _headers, body in listener.heard] == ["case.take"]


def test_whoever_may_not_see_a_row_is_told_nothing_of_it(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    hook_of(cast.outsider, listener.url, "case.file", "case.take", "commitment.promise")
    hook_of(cast.insurer, listener.url, "referral.send", "commitment.promise")
    play.promised()
    run()
    assert listener.heard == []
    assert Heard.objects.count() > 3


def test_who_stepped_away_between_the_hearing_and_the_telling_is_told_nothing(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    hook, _secret = hook_of(cast.colleague, listener.url, "case.file")
    case = play.filed()
    tasks.hear(0)
    actions.recuse(case, "خویشاوند", by=cast.colleague)
    run()
    assert listener.heard == []
    assert hook.deliveries.get().state == Delivery.State.WITHHELD


def test_a_body_hears_its_referrals_from_their_sending_on(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    token, _secret = Token.make(cast.liaison, "test", Scope.values, by=System("test"))
    with pytest.raises(hooks.Unfit):
        hooks.make(token, listener.url, ["case.file"])
    with pytest.raises(hooks.Unfit):
        hooks.make(token, listener.url, ["referral.agree"])
    kinds = [kind for kind in KINDS if not kind.startswith("case.")]
    hooks.make(token, listener.url, hearable(token))
    commitment = play.claimed()
    actions.say(case_of(commitment), "سلام", by=cast.worker)
    run()
    told = [json.loads(body) for _headers, body in listener.heard]
    assert [one["type"] for one in told] == [
        "referral.send",
        "commitment.promise",
        "referral.promise",
        "commitment.claim",
    ]
    assert str(commitment.owed_to) not in str(listener.heard)
    assert set(hearable(token)) <= set(kinds)


def test_it_is_tried_again_later_and_later_and_then_given_up(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    listener.status = 500
    hook, _secret = hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    now = moment.now()
    for tries, wait in enumerate([timedelta(0), *AGAIN_AFTER]):
        now += wait
        if tries:
            with moment.moved_to(now - timedelta(seconds=2)):
                run()
        assert len(listener.heard) == tries
        with moment.moved_to(now + timedelta(seconds=1)):
            run()
        assert len(listener.heard) == tries + 1
        now += timedelta(seconds=1)
    delivery = hook.deliveries.get()
    assert (delivery.state, delivery.answered) == (Delivery.State.FAILED, 500)
    assert len({headers["webhook-id"] for headers, _body in listener.heard}) == 1


def test_after_five_days_of_failing_it_is_stopped(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    listener.status = 503
    hook, _secret = hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    run()
    with moment.moved_to(moment.now() + timedelta(days=5, minutes=1)):
        run()
    hook.refresh_from_db()
    assert hook.stopped == Webhook.Stopped.FAILING
    assert SealedKey.objects.get(owner=hook.uuid).wrapped is None


def test_one_that_says_it_is_gone_is_believed_and_one_that_leads_elsewhere_is_not_followed(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    listener.status, listener.location = 307, "http://127.0.0.1:1/elsewhere"
    hook, _secret = hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    run()
    assert (len(listener.heard), hook.deliveries.get().state) == (1, Delivery.State.WAITING)
    listener.status, listener.location = 410, ""
    with moment.moved_to(moment.now() + timedelta(minutes=2)):
        run()
    hook.refresh_from_db()
    assert hook.stopped == Webhook.Stopped.GONE


def test_nobody_there_is_a_failure_like_any_other(play: SimpleNamespace, cast: Any) -> None:
    hook, _secret = hook_of(cast.worker, "http://127.0.0.1:1/", "case.file")
    play.filed()
    run()
    delivery = hook.deliveries.get()
    assert (delivery.state, delivery.problem, delivery.tries) == ("waiting", "ConnectError", 1)


def test_a_token_that_is_over_tells_nothing(listener: Listener, play: SimpleNamespace, cast: Any) -> None:
    hook, _secret = hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    tasks.hear(0)
    hook.token.end(by=System("test"))
    run()
    assert listener.heard == []


def test_jobs_carry_ids_alone(listener: Listener, play: SimpleNamespace, cast: Any) -> None:
    hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    tasks.hear(0)
    tasks.hear(0)
    jobs = ProcrastinateJob.objects.filter(task_name="webhooks.tell").values_list("args", flat=True)
    mine = {"delivery": Delivery.objects.get().pk}
    assert [args for args in jobs if args == mine] == [mine]
    assert all(list(args) == ["delivery"] for args in jobs)


def test_an_event_committed_after_a_higher_number_is_heard(
    listener: Listener, play: SimpleNamespace, cast: Any
) -> None:
    hook_of(cast.worker, listener.url, "case.file")
    case = play.filed()
    late = Event.objects.filter(kind="case.file", subject=case.uuid).get()
    higher = late.pk + 1000
    Heard.objects.create(event_id=higher, at=moment.now())
    run()
    assert len(listener.heard) == 1
    assert Heard.objects.filter(event_id__in=[late.pk, higher]).count() == 2


def test_nothing_is_told_twice_by_two_workers(listener: Listener, play: SimpleNamespace, cast: Any) -> None:
    hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    tasks.hear(0)
    pk = Delivery.objects.get().pk
    assert Delivery.objects.claim(pk)
    assert Delivery.objects.claim(pk) is None
    Heard.objects.all().delete()  # as if a hearing were done again from the beginning
    telling.begin_hearing()
    tasks.hear(0)
    assert Delivery.objects.count() == 1


def test_what_is_old_is_forgotten(listener: Listener, play: SimpleNamespace, cast: Any) -> None:
    hook_of(cast.worker, listener.url, "case.file")
    play.filed()
    run()
    with moment.moved_to(moment.now() + timedelta(days=31)):
        tasks.forget(0)
    assert not Delivery.objects.exists()
    assert Heard.objects.count() == 1
