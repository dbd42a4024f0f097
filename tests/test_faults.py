"""Filings, answers, text messages and mail go on while web, worker and database are killed in turn.

Nothing that was promised is lost, and nothing is done or told twice.

25 filings in an ordinary run; `make faults` makes it 500.
"""

import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from dadkar.records.tests.standin import KEY
from tests.faults import Desk, Person, Stack, each, standing

FILINGS = int(os.environ.get("DADKAR_FAULTS", "25"))
PEOPLE = 4

# Codes and stories come in; what they open is compared in one process, as the application.
COMPARE = """
import django, json, sys; django.setup()
from dadkar.cases.models import Case, Receipt, SearchEntry
from dadkar.records.models import Event
told = json.load(sys.stdin)
cases = Case.objects.as_system("test")
wrong = [code for code, story in told if (held := Receipt.opened_by(code)) is None or held.case.narrative.open() != story]
events = list(Event.objects.all())
of_case = {case.uuid: [] for case in cases.all()}
for event in events:
    if event.subject in of_case:
        of_case[event.subject].append(event.kind)
print(json.dumps({
    "wrong": wrong,
    "cases": len(of_case),
    "timelines": sorted({" ".join(sorted(kinds)) for kinds in of_case.values()}),
    "whole": all(event.is_whole() for event in events),
}))
"""  # noqa: E501

# A worker that comes eleven minutes later finds what a killed one had in its hands.
LATER = """
import django, json; django.setup()
from datetime import timedelta
from dadkar.kernel import moment
from dadkar.records import sending
from dadkar.records.models import Notice
sending_now = Notice.objects.filter(state="sending")
stalled = {channel: sending_now.filter(channel=channel).count() for channel in ("sms", "email")}
with moment.moved_to(moment.now() + timedelta(minutes=11)):
    sending.go_on()
of = {channel: list(Notice.objects.filter(channel=channel).values_list("pk", "subject", "state", "why"))
      for channel in ("sms", "email", "app")}
print(json.dumps({"stalled": stalled, "told": of}, default=str))
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with standing(tmp_path_factory.mktemp("f")) as one:
        yield one


def number_of(number: int) -> str:
    return f"0917{number:07}"


def test_no_receipt_no_event_and_no_case_is_lost_or_doubled(stack: Stack) -> None:
    kills = [
        stack.kill_web,
        stack.kill_worker,
        stack.kill_database,
        stack.kill_worker_at_mail,
        stack.kill_process_of_web,
    ]
    every = FILINGS // (len(kills) + 1)
    receipts: dict[str, str] = {}
    refused: list[int] = []
    done, hurting = threading.Event(), threading.Semaphore(0)

    def file(number: int, story: str) -> None:
        with Person(stack.port) as person:
            receipts[person.file(story, number_of(number))] = story
        refused.append(person.refused)
        if len(receipts) % every == 0:
            hurting.release()

    stories = [f"چهار ماه است مزد نگرفته‌ایم، پروندهٔ شمارهٔ {number}" for number in range(FILINGS)]
    wrong: list[BaseException] = []

    def everybody() -> None:
        wrong.extend(each(PEOPLE, stories, file))
        done.set()
        hurting.release(len(kills))

    def answer_all(_number: int, _thing: str) -> None:
        with Desk(stack) as desk:
            desk.answer(FILINGS)

    people = threading.Thread(target=everybody)
    desk = threading.Thread(target=lambda: wrong.extend(each(1, ["the desk"], answer_all)))
    people.start()
    desk.start()
    for kill in kills:
        hurting.acquire()
        if not done.is_set():
            kill()
    people.join()
    desk.join()
    assert wrong == []
    assert len(receipts) == FILINGS
    assert sum(refused) > 0, "nothing was hurt"
    assert stack.serve.poll() is None, "the supervisor ended"

    unopened: list[str] = []

    def open_it(_number: int, code: str) -> None:
        with Person(stack.port) as person:
            if not person.opens(code):
                unopened.append(code)

    wrong += each(PEOPLE, list(receipts), open_it)
    assert wrong == unopened == []
    found = json.loads(stack.python(COMPARE, json.dumps(list(receipts.items()))))
    timelines = ["case.assign case.file case.message"]
    assert found == {"wrong": [], "cases": FILINGS, "timelines": timelines, "whole": True}
    print(f"{FILINGS} filings, {len(kills)} kills, {sum(refused)} requests met an outage")


def test_the_log_of_all_this_tells_nothing_of_it(stack: Stack) -> None:
    stack.said.flush()
    said = Path(stack.said.name).read_text()
    assert '"view": "write"' in said
    assert "has ended by signal 9; it is started again" in said
    assert "مزد" not in said
    assert "127.0.0.1" not in said
    assert [number for number in map(number_of, range(FILINGS)) if number in said] == []
    assert KEY not in said
    assert "example.com" not in said


def test_what_was_counted_outlives_the_processes_that_counted(stack: Stack) -> None:
    text = httpx.get(f"http://127.0.0.1:{stack.metrics}/metrics").text
    (filed,) = re.findall(
        r'^dadkar_request_seconds_count\{method="POST",status="303",view="write"\} (\d+)', text, re.MULTILINE
    )
    assert int(filed) >= FILINGS
    assert f'dadkar_cases_open{{state="triage"}} {FILINGS}.0' in text
    assert re.search(r'^dadkar_outages_total\{kind="away"\} [1-9]', text, re.MULTILINE)


def test_the_database_recovers_with_all_that_was_committed(stack: Stack) -> None:
    with psycopg.connect(stack.given["DATABASE_URL"]) as link:
        counted = link.execute("SELECT count(*), count(DISTINCT nonce_hash) FROM cases_receipt").fetchone()
    assert counted == (FILINGS, FILINGS)


@pytest.fixture(scope="module")
def later(stack: Stack) -> dict[str, Any]:
    """What stalled, and what became of every notice when a worker came by eleven minutes later."""
    stack.stop_serving()
    return json.loads(stack.python(LATER))


def test_every_notice_went_out_once_though_a_worker_died_between_sending_and_writing_it_down(
    stack: Stack, later: dict[str, Any]
) -> None:
    assert later["stalled"]["sms"] > 0, "no worker was killed in the worst moment"
    assert Counter(state for _pk, _case, state, _why in later["told"]["sms"]) == {"sent": FILINGS}
    assert Counter(one["receptor"] for one in stack.provider.taken) == {
        number_of(number): 1 for number in range(FILINGS)
    }
    assert {one["message"] for one in stack.provider.taken} == {"There is news for you."}


def test_no_colleague_is_mailed_twice_and_what_is_not_certain_is_said_to_be_so(
    stack: Stack, later: dict[str, Any]
) -> None:
    """Nobody can ask a mail server what it has taken: so a mail may be lost, and is then in the outbox."""
    mailed, here = later["told"]["email"], later["told"]["app"]
    assert len({case for _pk, case, *_more in mailed}) == len(mailed) == FILINGS
    assert {case for _pk, case, *_more in here} == {case for _pk, case, *_more in mailed}
    assert len(here) == FILINGS  # at the desk each stands once, whatever became of its mail
    assert later["stalled"]["email"] > 0, "no worker was killed in the worst moment"
    became: dict[tuple[str, str], set[int]] = {}
    for pk, _case, *how in mailed:
        became.setdefault((how[0], how[1] if how[0] != "sent" else ""), set()).add(pk)
    sent, lost = became.pop(("sent", "")), became.pop(("failed", "uncertain"))
    overtaken = became.pop(("cancelled", "overtaken"), set())  # a newer one was about to say the same
    assert became == {}
    assert max(sent | lost | overtaken) not in overtaken
    taken = Counter(int(reference.partition(".")[0]) for _to, reference in stack.mail.taken)
    assert set(taken.values()) == {1}
    assert sent <= set(taken) <= sent | lost
    assert {to for to, _reference in stack.mail.taken} == {"colleague@example.com"}
