"""Letters of the house: several matters in one, printed the same later, seen by who may see all of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Referral
from dadkar.desk import letters
from dadkar.desk.views import letters as letter_pages
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.sealing import keys
from dadkar.people.models import Principal
from dadkar.records.models import Letter


@pytest.fixture
def agreed(cast: Any, play: Any, topic: Any) -> Any:
    """A maker of referrals that are agreed to and not yet sent."""

    def make(summary: str = "مزد دو ماه مانده است.", body: Any = None) -> Referral:
        case = play.filed()
        case.take(by=cast.worker)
        referral = actions.draft_referral(case, body or cast.labour, summary, topic=topic, by=cast.worker)
        referral.propose(by=cast.worker)
        referral.agree(by=Applicant(case.uuid))
        return referral

    return make


def address(*referrals: Referral) -> str:
    return reverse("letter-new") + "?" + "&".join(f"referral={one.uuid}" for one in referrals)


def typed(client: Client, *referrals: Referral) -> dict[str, Any]:
    """What the form of a new letter begins with."""
    form = client.get(address(*referrals)).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def send(client: Client, *referrals: Referral, **changed: Any) -> Letter:
    data = typed(client, *referrals) | changed
    page = client.post(address(*referrals), data | {"then": "send"})
    assert page.status_code == 302, page.context["form"].errors
    return Letter.objects.get(referrals=referrals[0])


def received(client: Client, referral: Referral) -> Letter:
    """The letter in which the body answered."""
    day = Jalali.from_date(moment.today()).short("fa")
    said = {"number": "۱۱/۴۵۶", "dated": day, "text": "اقدام می‌شود."}
    page = client.post(reverse("letter-answer-kind", args=[referral.uuid, "petition"]), said)
    assert page.status_code == 302
    return Letter.objects.get(direction=Letter.Direction.IN)


def test_several_matters_go_out_in_one_numbered_letter(cast: Any, agreed: Any, client: Client) -> None:
    first, second = agreed("مزد مرداد"), agreed("مزد شهریور")
    client.force_login(cast.worker)
    chosen = client.get(reverse("letter-new")).text
    assert str(first.uuid) in chosen
    assert str(second.uuid) in chosen
    letter = send(client, first, second, copies="استانداری\nبایگانی")
    assert {one.state for one in letters.carried(letter)} == {Referral.State.SENT}
    paper = letters.paper(letter)
    assert [row[-1] for row in paper.table.rows] == ["مزد مرداد", "مزد شهریور"]
    assert list(paper.copies) == ["استانداری", "بایگانی"]
    assert paper.signatory.name == cast.manager.full_name


def test_it_is_seen_before_it_is_sent_and_nothing_is_kept(cast: Any, agreed: Any, client: Client) -> None:
    referral = agreed()
    client.force_login(cast.worker)
    data = typed(client, referral) | {"subject": "موضوع تازه"}
    page = client.post(address(referral), data | {"then": "look"})
    assert "موضوع تازه" in page.text
    assert not Letter.objects.exists()
    back = client.post(address(referral), data | {"then": "change"})
    assert back.context["form"]["subject"].value() == "موضوع تازه"


def test_it_prints_the_same_later(cast: Any, agreed: Any, client: Client) -> None:
    referral = agreed()
    client.force_login(cast.worker)
    letter = send(client, referral)
    before = letters.paper(letter)
    cast.manager.full_name = "کس دیگر"
    cast.manager.save()
    cast.labour.fa = "نام تازهٔ اداره"
    cast.labour.save()
    referral.topic.fa = "نام تازهٔ موضوع"
    referral.topic.save()
    assert letters.paper(Letter.objects.get(pk=letter.pk)) == before


def test_erasing_a_case_takes_its_summary_out_of_the_letter(cast: Any, agreed: Any, client: Client) -> None:
    first, second = agreed("مزد مرداد"), agreed("مزد شهریور")
    client.force_login(cast.worker)
    letter = send(client, first, second)
    keys.erase(first.case_uuid, "content")
    said = str(letters.paper(Letter.objects.get(pk=letter.pk)).table.rows)
    assert "مزد مرداد" not in said
    assert "مزد شهریور" in said


@pytest.mark.parametrize(("name", "begins"), [("letter-pdf", b"%PDF"), ("letter-docx", b"PK")])
def test_it_is_downloaded_as_pdf_and_word(
    cast: Any, agreed: Any, client: Client, name: str, begins: bytes
) -> None:
    client.force_login(cast.worker)
    letter = send(client, agreed())
    page = client.get(reverse(name, args=[letter.uuid]))
    assert b"".join(page.streaming_content).startswith(begins)
    assert page["Content-Disposition"].startswith("attachment")


def test_matters_to_two_bodies_make_no_letter(cast: Any, agreed: Any, client: Client) -> None:
    client.force_login(cast.worker)
    page = client.get(address(agreed(), agreed(body=cast.insurance)))
    assert page.status_code == 404


def test_what_is_not_agreed_to_or_not_ours_can_not_be_sent(
    cast: Any, play: Any, agreed: Any, topic: Any, client: Client
) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    draft = actions.draft_referral(case, cast.labour, "پیش‌نویس", topic=topic, by=cast.worker)
    client.force_login(cast.worker)
    assert client.get(address(draft)).context.get("form") is None
    ready = agreed()
    client.force_login(cast.outsider)
    assert client.get(address(ready)).context.get("form") is None
    client.post(address(ready), {"then": "send"})
    assert not Letter.objects.exists()


def test_sent_twice_is_one_letter(cast: Any, agreed: Any, client: Client) -> None:
    referral = agreed()
    client.force_login(cast.worker)
    data = typed(client, referral)
    send(client, referral)
    assert client.post(address(referral), data | {"then": "send"}).status_code == 200
    assert Letter.objects.count() == 1


def test_the_list_finds_by_number_and_body(cast: Any, agreed: Any, client: Client) -> None:
    client.force_login(cast.worker)
    letter = send(client, agreed())
    url = reverse("letter", args=[letter.uuid])
    persian = letter.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for words in (persian, "تعاون", ""):
        assert url in client.get(reverse("letters"), {"q": words}).text
    assert url not in client.get(reverse("letters"), {"q": "تأمین"}).text
    assert url not in client.get(reverse("letters"), {"tab": "in"}).text


def test_who_must_not_see_one_matter_does_not_see_its_letter(cast: Any, agreed: Any, client: Client) -> None:
    first, second = agreed(), agreed()
    client.force_login(cast.worker)
    letter = send(client, first, second)
    actions.bar(first.case, [Principal.objects.of_user(cast.colleague)], by=cast.worker, why="نسبت")
    actions.bar(first.case, [Principal.objects.of_user(cast.liaison)], by=cast.worker, why="نسبت")
    for user, seen in ((cast.worker, True), (cast.colleague, False), (cast.outsider, False)):
        client.force_login(user)
        assert (client.get(reverse("letter", args=[letter.uuid])).status_code == 200) is seen
        assert (str(letter.uuid) in client.get(reverse("letters")).text) is seen
    client.force_login(cast.liaison)
    assert client.get(reverse("body-letter", args=[second.uuid])).status_code == 404
    assert client.get(reverse("body-referral", args=[second.uuid])).status_code == 200


@pytest.mark.parametrize("few", [0, 1000])
def test_the_list_is_the_same_for_who_sees_few_and_for_who_sees_many(
    cast: Any, agreed: Any, play: Any, client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(letters, "FEW", few)
    monkeypatch.setattr(letters, "AT_ONCE", 1)
    monkeypatch.setattr(letter_pages, "PAGE", 2)
    client.force_login(cast.worker)
    sent = [send(client, agreed()) for _time in range(3)]
    barred = agreed()
    send(client, barred, agreed())
    actions.bar(barred.case, [Principal.objects.of_user(cast.worker)], by=cast.colleague, why="نسبت")
    came = received(client, Referral.objects.as_system("test").get(letter=sent[0]))

    def listed(address: str) -> list[list[str]]:
        context = client.get(address).context
        rest = listed(context["next_url"]) if context["next_url"] else []
        return [[letter.number for letter in context["rows"]], *rest]

    numbers = [letter.number for letter in (came, *reversed(sent))]
    assert listed(reverse("letters")) == [numbers[:2], numbers[2:]]
    assert listed(f"{reverse('letters')}?tab=in") == [[came.number]]
    client.force_login(cast.outsider)
    assert listed(reverse("letters")) == [[]]


def test_the_body_reads_its_letter(cast: Any, agreed: Any, client: Client) -> None:
    referral = agreed()
    client.force_login(cast.worker)
    send(client, referral)
    client.force_login(cast.liaison)
    page = client.get(reverse("body-letter", args=[referral.uuid]))
    assert b"".join(page.streaming_content).startswith(b"%PDF")
