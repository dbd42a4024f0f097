"""The invented year: every page of the desk has something to show, and no rule was bent for it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from dadkar.cases.models import (
    Case,
    CaseFile,
    Hearing,
    ImportBatch,
    Party,
    Payment,
    Petition,
    Representative,
    Ruling,
    SharedFile,
    VoiceWord,
)
from dadkar.demo import lists, province, year
from dadkar.demo.acts import FATES
from dadkar.kernel import moment
from dadkar.records.models import Event

END = datetime(2026, 11, 20, 6, tzinfo=UTC)
ROWS = 6
EACH = 3  # cases for which the same is in store, so that the dice let some come to it

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def lived(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """A year of a few chosen cases, made once for these tests and rolled back at their end."""
    begin, stories = END - year.YEAR, province.texts()
    chosen = {first + every * turn for every, first in FATES.values() for turn in range(EACH)}
    with django_db_blocker.unblock(), transaction.atomic():
        with moment.moved_to(begin):
            made = province.make(begin)
        share = year.Share(made, stories, begin, sorted(chosen))
        for one in lists.plots(made, stories, END, ROWS, year.SEED):
            share.add(*one)
        assert list(share.days(begin, END))[-1] == year.YEAR.days
        yield
        transaction.set_rollback(True)


def rows(model: Any) -> Any:
    return model.objects.as_system("test")


def test_cases_stand_everywhere_on_their_way() -> None:
    states = set(rows(Case).values_list("state", flat=True))
    assert {"triage", "referred", "confirmed"} <= states
    assert len(states) >= 6


def test_matters_go_before_boards() -> None:
    assert rows(Hearing).exclude(outcome="").exists()
    assert rows(Ruling).exclude(served_on=None).exists()
    assert all(petition.consent_via for petition in rows(Petition).exclude(filed_on=None))


def test_a_collective_has_its_table_its_representative_and_money_that_came() -> None:
    cases = rows(Case).filter(pk__in=rows(Party).values("case_id"))
    assert cases.count() > 1
    for case in cases:
        people = list(rows(Party).filter(case=case).select_related("case"))
        assert len(people) == case.people >= 8
        assert all(" " in one.name.open() for one in people)
        assert rows(Representative).get(case=case).authority
    assert rows(Payment).exclude(party=None).exists()


def test_others_are_followed_together_with_one_and_answer_for_themselves() -> None:
    voices = rows(Case).exclude(lead=None)
    assert voices.filter(pk__in=rows(VoiceWord).values("case_id"), state="confirmed").exists()
    assert voices.count() >= 2


def test_two_lists_are_brought_in_and_one_waits() -> None:
    batches = ImportBatch.objects.order_by("at")
    assert [one.state for one in batches] == ["done", "done", "draft"]
    found = [one.preview.open() for one in batches]
    assert all(one["bad"] and one["good"] for one in found)
    assert (
        sum(one.done for one in batches if one.state == "done") == rows(Case).filter(channel="import").count()
    )
    assert not rows(Case).filter(channel="import", topic=None).exists(), (
        "topics are known as offices type them"
    )


def test_files_recusals_and_people_who_must_not_see() -> None:
    assert rows(CaseFile).exists()
    assert rows(SharedFile).filter(from_body=True).exists()
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"case.recuse", "case.bar", "case.assign", "case.payment", "case.message"} <= kinds


def test_no_list_where_it_would_have_no_rows() -> None:
    assert list(lists.plots(None, province.texts(), END, 0, year.SEED)) == []  # type: ignore[arg-type]
