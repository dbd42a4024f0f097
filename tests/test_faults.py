"""Filings, answers and text messages go on while web, worker and database are killed in turn.

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

import httpx
import psycopg
import pytest

from dadkar.records.tests.standin import KEY, provider
from tests.faults import Desk, Person, Stack, each

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
from collections import Counter
from datetime import timedelta
from dadkar.kernel import moment
from dadkar.records import sending
from dadkar.records.models import Notice
told = Notice.objects.filter(channel="sms")
stalled = told.filter(state="sending").count()
with moment.moved_to(moment.now() + timedelta(minutes=11)):
    sending.go_on()
print(json.dumps({"stalled": stalled, "ended": Counter(told.values_list("state", flat=True))}))
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with provider() as gateway:
        one = Stack(tmp_path_factory.mktemp("f"), gateway)
        try:
            one.start()
            yield one
        finally:
            one.stop()


def number_of(number: int) -> str:
    return f"0917{number:07}"


def test_no_receipt_no_event_and_no_case_is_lost_or_doubled(stack: Stack) -> None:
    kills = [
        stack.kill_web,
        stack.kill_worker,
        stack.kill_database,
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
    timelines = ["case.file case.message case.take"]
    assert found == {"wrong": [], "cases": FILINGS, "timelines": timelines, "whole": True}
    print(f"{FILINGS} filings, {len(kills)} kills, {sum(refused)} requests met an outage")


def test_the_log_of_all_this_tells_nothing_of_it(stack: Stack) -> None:
    stack.said.flush()
    said = Path(stack.said.name).read_text()
    assert '"view": "write"' in said
    assert "has ended by signal 9; it is started again" in said
    assert "مزد" not in said
    assert "127.0.0.1" not in said
    assert "0917" not in said
    assert KEY not in said


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


def test_every_notice_went_out_once_though_a_worker_died_between_sending_and_writing_it_down(
    stack: Stack,
) -> None:
    stack.stop_serving()
    found = json.loads(stack.python(LATER))
    assert found["stalled"] > 0, "no worker was killed in the worst moment"
    assert found["ended"] == {"sent": FILINGS}
    assert Counter(one["receptor"] for one in stack.provider.taken) == {
        number_of(number): 1 for number in range(FILINGS)
    }
    assert {one["message"] for one in stack.provider.taken} == {"There is news for you."}
