"""One matter, many voices, by program: the same verbs and refusals, and nobody's words but one's own."""

from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.tests.programs import Program, program_of, said
from dadkar.cases import actions
from dadkar.cases.models import Case
from dadkar.cases.tests.together import WHY, fresh, matter, says, states
from dadkar.kernel.actor import Applicant
from dadkar.kernel.sealing import receipts
from dadkar.people.models import Principal

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Any) -> Program:
    return program_of(cast.worker)


def holder(case: Case) -> Program:
    """Whoever holds the code of a case: a new one, as nobody knows the first."""
    code = actions.renew_code(fresh(case), by=Applicant(case.uuid), nonce=receipts.new_nonce())
    return Program(receipt=code)


def test_joined_and_parted(program: Program, cast: Any, play: SimpleNamespace) -> None:
    lead = Case.objects.as_system("test").get(pk=play.sent().case_id)
    case = play.filed()
    path = f"/cases/{case.uuid}"
    assert "join" in said(program.get(path))["verbs"]
    said(program.post(f"{path}/join", lead=str(case.uuid), reason=WHY), 409)
    unknown = said(program.post(f"{path}/join", lead="00000000-0000-4000-8000-000000000000", reason=WHY), 422)
    assert unknown["errors"][0]["field"] == "lead"
    assert said(program.post(f"{path}/join", lead=str(lead.uuid), reason=WHY))["state"] == "referred"
    assert said(program.get(path))["lead"] == str(lead.uuid)
    actions.bar(fresh(lead), [Principal.objects.of_user(cast.colleague)], by=cast.worker, why="…")
    barred = said(program_of(cast.colleague).get(path))
    assert (barred["lead"], barred["commitments"]) == (None, [])
    assert said(program.post(f"{path}/part", reason="کارگاه دیگری"))["state"] == "triage"
    said(program.post(f"{path}/part", reason="کارگاه دیگری"), 409)


def test_the_holder_of_each_code_answers_with_the_same_verbs(play: SimpleNamespace, cast: Any) -> None:
    m = matter(cast, play, 1)
    lead, voice = holder(m.lead), holder(m.voices[0])
    for one in (lead, voice):
        assert said(one.get("/receipt"))["waiting_for_you"] == [str(m.commitment.uuid)]
    answered = said(voice.post("/receipt/confirm"))
    assert (answered["phase"], answered["state"]) == ("closed", "claimed")
    assert said(voice.get("/receipt"))["closed_as"] == "confirmed"
    answered = said(lead.post("/receipt/dispute", remains="نیامد"))
    assert (answered["phase"], answered["state"]) == ("promised", "open")
    play.claimed(fresh(m.commitment))
    answered = said(lead.post("/receipt/confirm"))
    assert (answered["phase"], answered["state"]) == ("closed", "confirmed")
    assert said(voice.post("/receipt/object", reason="زود گفتم"))["phase"] == "promised"
    assert said(lead.get("/receipt"))["closed_as"] == "confirmed"


def test_nothing_of_one_is_told_to_another(play: SimpleNamespace, cast: Any) -> None:
    m = matter(cast, play, 2)
    actions.say(fresh(m.lead), "پیامِ خودم", by=Applicant(m.lead.uuid))
    says(m.lead, "part", remains="کم ماند")
    text = holder(m.voices[0]).get("/receipt").content.decode()
    told = Program(receipt="").get("/receipt")
    assert told.status_code == 401
    for secret in ("پیامِ خودم", "کم ماند", str(m.lead.uuid), m.lead.number, "مزد چهار ماه پرداخت نشده است"):
        assert secret not in text
    said(holder(m.voices[0]).post("/receipt/grant-extension", commitment=str(m.commitment.uuid)), 422)


def test_what_the_desk_is_told_is_written_for_one_alone(
    program: Program, play: SimpleNamespace, cast: Any
) -> None:
    m = matter(cast, play, 1)
    path, about = f"/cases/{m.voices[0].uuid}", str(m.commitment.uuid)
    assert [one["id"] for one in said(program.get(path))["commitments"]] == [about]
    said(program.post(f"{path}/confirm", commitment=about, via="phone", outcome="full"))
    assert states(m.lead, *m.voices) == ["claimed", "confirmed"]
    said(program.post(f"{path}/take-back", commitment=about, via="phone", reason="چک برگشت خورد"))
    assert states(m.lead, *m.voices) == ["promised", "promised"]
    assert said(program.get(f"/cases/{m.lead.uuid}"))["ended_as"] == ""
    said(program.post(f"{path}/grant-extension", commitment=about), 422)
