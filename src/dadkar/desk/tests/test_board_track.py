"""The petition's pages: the draft, the name, the dates, and what odd input gets."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from dadkar.cases import actions, board, parties, payments
from dadkar.cases.models import Case, Hearing, Payment, Petition, Ruling
from dadkar.cases.reference import load_rights
from dadkar.cases.tests.drama import STORY
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.records.models import Event
from dadkar.records.papers.tests.reading import text_of, word_text

pytestmark = pytest.mark.django_db

SUMMARY = "مزد چهار ماه پرداخت نشده است."
FA = {"HTTP_ACCEPT_LANGUAGE": "fa"}


def shown(day: date) -> str:
    return Jalali.from_date(day).short("fa")


def ago(days: int) -> date:
    return moment.today() - timedelta(days=days)


def kinds(case: Case) -> list[str]:
    return [event.kind for event in Event.objects.timeline([case.uuid])]


@pytest.fixture
def desk(cast: Any, play: Any, client: Client) -> SimpleNamespace:
    """A case worker at work on a case whose summary was agreed to, with its petition when one is there."""
    load_rights(cast.house)
    referral = play.sent()
    case = Case.objects.as_system("test").select_related("house", "county").get(pk=referral.case_id)
    actions.set_contact(case, {"name": "حسن بهرامی", "phone": "+989171234567"}, by=cast.worker)
    client.force_login(cast.worker)

    def page(name: str, row: Any, **data: Any) -> Any:
        address = reverse(name, args=[row.uuid])
        return client.post(address, data, **FA) if data else client.get(address, **FA)

    def petition(*, filed: bool = True) -> Petition:
        made = board.prepare_petition(
            case, "diagnosis", by=cast.worker, wants="پرداخت مزد", explanation=SUMMARY,
            claims=[{"what": "مزد", "months": "۴ ماه", "amount": 90_000_000}],
        )  # fmt: skip
        if filed:
            board.consent(made, "visit", by=cast.worker)
            board.file_petition(made, ago(40), by=cast.worker)
        return made

    def ruling() -> Ruling:
        return board.record_ruling(petition(), ago(30), by=cast.worker, number="۷", favour="worker")

    return SimpleNamespace(case=case, page=page, petition=petition, ruling=ruling, client=client)


# -- the draft ----------------------------------------------------------------------------------------


def test_the_draft_begins_with_the_agreed_summary_and_the_table_not_with_the_narrative(
    cast: Any, desk: Any
) -> None:
    people = [parties.Person("الف", 4, 300_000_000, 1), parties.Person("ب", 3, 200_000_000, 3)]
    parties.add_people(desk.case, people, by=cast.worker)
    html = desk.page("case-petition", desk.case).content.decode()
    assert SUMMARY in html
    assert STORY not in html
    for said in ("۵۰٬۰۰۰٬۰۰۰", "۷ ماه", "۳ ماه"):
        assert said in html


def test_a_draft_is_kept_once_with_its_claims(desk: Any) -> None:
    typed = {
        "nonce": str(uuid4()), "board": "diagnosis", "wants": "پرداخت مزد", "explanation": SUMMARY,
        "what_0": "مزد", "months_0": "۴ ماه", "amount_0_0": "۱۲ میلیون", "amount_0_1": "toman",
        "what_3": "عیدی", "amount_3_0": "", "amount_3_1": "toman", "papers_ready": ["contract"],
    }  # fmt: skip
    first, again = (desk.page("case-petition", desk.case, **typed) for _twice in range(2))
    (petition,) = Petition.objects.of(desk.case)
    assert first.url == again.url == reverse("petition", args=[petition.uuid])
    assert petition.claims.open() == [
        {"what": "مزد", "months": "۴ ماه", "amount": 120_000_000},
        {"what": "عیدی", "months": "", "amount": None},
    ]
    assert petition.papers_ready == ["contract"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"wants": ""},
        {"board": "king"},
        {"amount_0_0": "-۵"},
        {"what_0": "", "months_0": "۴"},
        {"papers_ready": ["passport"]},
    ],
)
def test_a_wrong_draft_keeps_what_was_typed(desk: Any, wrong: dict[str, Any]) -> None:
    typed = {"board": "diagnosis", "wants": "پرداخت", "explanation": "شرح ماجرا", "what_0": "مزد"} | wrong
    page = desk.page("case-petition", desk.case, **typed)
    assert page.status_code == 422
    assert "شرح ماجرا" in page.content.decode()
    assert not Petition.objects.of(desk.case).exists()


# -- the name -----------------------------------------------------------------------------------------


def read(page: Any) -> bytes:
    return b"".join(page.streaming_content)


def test_without_consent_no_paper_carries_the_name(desk: Any) -> None:
    petition = desk.petition(filed=False)
    draft = text_of(read(desk.page("petition-draft-pdf", petition)))
    assert "مزد" in draft
    assert "بهرامی" not in draft
    page = desk.client.post(reverse("petition-named-pdf", args=[petition.uuid]))
    assert page.url == reverse("petition", args=[petition.uuid])
    assert "case.contact_opened" not in kinds(desk.case)


def test_consent_must_be_ticked_with_how_it_was_given(desk: Any) -> None:
    petition = desk.petition(filed=False)
    assert desk.page("petition-consent", petition, via="phone").status_code == 422
    assert desk.page("petition-consent", petition, knows="on").status_code == 422
    assert desk.page("petition-consent", petition, via="phone", knows="on").status_code == 302
    petition.refresh_from_db()
    assert petition.consent_via == "phone"


def test_each_printing_of_the_name_is_in_the_log(desk: Any) -> None:
    petition = desk.petition()
    pdf = desk.client.post(reverse("petition-named-pdf", args=[petition.uuid]))
    word = desk.client.post(reverse("petition-named-docx", args=[petition.uuid]))
    assert "بهرامی" in text_of(read(pdf))
    assert "بهرامی" in word_text(read(word))
    assert kinds(desk.case).count("case.contact_opened") == 2
    assert desk.client.get(reverse("petition-named-pdf", args=[petition.uuid])).status_code == 405


def test_a_draft_is_not_filed_without_consent(desk: Any) -> None:
    petition = desk.petition(filed=False)
    page = desk.page("petition-filed", petition, on=shown(ago(1)))
    assert page.status_code == 422
    petition.refresh_from_db()
    assert petition.filed_on is None


# -- dates --------------------------------------------------------------------------------------------


def test_31_mehr_is_refused_with_a_sentence(desk: Any) -> None:
    page = desk.page("petition-hearing", desk.petition(), on="۱۴۰۵/۷/۳۱")
    assert page.status_code == 422
    assert "مهر ۱۴۰۵" in page.content.decode()
    assert not Hearing.objects.of(desk.case).exists()


def test_a_session_on_a_rest_day_is_kept_with_a_warning(desk: Any) -> None:
    petition = desk.petition()
    friday = moment.today() + timedelta(days=(4 - moment.today().weekday()) % 7 + 7)
    for day, warned in ((friday, True), (friday + timedelta(days=1), False)):
        desk.page("petition-hearing", petition, on=shown(day), hour="09:30", place="سالن ۲")
        html = desk.page("petition", petition).content.decode()
        assert ('class="warning"' in html) is warned
        assert "سالن ۲" in html
    assert Hearing.objects.of(desk.case).count() == 2


def test_served_before_given_is_refused_on_both_pages(desk: Any) -> None:
    ruling = desk.ruling()
    page = desk.page("ruling-served", ruling, on=shown(ago(31)))
    assert page.status_code == 422
    typed = {"number": "۸", "given_on": shown(ago(5)), "favour": "part", "served_on": shown(ago(6))}
    assert desk.page("petition-ruling", ruling.petition, **typed).status_code == 422
    assert Ruling.objects.of(desk.case).count() == 1


def test_the_last_day_stands_on_both_pages_with_its_source(desk: Any) -> None:
    petition = desk.petition()
    typed = {"number": "۸", "given_on": shown(ago(6)), "favour": "part", "served_on": shown(ago(5))}
    assert desk.page("petition-ruling", petition, **typed).status_code == 302
    ruling = Ruling.objects.of(desk.case).select_related("case__house", "petition").get()
    (right,) = ruling.rights(desk.case.calendar)
    for page in (desk.page("petition", petition), desk.page("case", desk.case)):
        html = page.content.decode()
        assert f'datetime="{right.last_day.isoformat()}"' in html
        assert escape(right.right.source_fa) in html


def test_a_result_that_sets_another_session_makes_it(desk: Any) -> None:
    hearing = board.set_hearing(desk.petition(), ago(1), by=desk.case.officer)
    later = moment.today() + timedelta(days=12)
    desk.page("hearing-result", hearing, outcome="adjourned", text="تجدید شد", next_on=shown(later))
    assert [one.held_on for one in Hearing.objects.of(desk.case)] == [ago(1), later]


# -- money --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["-5", "۰", "زیاد", ""])
def test_an_amount_that_is_none_is_refused(desk: Any, amount: str) -> None:
    page = desk.page(
        "case-payment", desk.case, amount_rial_0=amount, amount_rial_1="rial", paid_on=shown(ago(1))
    )
    assert page.status_code == 422
    assert not Payment.objects.of(desk.case).exists()


def test_money_for_a_ruling_in_toman_fills_its_bar(desk: Any) -> None:
    ruling = desk.ruling()
    typed = {"amount_rial_0": "۲ میلیون", "amount_rial_1": "toman", "paid_on": shown(ago(1)),
             "what_for": f"ruling:{ruling.uuid}"}  # fmt: skip
    assert desk.page("case-payment", desk.case, **typed).status_code == 302
    assert Payment.objects.of(desk.case).get().ruling == ruling
    assert "۲۰٬۰۰۰٬۰۰۰" in desk.page("petition", ruling.petition).content.decode()


def test_another_cases_ruling_is_no_choice(cast: Any, play: Any, desk: Any) -> None:
    ruling, other = desk.ruling(), play.filed()
    typed = {"amount_rial_0": "۲", "amount_rial_1": "rial", "paid_on": shown(ago(1)),
             "what_for": f"ruling:{ruling.uuid}"}  # fmt: skip
    payments.record_payment(other, 5, ago(1), by=cast.worker)
    desk.page("case-payment", other, **typed)
    assert {one.ruling for one in Payment.objects.of(other)} <= {None}
    assert not Payment.objects.of(desk.case).exists()


# -- doors --------------------------------------------------------------------------------------------

VERBS = ["change", "papers", "consent", "filed", "next", "hearing", "ruling", "draft-pdf", "draft-docx"]
PAGES = ["petition", *(f"petition-{verb}" for verb in VERBS)]


def test_a_petition_that_is_not_theirs_does_not_exist(cast: Any, desk: Any) -> None:
    ruling = desk.ruling()
    payment = payments.record_payment(desk.case, 5, ago(1), by=cast.worker, ruling=ruling)
    hearing = board.set_hearing(ruling.petition, ago(2), by=cast.worker)
    desk.client.force_login(cast.outsider)
    found = [desk.page(name, ruling.petition).status_code for name in PAGES]
    found += [desk.page(name, hearing).status_code for name in ("hearing-move", "hearing-result")]
    found += [desk.page(name, ruling).status_code for name in ("ruling-served", "ruling-enforcement")]
    found += [
        desk.page("payment-strike", payment).status_code,
        desk.page("case-petition", desk.case).status_code,
    ]
    found.append(desk.client.post(reverse("petition-named-pdf", args=[ruling.petition.uuid])).status_code)
    assert set(found) == {404}


def test_a_forged_uuid_is_not_found(desk: Any) -> None:
    stranger = SimpleNamespace(uuid=uuid4())
    assert {desk.page(name, stranger).status_code for name in PAGES} == {404}


def test_the_bodys_liaison_is_refused(cast: Any, desk: Any) -> None:
    petition = desk.petition()
    desk.client.force_login(cast.liaison)
    assert desk.page("petition", petition).status_code == 403


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_opens(cast: Any, desk: Any, language: str) -> None:
    ruling = desk.ruling()
    hearing = board.set_hearing(ruling.petition, ago(2), by=cast.worker)
    payment = payments.record_payment(desk.case, 5, ago(1), by=cast.worker, ruling=ruling)
    desk.client.cookies["django_language"] = language
    pages = [(name, ruling.petition) for name in PAGES] + [
        ("hearing-move", hearing), ("hearing-result", hearing), ("ruling-served", ruling),
        ("ruling-enforcement", ruling), ("payment-strike", payment), ("case-petition", desk.case),
        ("case-payment", desk.case), ("case", desk.case), ("petition-consent-back", ruling.petition),
    ]  # fmt: skip
    for name, row in pages:
        page = desk.client.get(reverse(name, args=[row.uuid]))
        assert page.status_code == 200, name
        if page.streaming:  # a paper
            continue
        crumbs = page.text.partition('class="crumbs"')[2].partition("</ol>")[0]
        below = name != "petition" and not isinstance(row, Case)
        assert (reverse("petition", args=[ruling.petition.uuid]) in crumbs) is below, name


def test_the_check_list_is_printed_as_it_was_ticked(desk: Any) -> None:
    petition = desk.petition()
    assert desk.page("petition-papers", petition, papers_ready=["contract", "witness"]).status_code == 302
    text = word_text(read(desk.page("petition-draft-docx", petition)))
    assert text.count("☑") == 2


def test_an_objection_begins_with_the_next_board(desk: Any) -> None:
    assert desk.page("case-petition", desk.case).context["form"]["board"].value() == "diagnosis"
    desk.ruling()
    assert desk.page("case-petition", desk.case).context["form"]["board"].value() == "dispute"
