"""A letter by token: agreed referrals to one body go out in it, as from the page."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dadkar.api.tests.programs import ROOT, Program, program_of, said
from dadkar.cases import actions
from dadkar.cases.models import Referral
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.records.models import Letter
from dadkar.records.remake.tests.made import phone_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Any) -> Program:
    return program_of(cast.worker)


@pytest.fixture
def agreed(play: SimpleNamespace, cast: Any, topic: Any) -> Any:
    """Makes a referral that waits for its letter."""

    def make(body: Any = None) -> Referral:
        case = play.filed()
        case.take(by=cast.worker)
        case.classify(by=cast.worker, topic=topic)
        referral = actions.draft_referral(case, body or cast.labour, "مزد پرداخت نشده است.", by=cast.worker)
        referral.propose(by=cast.worker)
        referral.agree(by=Applicant(case.uuid))
        return referral

    return make


def test_several_go_out_in_one_letter_with_the_houses_usual_words(program: Program, agreed: Any) -> None:
    one, other = agreed(), agreed()
    made = said(program.post("/letters", referrals=[str(one.uuid), str(other.uuid)], copies=["بایگانی"]), 201)
    letter = Letter.objects.get(uuid=made["id"])
    assert (letter.number, letter.dated.isoformat()) == (made["number"], made["dated"])
    content = letter.content.open()
    assert (len(content["rows"]), content["copies"], content["opening"] != "") == (2, ["بایگانی"], True)
    states = Referral.objects.as_system("test").filter(letter=letter).values_list("state", flat=True)
    assert list(states) == ["sent", "sent"]
    said(program.post("/letters", referrals=[str(one.uuid)]), 422)


def test_words_that_are_said_stand_in_it(program: Program, agreed: Any) -> None:
    made = said(program.post("/letters", referrals=[str(agreed().uuid)], subject="پیگيری مزد"), 201)
    assert Letter.objects.get(uuid=made["id"]).content.open()["subject"] == "پیگیری مزد"


def test_one_letter_goes_to_one_body_and_from_ones_own_desk(
    program: Program, agreed: Any, cast: Any, play: SimpleNamespace
) -> None:
    one, other = agreed(), agreed(cast.insurance)
    said(program.post("/letters", referrals=[str(one.uuid), str(other.uuid)]), 409)
    said(program.post("/letters", referrals=[]), 422)
    said(program.post("/letters", referrals=[str(play.sent().uuid)]), 422)
    said(program_of(cast.liaison).post("/letters", referrals=[str(one.uuid)]), 403)
    said(program_of(cast.outsider).post("/letters", referrals=[str(one.uuid)]), 422)
    assert Referral.objects.as_system("test").get(pk=one.pk).state == "agreed"


def test_what_a_body_answers_by_letter_counts_with_its_scan(cast: Any, play: SimpleNamespace) -> None:
    referral, today = play.sent(), moment.today().isoformat()
    program, path = program_of(cast.worker), f"/referrals/{referral.uuid}/letter-answer"
    came = {"number": "ک/۱۲", "dated": today, "registry_number": "۹۱", "registry_date": today}
    words = {"kind": "promise", "text": "بازرس می‌رود", "step": "inspect", "letter": came}
    said(program.post(path, **words), 422)  # by which day?
    day = (moment.today() + timedelta(days=20)).isoformat()
    old = came | {"dated": "2020-01-01", "registry_date": None}
    said(program.post(path, **words | {"day": day, "letter": old}), 409)  # before ours was sent
    made = said(program.post(path, **words, day=day), 201)
    assert made["state"] == "promised"
    assert Letter.objects.get(uuid=made["letter"]).registry_number == "۹۱"
    claim = words | {"kind": "claim", "commitment": str(actions.promises_of(referral).get().uuid)}
    again = said(program.post(path, **claim), 201)
    assert again["letter"] == made["letter"]  # one letter, two answers
    scan = {"files": [SimpleUploadedFile("scan.jpg", phone_photo(), "image/jpeg")]}
    address = f"{ROOT}/letters/{made['letter']}/files"
    said(program.client.post(address, scan, headers=program.headers), 201)
    scan["files"][0].seek(0)
    said(program.client.post(address, scan, headers=program.headers), 409)  # it has one
    said(program_of(cast.liaison).post(path, **words, day=day), 403)
    said(program_of(cast.outsider).post(path, **words, day=day), 404)
