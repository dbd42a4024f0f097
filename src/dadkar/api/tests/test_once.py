"""A POST with an Idempotency-Key, sent again: the same answer, and nothing done twice."""

import threading
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from dadkar.api import tasks
from dadkar.api.models import Repeat
from dadkar.api.tests.programs import STORY, Program, program_of, said
from dadkar.api.tests.test_receipt import code_for
from dadkar.cases import actions
from dadkar.cases.models import Case, Message, Referral
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment
from dadkar.kernel.sealing import keys

pytestmark = pytest.mark.django_db
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def cases() -> Any:
    return Case.objects.as_system("test").all()


def test_one_filing_one_case_and_the_same_receipt(cast: Any) -> None:
    first = said(Program().post("/cases", key=KEY, narrative=STORY), 201)
    again = said(Program().post("/cases", key=KEY, narrative=STORY), 201)
    assert again == first
    assert cases().count() == 1
    assert not Message.objects.as_system("test").exists()
    assert said(Program().post("/cases", key=KEY[::-1], narrative=STORY), 201)["receipt"] != first["receipt"]
    assert said(Program().post("/cases", narrative=STORY), 201)["receipt"] != first["receipt"]
    assert cases().count() == 3


def test_the_receipt_is_shown_again_for_a_quarter_of_an_hour(cast: Any) -> None:
    said(Program().post("/cases", key=KEY, narrative=STORY), 201)
    then = moment.now()
    with moment.moved_to(then + timedelta(minutes=14)):
        said(Program().post("/cases", key=KEY, narrative=STORY), 201)
    for later in (timedelta(minutes=16), timedelta(days=3)):
        with moment.moved_to(then + later):
            tasks.forget(0)
            problem = said(Program().post("/cases", key=KEY, narrative=STORY), 410)
            assert problem["code"] == "receipt-no-longer-shown"
    assert cases().count() == 1


@pytest.mark.parametrize("key", ["1", "2026-11-25", "x" * 15])
def test_two_strangers_who_count_never_get_one_receipt(cast: Any, key: str) -> None:
    """Programs that count their requests meet in “1”; a short complaint is worded alike by many."""
    problem = said(Program().post("/cases", key=key, narrative=STORY), 422)
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    assert cases().count() == 0
    assert not Repeat.objects.exists()


def test_another_body_with_the_same_key_is_refused_and_never_reaches_the_case(cast: Any) -> None:
    said(Program().post("/cases", key=KEY, narrative=STORY), 201)
    problem = said(Program().post("/cases", key=KEY, narrative="چیز دیگر"), 422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("key-reused", "Idempotency-Key")
    with moment.moved_to(moment.now() + timedelta(days=3)):
        tasks.forget(0)
        said(Program().post("/cases", key=KEY, narrative="چیز دیگر"), 201)
    assert cases().count() == 2
    assert not Message.objects.as_system("test").exists()


def test_neither_key_nor_body_stands_in_the_table(cast: Any) -> None:
    said(Program().post("/cases", key=KEY, narrative=STORY), 201)
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM api_repeat r")
        stored = cursor.fetchone()[0]
    for hidden in (KEY, KEY.encode().hex(), STORY[:10], STORY[:10].encode().hex()):
        assert hidden not in stored


@pytest.mark.parametrize("key", [" ", "with space", "x" * 201, "کلید", "tab\t"])
def test_a_key_that_can_t_be_one_is_told(cast: Any, key: str) -> None:
    problem = said(Program().post("/cases", key=key, narrative=STORY), 422)
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    assert not cases().exists()


def test_a_verb_is_done_once_and_answered_the_same(play: SimpleNamespace, cast: Any) -> None:
    case, program = play.filed(), program_of(cast.worker)
    first = said(program.post(f"/cases/{case.uuid}/message", key=KEY, text="سلام"))
    response = program.post(f"/cases/{case.uuid}/message", key=KEY, text="سلام")
    assert said(response) == first
    assert response["Idempotent-Replayed"] == "true"
    assert Message.objects.of(case).count() == 1
    said(program.post(f"/cases/{case.uuid}/message", key=KEY, text="خداحافظ"), 422)
    said(program.post(f"/cases/{play.filed().uuid}/message", key=KEY, text="سلام"), 422)


def test_what_failed_may_be_sent_again(play: SimpleNamespace, cast: Any) -> None:
    case, program = play.filed(), program_of(cast.worker)
    path = f"/cases/{case.uuid}/reopen"
    said(program.post(path, key=KEY, reason="دوباره"), 409)
    actions.decline(case, "نه", by=cast.worker)
    said(program.post(path, key=KEY, reason="دوباره"))
    assert said(program.post(path, key=KEY, reason="دوباره"))["state"] == "triage"
    assert Repeat.objects.count() == 1


def test_a_key_is_its_callers_own(play: SimpleNamespace, cast: Any) -> None:
    case = play.filed()
    for user in (cast.worker, cast.colleague):
        said(program_of(user).post(f"/cases/{case.uuid}/message", key=KEY, text="سلام"))
    assert Message.objects.of(case).count() == 2


def test_a_confirmation_sent_twice_closes_once(play: SimpleNamespace) -> None:
    commitment = play.claimed()
    program = Program(receipt=code_for(case_of(commitment)))
    first = said(program.post("/receipt/confirm", key=KEY))
    assert said(program.post("/receipt/confirm", key=KEY)) == first
    said(program.post("/receipt/confirm"), 409)


def test_what_is_kept_goes_with_the_case(play: SimpleNamespace) -> None:
    case = play.filed()
    program = Program(receipt=code_for(case))
    said(program.post("/receipt/messages", key=KEY, text="سلام"), 201)
    assert Repeat.objects.get().owner == case.uuid
    keys.erase(case.uuid, "content", "contact")
    assert Repeat.objects.get().answer.display() == "erased"


def test_kept_for_a_day(play: SimpleNamespace, cast: Any) -> None:
    case, program = play.filed(), program_of(cast.worker)
    said(program.post(f"/cases/{case.uuid}/message", key=KEY, text="سلام"))
    tasks.forget(0)
    assert Repeat.objects.exists()
    with moment.moved_to(moment.now() + timedelta(hours=25)):
        tasks.forget(0)
    assert not Repeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_done_and_both_are_told_the_same(cast: Any, play: SimpleNamespace) -> None:
    referral, program = play.sent(), program_of(cast.worker)
    case = referral.case
    answers: list[Any] = []
    start = threading.Barrier(4)

    def call(post: Any) -> None:
        start.wait()
        answers.append(post())
        connection.close()

    def verb() -> Any:
        return said(Program(token=token).post(f"/cases/{case.uuid}/message", key=KEY, text="سلام"))

    def filing() -> Any:
        return said(Program().post("/cases", key=KEY, narrative=STORY), 201)

    token = program.headers["Authorization"].partition(" ")[2]
    threads = [threading.Thread(target=call, args=[post]) for post in (verb, verb, filing, filing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len({str(sorted(one.items())) for one in answers}) == 2
    assert Message.objects.of(case).count() == 1
    assert cases().count() == 2
    assert Referral.objects.as_system("test").count() == 1
