"""Nothing by halves, nothing twice, nothing in clear, and a worker may die at any row."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from dadkar.cases import access
from dadkar.cases.importing import drafts, running, slips, tasks
from dadkar.cases.models import (
    Case,
    CaseQueue,
    ImportBatch,
    ImportedRow,
    ImportPage,
    Receipt,
    SearchEntry,
)  # fmt: skip
from dadkar.cases.search import search
from dadkar.cases.tests.lists import book, brought_in, cases, matched, row, taken
from dadkar.kernel import moment
from dadkar.kernel.flow import WrongState
from dadkar.kernel.models.clock_event import ClockEvent
from dadkar.kernel.models.sealed_key import SealedKey
from dadkar.kernel.sealing.errors import Erased
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "ROWS_A_PAGE", 2)


def many(count: int) -> bytes:
    return book(*(row(B=f"۱۴۰۲/{number}") for number in range(count)))


def again(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)


def test_bad_rows_stop_the_whole_list_until_they_are_left_out(cast: Any) -> None:
    batch = matched(cast, book(row(), row(C=""), row(B="۷۹")))
    with pytest.raises(WrongState):
        running.approve(batch, by=cast.worker)
    assert not cases().exists()
    list(running.bring_in(running.approve(batch, leave_out=True, by=cast.worker)))
    assert [one.row for one in ImportedRow.objects.as_system("test").order_by("row")] == [2, 4]
    (left_out,) = again(batch).left_out.open()
    assert (left_out["row"], left_out["cells"]["B"]) == (3, "۱۴۰۲/۷۷")
    assert left_out["why"].startswith("C3: ")


def test_the_same_file_is_the_same_list(cast: Any) -> None:
    data = book(row())
    batch = brought_in(cast, data)
    assert drafts.take_in(data, name="copy.xlsx", house=cast.house, desk=cast.branch, by=cast.colleague) == (
        batch,
        False,
    )
    with pytest.raises(WrongState):
        running.approve(again(batch), by=cast.worker)
    assert list(running.bring_in(again(batch))) == []
    assert cases().count() == 1


def test_a_longer_edition_of_the_list_brings_only_what_is_new(cast: Any) -> None:
    brought_in(cast, book(row(), row(B="۲")))
    batch = matched(cast, book(row(H=5), row(B="۲"), row(B="۳")))
    assert (batch.preview.open()["known"], batch.preview.open()["good"]) == (2, 1)
    list(running.bring_in(running.approve(batch, by=cast.worker)))
    assert [case.office_reference for case in cases()] == ["۱۴۰۲/۷۷", "۲", "۳"]


def test_rows_that_are_alike_are_two_people(cast: Any) -> None:
    alike = [["حقوق ندادند"], ["حقوق ندادند"]]
    brought_in(cast, book(*alike, headings=["شرح"]))
    assert cases().count() == 2
    assert matched(cast, book(*alike, ["بیمه ندادند"], headings=["شرح"])).preview.open()["known"] == 2


def test_what_another_list_brought_in_meanwhile_is_not_made_twice(cast: Any) -> None:
    waiting = running.approve(matched(cast, book(row(), row(B="۹"))), by=cast.worker)
    brought_in(cast, book(row()))
    list(running.bring_in(waiting))
    assert cases().count() == 2
    assert again(waiting).state == ImportBatch.State.DONE


def test_a_list_without_anything_new_is_not_brought_in(cast: Any) -> None:
    brought_in(cast, book(row()))
    with pytest.raises(WrongState):
        running.approve(matched(cast, book(row(), title="همان")), by=cast.worker)


@pytest.mark.usefixtures("small_pages")
def test_a_worker_that_dies_is_followed_by_one_that_goes_on(cast: Any) -> None:
    batch = running.approve(matched(cast, many(5)), by=cast.worker)
    work = running.bring_in(batch)
    assert next(work) == 1  # the first page holds the headings
    work.close()
    assert (cases().count(), again(batch).done) == (1, 1)
    assert list(running.bring_in(again(batch))) == [3, 5]
    assert cases().count() == 5
    assert again(batch).state == ImportBatch.State.DONE
    assert not ImportPage.objects.exists()


@pytest.mark.usefixtures("small_pages")
def test_a_page_that_fails_leaves_nothing_of_itself(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = running.approve(matched(cast, many(5)), by=cast.worker)
    written = ImportedRow._base_manager.bulk_create
    monkeypatch.setattr(ImportedRow._base_manager, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(running.bring_in(batch))
    assert not cases().exists()
    assert not ClockEvent.objects.exists()
    monkeypatch.setattr(ImportedRow._base_manager, "bulk_create", written)
    list(running.bring_in(again(batch)))
    assert cases().count() == 5


@pytest.mark.usefixtures("small_pages")
def test_a_stalled_list_is_taken_up(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = running.approve(matched(cast, many(3)), by=cast.worker)
    next(running.bring_in(batch))
    tasks.take_up(0)
    assert again(batch).state == ImportBatch.State.RUNNING
    with moment.moved_to(moment.now() + timedelta(minutes=4)):
        assert running.is_stalled(again(batch))
        tasks.take_up(0)
    assert again(batch).state == ImportBatch.State.DONE


def test_a_long_list_goes_to_a_worker_once(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    batch = running.approve(matched(cast, many(3)), by=cast.worker)
    for _twice in range(2):
        tasks.start(batch)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'imports.go_on' "
            "AND args->>'batch' = %s",
            [str(batch.pk)],
        )
        assert cursor.fetchone() == (1,)
    tasks.go_on(batch.pk)
    assert cases().count() == 3


def test_a_case_from_a_list_has_all_that_any_case_has(cast: Any) -> None:
    batch = brought_in(cast, many(2))
    for case in cases():
        assert CaseQueue._base_manager.filter(case=case).count() == 2
        assert case.due_at == case.clock.replay().due_at
        assert Receipt.objects.of(case).get().by_office
        assert SearchEntry.objects.of(case).exists()
        event = Event.objects.get(subject=case.uuid, kind="case.file")
        assert event.is_whole()
        assert (event.actor, event.facts["list"], event.facts["channel"]) == (
            cast.worker.ref,
            str(batch.uuid),
            "import",
        )
    assert Case.objects.visible_to(cast.worker).count() == Case.objects.visible_to(cast.manager).count() == 2
    assert not Case.objects.visible_to(cast.outsider).exists()
    assert not Case.objects.visible_to(cast.liaison).exists()
    assert len(search(cast.worker, "نگرفته ایم حقوق").cases) == 2
    assert {event.kind for event in Event.objects.filter(subject=batch.uuid)} == {
        "import.start",
        "import.done",
    }


def test_the_workplace_complained_about_never_sees_it(cast: Any) -> None:
    brought_in(cast, book(row()))
    (barred,) = access.body_principals(cast.plant)
    assert Case.scope().is_barred(cases().get(), [barred])


def test_a_draft_lies_sealed_and_can_be_forgotten(cast: Any) -> None:
    batch = matched(cast, book(row(C="رازِ پنهان")))
    with connection.cursor() as cursor:
        for table in ("cases_importbatch", "cases_importpage"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            kept = "".join(text for (text,) in cursor.fetchall())
            for secret in ("رازِ پنهان", "گلی", "989171234567"):
                assert secret not in kept
                assert secret.encode().hex() not in kept
    drafts.discard(batch)
    assert not ImportPage.objects.exists()
    assert not SealedKey.objects.filter(owner=batch.uuid, wrapped__isnull=False).exists()


def test_a_list_under_way_is_not_forgotten_nor_matched_anew(cast: Any) -> None:
    batch = running.approve(matched(cast, many(2)), by=cast.worker)
    with pytest.raises(WrongState):
        drafts.discard(batch)
    with pytest.raises(WrongState):
        drafts.match(batch, running.Matching.from_json(batch.matching), by=cast.worker)


def test_a_preview_that_was_changed_meanwhile_is_looked_at_again(cast: Any) -> None:
    batch = matched(cast, many(2))
    seen = batch.moved_at.isoformat()
    list(drafts.check(drafts.match(batch, running.Matching.from_json(batch.matching), by=cast.colleague)))
    with pytest.raises(WrongState):
        running.approve(batch, seen=seen, by=cast.worker)


def test_drafts_and_what_was_kept_are_erased_in_their_time(cast: Any) -> None:
    draft, done = taken(cast, book(row(C="پیش‌نویس"))), brought_in(cast, many(2))
    tasks.forget(0)
    assert ImportBatch.objects.count() == 2
    with moment.moved_to(moment.now() + timedelta(days=16)):
        tasks.forget(0)
    assert not ImportBatch.objects.filter(pk=draft.pk).exists()
    with pytest.raises(Erased):
        again(done).left_out.open()
    assert slips.parts(again(done)) == []


# -- slips ------------------------------------------------------------------------------------------------


def test_slips_open_their_cases_and_are_marked(cast: Any) -> None:
    batch = brought_in(cast, many(3))
    found = slips.codes(batch, 0, by=cast.worker)
    assert [case.office_reference for case, _code in found] == ["۱۴۰۲/0", "۱۴۰۲/1", "۱۴۰۲/2"]
    for case, code in found:
        receipt = Receipt.opened_by(code)
        assert receipt.case == case
        assert receipt.printed_at
    assert slips.codes(batch, 0, by=cast.worker) == found
    assert all(part.printed for part in slips.parts(batch))


def test_a_code_that_its_holder_renewed_is_not_printed(cast: Any) -> None:
    from dadkar.cases import actions
    from dadkar.kernel.actor import Applicant

    batch = brought_in(cast, many(2))
    first = cases().first()
    actions.renew_code(first, by=Applicant(first.uuid))
    assert first not in [case for case, _code in slips.codes(batch, 0, by=cast.worker)]


def test_slips_of_a_case_closed_to_the_officer_are_not_made(cast: Any) -> None:
    from dadkar.cases import actions

    batch = brought_in(cast, many(2))
    first = cases().first()
    actions.recuse(first, "خویشاوند", by=cast.worker)
    assert [case for case, _code in slips.codes(batch, 0, by=cast.worker)] == [cases().last()]


def test_once_forgotten_nobody_makes_the_codes_again(cast: Any) -> None:
    batch = brought_in(cast, many(2))
    slips.forget(batch, by=cast.worker)
    with pytest.raises(WrongState):
        slips.codes(again(batch), 0, by=cast.worker)
    assert Event.objects.filter(subject=batch.uuid, kind="import.slips_forgotten").exists()


def test_slips_are_printed_in_parts(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slips, "SLIPS_A_PART", 2)
    batch = brought_in(cast, many(3))
    assert [(part.first, part.last) for part in slips.parts(batch)] == [(2, 3), (4, 4)]
    assert len(slips.codes(batch, 1, by=cast.worker)) == 1
    assert [part.printed for part in slips.parts(batch)] == [False, True]
