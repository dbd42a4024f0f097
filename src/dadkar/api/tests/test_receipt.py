"""With the code of a receipt: where it stands, a word, both answers; and what a wrong code meets."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dadkar.api.tests.programs import STORY, Program, said
from dadkar.cases import actions
from dadkar.cases.models import Case, Message, Receipt
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment, Confirmation
from dadkar.kernel.models.attempt import Attempt
from dadkar.kernel.sealing import keys, receipts
from dadkar.web.tests.headers import headers_of

pytestmark = pytest.mark.django_db


def code_for(case: Case, *, by_office: bool = False) -> str:
    """A code that opens the case."""
    issued = receipts.issue(receipts.new_nonce())
    Receipt.objects.of(case).get().replace(issued, by_office=by_office)
    return issued.code


@pytest.fixture
def claimed(play: SimpleNamespace) -> tuple[Program, Commitment]:
    commitment = play.claimed()
    return Program(receipt=code_for(case_of(commitment))), commitment


def test_what_was_promised_and_said_is_told(claimed: tuple[Program, Commitment], cast: Any) -> None:
    program, commitment = claimed
    actions.say(case_of(commitment), "خواندیم", by=cast.worker)
    there = said(program.get("/receipt"))
    assert there["phase"] == "yours"
    assert there["waiting_for_you"] == [str(commitment.uuid)]
    assert there["promises"][0]["what"] == "بازرسی می‌کنیم."
    assert [one["text"] for one in there["messages"]] == ["خواندیم"]
    assert str(case_of(commitment).uuid) not in str(there)


def test_a_message_reaches_the_desk(claimed: tuple[Program, Commitment]) -> None:
    program, commitment = claimed
    done = said(program.post("/receipt/messages", text="هنوز نیامده"), 201)
    message = Message.objects.of(case_of(commitment)).get()
    assert (str(message.uuid), message.text.open(), message.side) == (done["id"], "هنوز نیامده", "applicant")


def test_in_full_closes_it(claimed: tuple[Program, Commitment]) -> None:
    program, commitment = claimed
    word = said(program.post("/receipt/confirm", amount_rial=120_000_000))
    assert (word["phase"], word["state"]) == ("closed", "confirmed")
    assert case_of(commitment).state == Case.State.CONFIRMED
    confirmation = Confirmation.objects.of(commitment).get()
    assert (confirmation.via, confirmation.amount_rial) == ("code", 120_000_000)
    assert said(program.get("/receipt"))["closed_as"] == "confirmed"
    said(program.post("/receipt/confirm"), 409)


def test_what_came_before_anybody_claimed_it_closes_it_too(play: SimpleNamespace) -> None:
    case = case_of(play.promised())
    program = Program(receipt=code_for(case))
    said(program.post("/receipt/confirm", outcome="part", remains="یک ماه"), 409)
    assert said(program.post("/receipt/confirm")) == {"phase": "closed", "commitment": None, "state": None}
    case.refresh_from_db()
    assert case.state == Case.State.CONFIRMED
    said(Program(receipt=code_for(play.filed())).post("/receipt/confirm"), 409)


def test_in_part_says_what_remains(claimed: tuple[Program, Commitment]) -> None:
    program, commitment = claimed
    assert said(program.post("/receipt/confirm", outcome="part"), 422)["errors"][0]["field"] == "remains"
    word = said(
        program.post("/receipt/confirm", outcome="part", remains="یک ماه", commitment=str(commitment.uuid))
    )
    assert word["state"] == "confirmed"
    assert case_of(commitment).is_open


def test_a_dispute_opens_the_promise_again(claimed: tuple[Program, Commitment]) -> None:
    program, _commitment = claimed
    word = said(program.post("/receipt/dispute", remains="کسی نیامد"))
    assert (word["phase"], word["state"]) == ("promised", "open")
    assert said(program.get("/receipt"))["waiting_for_you"] == []
    said(program.post("/receipt/dispute", remains="کسی نیامد"), 409)


def test_an_offices_code_counts_as_through_the_office(play: Any) -> None:
    commitment = play.claimed()
    program = Program(receipt=code_for(case_of(commitment), by_office=True))
    said(program.post("/receipt/confirm"))
    assert Confirmation.objects.of(commitment).get().via == "office-code"


def test_another_cases_promise_does_not_exist(claimed: tuple[Program, Commitment], play: Any) -> None:
    other = play.claimed()
    program, _commitment = claimed
    said(program.post("/receipt/confirm", commitment=str(other.uuid)), 404)
    other.refresh_from_db()
    assert other.state == Commitment.State.CLAIMED


# -- wrong codes ---------------------------------------------------------------------------------------


def test_without_a_code_it_is_asked_for_and_a_mistyped_one_is_told_and_not_looked_up(cast: Any) -> None:
    assert said(Program().get("/receipt"), 401)["code"] == "not-known"
    code = said(Program().post("/cases", narrative=STORY), 201)["receipt"]
    wrong = str((int(code[0]) + 1) % 10) + code[1:]
    for typed in (wrong, code[:-1], "abc", code + "1"):
        with CaptureQueriesContext(connection) as caught:
            problem = said(Program(receipt=typed).get("/receipt"), 422)
        assert len(caught) == 0
        assert (problem["code"], problem["errors"][0]["field"]) == ("mistyped", "X-Receipt")
    assert not Attempt.objects.exists()
    grouped = " ".join(code[start : start + 4] for start in range(0, 20, 4))
    said(Program(receipt=grouped).get("/receipt"))


def test_never_issued_and_erased_codes_get_one_answer_by_one_path(cast: Any) -> None:
    code = said(Program().post("/cases", narrative=STORY), 201)["receipt"]
    keys.erase(Case.objects.as_system("test").get().uuid, "content", "contact")
    never = receipts.issue(receipts.new_nonce()).code
    Program(receipt=never).get("/receipt")  # what is read once is read
    seen = []
    for one in (never, code):
        with CaptureQueriesContext(connection) as caught:
            response = Program(receipt=one).post("/receipt/messages", text="سلام")
        said(response, 404)
        seen.append((len(caught), response.content, headers_of(response)))
    assert seen[0] == seen[1]


def test_guessing_is_counted_with_the_pages_and_comes_to_an_end(cast: Any) -> None:
    for _guess in range(30):
        said(Program(receipt=receipts.issue(receipts.new_nonce()).code).get("/receipt"), 404)
    response = Program(receipt=receipts.issue(receipts.new_nonce()).code).get("/receipt")
    assert said(response, 429)["code"] == "too-many"
    assert 0 < int(response["Retry-After"]) <= 600
