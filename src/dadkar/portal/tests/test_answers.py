"""What the holder of a code can say, and that nobody else's key turns."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions, board
from dadkar.cases.models import Case, CaseFile, Message, Receipt, Referral
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment, Confirmation, Extension
from dadkar.kernel import moment
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing import receipts
from dadkar.portal.tests.hands import applicant, cases, press, text_of, with_code
from dadkar.records.remake.tests import made

pytestmark = pytest.mark.django_db


def again(row: Any) -> Any:
    return type(row).objects.as_system("test").get(pk=row.pk)


def proposed(cast: Any, play: Any, topic: Any) -> Referral:
    case = play.filed()
    case.take(by=cast.worker)
    referral = actions.draft_referral(case, cast.labour, "چهار ماه مزد.", topic=topic, by=cast.worker)
    referral.propose(by=cast.worker)
    return referral


@pytest.fixture
def claimed(play: Any, client: Client) -> Commitment:
    """A promise that is said to be kept, with its page open in the client."""
    commitment = play.claimed()
    with_code(client, case_of(commitment))
    return commitment


def test_a_summary_goes_only_when_it_is_agreed_to(cast: Any, play: Any, topic: Any, client: Client) -> None:
    referral = proposed(cast, play, topic)
    with_code(client, referral.case)
    assert "چهار ماه مزد." in text_of(client.get(reverse("follow")))
    assert press(client, f"agree-{referral.uuid}").status_code == 303
    assert (again(referral).state, again(referral).agreed_by) == ("agreed", applicant(referral.case).ref)


def test_a_summary_can_be_put_right(cast: Any, play: Any, topic: Any, client: Client) -> None:
    referral = proposed(cast, play, topic)
    with_code(client, referral.case)
    assert press(client, f"correct-{referral.uuid}", text="").status_code == 422
    assert press(client, f"correct-{referral.uuid}", text="نام کارخانه را ننویسید").status_code == 303
    assert again(referral).state == "draft"
    assert "چهار ماه مزد." not in text_of(client.get(reverse("follow"))), "a draft is the office's own"


def test_done_in_full_closes_it_with_the_applicants_key(client: Client, claimed: Commitment) -> None:
    page = text_of(client.get(reverse("follow")))
    assert "بازرسی انجام شد." in page
    assert "برای شما هم انجام شده است؟" in page
    assert press(client, f"settled-{claimed.uuid}", amount_0="۱۲ میلیون", amount_1="toman").status_code == 303
    confirmation = Confirmation.objects.of(claimed).get()
    assert (confirmation.kept, confirmation.outcome, confirmation.via) == (True, "full", "code")
    assert confirmation.amount_rial == 120_000_000
    assert case_of(claimed).state == Case.State.CONFIRMED
    assert "بسته شد، با تأیید شما" in text_of(client.get(reverse("follow")))


def test_in_part_leaves_the_rest_open(client: Client, claimed: Commitment) -> None:
    response = press(
        client, f"partly-{claimed.uuid}", amount_0="ده هزار چیز", amount_1="toman", remains="دو ماه مانده"
    )
    assert response.status_code == 422
    assert "دو ماه مانده" in response.content.decode(), "what was right is kept"
    assert (
        press(
            client, f"partly-{claimed.uuid}", amount_0="", amount_1="toman", remains="دو ماه مانده"
        ).status_code
        == 303
    )
    assert Confirmation.objects.of(claimed).get().remains.open() == "دو ماه مانده"
    assert case_of(claimed).is_open


def test_the_step_is_one_fact_and_the_outcome_another(client: Client, claimed: Commitment) -> None:
    press(client, f"nothing-{claimed.uuid}", remains="هنوز پولی نیامده")
    confirmation = Confirmation.objects.of(claimed).get()
    assert (confirmation.kept, confirmation.outcome) == (True, "none")
    assert again(claimed).disputes == 0


def test_not_done_opens_the_promise_again(client: Client, claimed: Commitment) -> None:
    assert press(client, f"not-done-{claimed.uuid}", remains="").status_code == 422
    assert press(client, f"not-done-{claimed.uuid}", remains="کسی نیامد").status_code == 303
    assert (again(claimed).state, again(claimed).disputes) == ("open", 1)


def test_a_code_from_an_office_counts_as_through_the_office_until_it_is_renewed(
    client: Client, claimed: Commitment
) -> None:
    case = case_of(claimed)
    Receipt.objects.of(case).update(by_office=True)
    press(client, f"not-done-{claimed.uuid}", remains="کسی نیامد")
    assert Confirmation.objects.of(claimed).get().via == "office-code"
    press(client, "renew")
    assert not Receipt.objects.of(case).get().by_office


def test_a_renewed_code_is_shown_once_and_the_old_one_is_dead(cast: Any, play: Any, client: Client) -> None:
    nonce = receipts.new_nonce()
    case, old = actions.file_case(actions.Filing("مزد نداده‌اند."), house=cast.house, nonce=nonce)
    with_code(client, case)
    response = press(client, "renew")
    assert response["Location"] == reverse("receipt")
    new = client.get(reverse("receipt")).context["code"]
    assert new != old
    assert Receipt.opened_by(old) is None
    assert Receipt.opened_by(new).case == case


def test_a_confirmation_is_taken_back_without_the_page_saying_so(client: Client, claimed: Commitment) -> None:
    press(client, f"settled-{claimed.uuid}", amount_0="", amount_1="toman")
    assert "پس" not in text_of(client.get(reverse("follow"))).replace("پس از", "")
    assert press(client, "not-settled", reason="پول نیامد").status_code == 303
    assert (again(claimed).state, case_of(claimed).state) == ("open", Case.State.PROMISED)
    assert Confirmation.objects.of(claimed).get().taken_back_at


def test_after_the_days_for_that_the_case_is_opened_again_instead(
    client: Client, claimed: Commitment
) -> None:
    press(client, f"settled-{claimed.uuid}", amount_0="", amount_1="toman")
    with moment.moved_to(moment.now() + timedelta(days=40)):
        with_code(client, case_of(claimed))
        assert press(client, "not-settled", reason="باز هم عقب افتاد").status_code == 303
    assert Confirmation.objects.of(claimed).get().taken_back_at is None
    assert (case_of(claimed).is_open, case_of(claimed).reopened) == (True, 1)


def test_after_a_year_it_is_offered_no_more(cast: Any, play: Any, client: Client) -> None:
    case = play.filed()
    actions.withdraw(case, "", by=applicant(case))
    with moment.moved_to(moment.now() + timedelta(days=366)):
        with_code(client, case)
        assert press(client, "not-settled", reason="باز هم").status_code == 409


def test_withdrawing_needs_no_reason(cast: Any, play: Any, client: Client) -> None:
    case = play.filed()
    with_code(client, case)
    assert press(client, "withdraw", reason="").status_code == 303
    assert cases().get(pk=case.pk).state == Case.State.WITHDRAWN
    assert "بسته شد، به خواست شما" in text_of(client.get(reverse("follow")))


def test_a_refusal_can_go_to_the_working_group(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    play.answered(referral, "refuse", "مشمول قانون کار نیست.")
    with_code(client, referral.case)
    assert "مشمول قانون کار نیست." in text_of(client.get(reverse("follow")))
    press(client, f"appeal-{referral.uuid}", reason="")
    assert again(referral).state == "appealed"


def test_what_the_working_group_decided_is_read_with_its_reason(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    play.answered(referral, "refuse", "مادهٔ ۱۰")
    with_code(client, referral.case)
    press(client, f"appeal-{referral.uuid}", reason="")
    with pytest.raises(WrongState):
        actions.end_referral(again(referral), by=cast.worker)
    actions.end_referral(again(referral), "مهلت قانونی گذشته است", by=cast.worker)
    assert again(referral).ended_why == "refusal-accepted"
    assert "پابرجاست: «مهلت قانونی گذشته است»" in text_of(client.get(reverse("follow")))


def test_what_was_not_sent_after_all_is_told(cast: Any, play: Any, topic: Any, client: Client) -> None:
    referral = proposed(cast, play, topic)
    with_code(client, referral.case)
    actions.end_referral(referral, by=cast.worker)
    assert "فرستاده نشد" in text_of(client.get(reverse("follow")))


def test_what_the_office_asked_can_be_answered(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    play.answered(referral, "ask_info", "کدام خیابان؟")
    with_code(client, referral.case)
    assert "کدام خیابان؟" in text_of(client.get(reverse("follow")))
    press(client, f"info-{referral.uuid}", text="خیابان کارگر")
    assert again(referral).state == "sent"


@pytest.mark.parametrize(("key", "granted"), [("more-time", True), ("no-more-time", False)])
def test_more_time_is_given_by_whom_it_is_owed_to(
    cast: Any, play: Any, client: Client, key: str, granted: bool
) -> None:
    commitment = play.promised()
    referral = Referral.objects.as_system("test").get(case__uuid=commitment.owed_to)
    later = commitment.due_on + timedelta(days=20)
    play.answered(referral, "extension", "بازرس در مرخصی است.", commitment=commitment, day=later)
    with_code(client, case_of(commitment))
    assert "بازرس در مرخصی است." in text_of(client.get(reverse("follow")))
    extension = Extension.objects.of(commitment).get()
    assert press(client, f"{key}-{extension.uuid}", reason="").status_code == 303
    assert Extension.objects.of(commitment).get().granted is granted
    assert (again(commitment).due_on > commitment.due_on) is granted


PETITION = {"wants": "چهار ماه مزد", "claims": [], "explanation": "", "papers_ready": []}


def test_a_petition_shows_the_name_only_when_the_applicant_agrees(
    cast: Any, play: Any, client: Client
) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    petition = board.prepare_petition(case, "diagnosis", by=cast.worker, **PETITION)
    with_code(client, case)
    assert "هیئت و کارفرما نام شما را می‌بینند" in text_of(client.get(reverse("follow")))
    press(client, f"consent-{petition.uuid}")
    assert again(petition).consent_via == "code"
    press(client, f"no-consent-{petition.uuid}", reason="")
    assert not again(petition).is_consented


def test_a_hearing_is_shown_until_its_day_has_passed(cast: Any, play: Any, client: Client) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    petition = board.prepare_petition(case, "diagnosis", by=cast.worker, **PETITION)
    board.consent(petition, "code", by=applicant(case))
    board.file_petition(petition, moment.today(), by=cast.worker)
    day = moment.today() + timedelta(days=5)
    board.set_hearing(petition, day, by=cast.worker, place="یاسوج، ادارهٔ کار")
    page = text_of(with_code(client, case).get(reverse("follow")))
    assert "جلسهٔ هیئت:" in page
    assert "یاسوج، ادارهٔ کار" in page
    with moment.moved_to(moment.now() + timedelta(days=6)):
        assert "جلسهٔ هیئت:" not in text_of(with_code(client, case).get(reverse("follow")))


def test_messages_go_both_ways(cast: Any, play: Any, client: Client) -> None:
    case = play.filed()
    actions.say(case, "سلام، خواندیم.", by=cast.worker)
    with_code(client, case)
    press(client, "write", text="ممنون. کی خبر می‌دهید؟")
    page = text_of(client.get(reverse("follow")))
    assert "سلام، خواندیم." in page
    assert "ممنون. کی خبر می‌دهید؟" in page
    assert [message.side for message in Message.objects.of(case)] == ["desk", "applicant"]
    assert cast.worker.full_name not in page


def test_more_files_can_be_added_and_a_bad_one_is_told(cast: Any, play: Any, client: Client) -> None:
    case = play.filed()
    with_code(client, case)
    bad = press(client, "files", files=SimpleUploadedFile("x.jpg", b"<svg/>"))
    assert bad.status_code == 422
    assert "x.jpg" in text_of(bad)
    assert press(client, "files", files=SimpleUploadedFile("p.jpg", made.phone_photo())).status_code == 303
    assert CaseFile.objects.of(case).get().from_applicant
    assert "p.jpg" in text_of(client.get(reverse("follow")))


def test_what_moved_on_meanwhile_is_told_and_the_text_is_kept(client: Client, claimed: Commitment) -> None:
    press(client, f"not-done-{claimed.uuid}", remains="کسی نیامد")
    late = press(client, f"not-done-{claimed.uuid}", remains="باز هم می‌گویم که کسی نیامد")
    assert late.status_code == 409
    assert "باز هم می‌گویم که کسی نیامد" in late.content.decode()
    assert again(claimed).disputes == 1


def test_another_cases_promise_is_not_there_to_be_answered(
    play: Any, client: Client, claimed: Commitment
) -> None:
    with_code(client, play.filed())
    assert press(client, f"settled-{claimed.uuid}", amount_0="", amount_1="toman").status_code == 409
    assert again(claimed).state == "claimed"


def test_nothing_is_said_without_a_code(claimed: Commitment) -> None:
    response = press(Client(), f"settled-{claimed.uuid}", amount_0="", amount_1="toman")
    assert "کد ۲۰ رقمی" in text_of(response)
    assert again(claimed).state == "claimed"


def test_the_story_is_told_newest_first(client: Client, claimed: Commitment) -> None:
    lines = [line.text for line in client.get(reverse("follow")).context["f"].timeline]
    assert lines[0].endswith("می‌گوید انجام شده است: «بازرسی انجام شد»")
    assert lines[-1] == "به دست ما رسید."
    assert any("قول داد: «بازرسی می‌کنیم»" in line for line in lines)


def test_every_kind_of_event_that_is_told_has_its_facts(client: Client, claimed: Commitment) -> None:
    press(client, f"partly-{claimed.uuid}", amount_0="", amount_1="toman", remains="دو ماه")
    page = client.get(reverse("follow"))
    assert all("…" not in line.text and "%(" not in line.text for line in page.context["f"].timeline)


def test_what_is_owed_has_come_though_no_body_said_so(client: Client, play: Any) -> None:
    commitment = play.promised()
    with_code(client, case_of(commitment))
    assert "حقم به دستم رسید" in text_of(client.get(reverse("follow")))
    assert press(client, "came", amount_0="", amount_1="toman").status_code == 303
    assert case_of(commitment).state == Case.State.CONFIRMED
    assert again(commitment).state == Commitment.State.CONFIRMED


def test_what_is_said_to_be_done_is_asked_by_itself(client: Client, claimed: Commitment) -> None:
    client.get(reverse("follow"))
    assert press(client, "came", amount_0="", amount_1="toman").status_code == 409


class TestClosedWithoutAnAnswer:
    """Whoever comes back late can still confirm, in part too, or dispute."""

    @pytest.fixture
    def left(self, client: Client, cast: Any, claimed: Commitment) -> Commitment:
        claimed.leave_unconfirmed("بی‌پاسخ", by=cast.worker)
        case = case_of(claimed)
        case.close_unconfirmed("بی‌پاسخ", by=cast.worker)
        return claimed

    def test_it_is_still_asked(self, client: Client, left: Commitment) -> None:
        assert "برای شما هم انجام شده است؟" in text_of(client.get(reverse("follow")))

    def test_a_late_confirmation_counts(self, client: Client, left: Commitment) -> None:
        press(client, f"settled-{left.uuid}", amount_0="", amount_1="toman")
        assert case_of(left).state == Case.State.CONFIRMED
        assert again(left).state == Commitment.State.CONFIRMED

    def test_a_late_dispute_opens_it_again(self, client: Client, left: Commitment) -> None:
        press(client, f"not-done-{left.uuid}", remains="کسی نیامد")
        assert case_of(left).is_open
        assert again(left).state == Commitment.State.OPEN
