"""The board's track by token: as on the pages, from the draft to the last day for an objection."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.tests.programs import Program, program_of, said
from dadkar.api.track_verbs import HEARING_VERBS, PAYMENT_VERBS, PETITION_VERBS, RULING_VERBS
from dadkar.cases import actions
from dadkar.cases.models import Case, Petition
from dadkar.cases.reference import load_rights
from dadkar.kernel import moment
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db
DRAFT = {
    "board": "diagnosis",
    "wants": "پرداخت مزد معوق",
    "explanation": "چهار ماه مزد پرداخت نشده است.",
    "claims": [{"what": "مزد", "months": "۴", "amount_rial": 90_000_000}],
    "papers_ready": ["contract"],
}


def day(ago: int) -> str:
    return (moment.today() - timedelta(days=ago)).isoformat()


@pytest.fixture
def track(cast: Any, play: SimpleNamespace) -> SimpleNamespace:
    """A program at the desk, and a case that was sent out."""
    load_rights(cast.house)
    program = program_of(cast.worker)
    case = Case.objects.as_system("test").get(pk=play.sent().case_id)

    def on(path: str, status: int = 200, **sent: Any) -> Any:
        return said(program.post(path, **sent), status)

    def told() -> Any:
        return said(program.get(f"/cases/{case.uuid}/petitions"))["results"]

    def drafted() -> str:
        return on(f"/cases/{case.uuid}/petition", **DRAFT)["made"]

    def filed() -> str:
        made = drafted()
        on(f"/petitions/{made}/consent", via="phone", knows=True)
        on(f"/petitions/{made}/filed", on=day(40), number="۱۲/۳")
        return made

    return SimpleNamespace(
        cast=cast, program=program, case=case, on=on, told=told, drafted=drafted, filed=filed
    )


def test_a_draft_is_written_and_written_anew(track: Any) -> None:
    made = track.drafted()
    (told,) = track.told()
    assert {name: told[name] for name in DRAFT} == DRAFT
    assert (told["id"], told["consented"], told["filed_on"]) == (made, False, None)
    track.on(f"/petitions/{made}/rewrite", wants="مزد و بیمه", papers_ready=["contract", "payslips"])
    (told,) = track.told()
    assert (told["wants"], told["explanation"]) == ("مزد و بیمه", DRAFT["explanation"])
    assert told["papers_ready"] == ["contract", "payslips"]
    assert track.on(f"/petitions/{made}/rewrite", 422, board="court-of-all")["errors"][0]["field"] == "board"


def test_nothing_is_filed_before_the_applicant_knows_that_the_name_is_seen(track: Any) -> None:
    made = track.drafted()
    track.on(f"/petitions/{made}/filed", 403, on=day(1))
    track.on(f"/petitions/{made}/consent", 422, via="phone")
    track.on(
        f"/petitions/{made}/consent", 422, via="code", knows=True
    )  # only the holder says it with the code
    track.on(f"/petitions/{made}/consent", via="visit", knows=True)
    track.on(f"/petitions/{made}/take-consent-back", reason="می‌ترسد")
    track.on(f"/petitions/{made}/filed", 403, on=day(1))
    track.on(f"/petitions/{made}/consent", via="visit", knows=True)
    track.on(f"/petitions/{made}/filed", 422, on=day(-1))
    track.on(f"/petitions/{made}/filed", on=day(1))
    track.on(f"/petitions/{made}/rewrite", 409, wants="چیز دیگر")
    track.on(f"/petitions/{made}/rewrite", papers_ready=["identity"])


def test_a_session_is_set_moved_and_brings_something(track: Any) -> None:
    made = track.filed()
    hearing = track.on(f"/petitions/{made}/hearing", on=day(-9), hour="09:30", place="سالن ۲")["made"]
    track.on(f"/hearings/{hearing}/result", 409, outcome="ruling", text="شنیدند", next_on=day(-20))
    track.on(f"/hearings/{hearing}/move", 422, on=day(-12), hour="25:00")
    track.on(f"/hearings/{hearing}/move", on=day(0), hour="11:00", place="سالن ۳")
    track.on(f"/hearings/{hearing}/result", 422, outcome="ruling", text="شنیدند", next_on=day(1))
    track.on(f"/hearings/{hearing}/result", outcome="adjourned", text="جلسهٔ دیگر", next_on=day(-20))
    (told,) = track.told()
    first, second = told["hearings"]
    assert (first["hour"], first["place"], first["outcome"], first["result"]) == (
        "11:00", "سالن ۳", "adjourned", "جلسهٔ دیگر",
    )  # fmt: skip
    assert (second["on"], told["next_on"]) == (day(-20), day(-20))


def test_a_ruling_is_served_and_starts_the_applicants_own_days(track: Any) -> None:
    made = track.filed()
    ruling = {"number": "۴۴", "given_on": day(10), "favour": "part", "amount_rial": 80_000_000}
    track.on(f"/petitions/{made}/ruling", 409, **ruling | {"given_on": day(60)})
    which = track.on(f"/petitions/{made}/ruling", **ruling, summary="نیمی از مزد")["made"]
    track.on(f"/rulings/{which}/served", 409, on=day(11))
    track.on(f"/rulings/{which}/served", on=day(5))
    (told,) = track.told()
    (told,) = told["rulings"]
    assert (told["served_on"], told["summary"]) == (day(5), "نیمی از مزد")
    (term,) = [one for one in told["terms"] if not one["over"]]
    assert date.fromisoformat(term["last_day"]) >= moment.today() + timedelta(days=10)
    track.on(f"/rulings/{which}/enforcement", on=day(1), next_on=day(-30))
    (told,) = track.told()
    assert (told["rulings"][0]["enforcement_asked_on"], told["next_on"]) == (day(1), day(-30))


def test_a_ruling_that_cannot_have_been_served_so_is_not_written_at_all(track: Any) -> None:
    made = track.filed()
    ruling = {"number": "۴۴", "given_on": day(10), "favour": "worker", "served_on": day(12)}
    track.on(f"/petitions/{made}/ruling", 409, **ruling)
    assert track.told()[0]["rulings"] == []


def test_somebody_looks_again_or_nothing_more_is_expected(track: Any) -> None:
    made = track.filed()
    track.on(f"/petitions/{made}/look-again", 422, on=day(3), reason="دیر")
    track.on(f"/petitions/{made}/look-again", on=day(-7), reason="تلفن کردند")
    assert track.told()[0]["next_on"] == day(-7)
    track.on(f"/petitions/{made}/look-again", on=None, reason="تمام شد")
    assert track.told()[0]["next_on"] is None


def test_money_comes_for_a_ruling_and_is_struck_out(track: Any) -> None:
    made = track.filed()
    ruling = track.on(
        f"/petitions/{made}/ruling", number="۴۴", given_on=day(10), favour="worker", amount_rial=5
    )["made"]
    path = f"/cases/{track.case.uuid}"
    paid = track.on(f"{path}/payment", amount_rial=7_000_000, paid_on=day(1), ruling=ruling)["made"]
    track.on(f"{path}/payment", 422, amount_rial=7_000_000, paid_on=day(1), ruling=made)
    told = said(track.program.get(f"{path}/payments"))
    assert (told["total_rial"], told["results"][0]["ruling"]) == (7_000_000, ruling)
    track.on(f"/payments/{paid}/strike", reason="اشتباه")
    assert said(track.program.get(f"{path}/payments")) == {"results": [], "total_rial": 0}
    track.on(f"/payments/{paid}/strike", 404, reason="اشتباه")


def test_others_see_none_of_it(track: Any) -> None:
    made = track.filed()
    for user, status in ((track.cast.outsider, 404), (track.cast.liaison, 403)):
        other: Program = program_of(user)
        said(other.post(f"/petitions/{made}/take-consent-back", reason="x"), status)
        said(other.get(f"/cases/{track.case.uuid}/petitions"), status)
    said(program_of(track.cast.worker, "cases:read").post(f"/petitions/{made}/hearing", on=day(0)), 403)
    actions.recuse(track.case, "خویشاوند", by=track.cast.worker)
    track.on(f"/petitions/{made}/hearing", 404, on=day(0))


def test_it_is_one_petition_when_it_is_sent_again(track: Any) -> None:
    path = f"/cases/{track.case.uuid}/petition"
    first = said(track.program.post(path, key="a-key-of-mine", **DRAFT))
    assert said(track.program.post(path, key="a-key-of-mine", **DRAFT)) == first
    assert Petition.objects.of(track.case).count() == 1
    assert (
        Event.objects.filter(subject=track.case.uuid, kind="case.petition").get().actor
        == track.cast.worker.ref
    )


def test_the_tables_have_no_verb_that_is_not_tried_here() -> None:
    verbs = {*PETITION_VERBS, *HEARING_VERBS, *RULING_VERBS, *PAYMENT_VERBS}
    tried = "rewrite consent take-consent-back filed look-again hearing ruling move result served enforcement"
    assert verbs == {*tried.split(), "strike"}
