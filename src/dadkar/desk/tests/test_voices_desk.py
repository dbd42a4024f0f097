"""Following cases together, at the desk: from the hint to the list of voices, and never through a bar."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case, VoiceWord
from dadkar.cases.tests.test_alike import AGAIN, BOILER
from dadkar.cases.tests.together import WHY, fresh, joined, matter, says, states
from dadkar.kernel.sealing import receipts
from dadkar.people.models import Principal
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Any, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


def page(client: Client, case: Case, name: str = "case") -> str:
    return client.get(reverse(name, args=[case.uuid]), headers={"Accept-Language": "en"}).content.decode()


def link(case: Case, name: str = "case") -> str:
    return f'href="{reverse(name, args=[case.uuid])}"'


def test_from_the_hint_to_followed_together_and_back(cast: Any, desk: Client) -> None:
    def filed(text: str) -> Case:
        filing = actions.Filing(text, {"county": cast.county, "workplace": cast.plant})
        nonce = receipts.new_nonce()
        return actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=nonce)[0]

    lead, case = filed(BOILER), filed(AGAIN)
    desk.post(reverse("case-take", args=[lead.uuid]))
    offered = f"{reverse('case-join', args=[case.uuid])}?with={lead.uuid}"
    assert offered in page(desk, case, "case-alike")
    form = desk.get(offered).context["form"]
    assert form["number"].value() == lead.number
    said = {"number": lead.number, "leads": "other", "reason": WHY}
    assert desk.post(offered, said).status_code == 302
    assert fresh(case).lead_id == lead.pk
    assert link(lead) in page(desk, case)
    assert link(case) in page(desk, lead)
    listed = desk.get(reverse("queue"), headers={"Accept-Language": "en"}).content.decode()
    assert (listed.count("Followed together"), link(case) in listed) == (1, False)
    assert desk.post(reverse("case-part", args=[case.uuid]), {"reason": "کارگاه دیگری"}).status_code == 302
    assert fresh(case).lead_id is None
    assert link(lead) not in page(desk, case)


@pytest.mark.parametrize("number", ["", "نمی‌دانم", "1405-", "1-1", "1405-99999999999999999999", "-"])
def test_a_number_that_is_none_is_told_and_kept(desk: Client, play: Any, number: str) -> None:
    said = {"number": number, "leads": "other", "reason": WHY}
    answer = desk.post(reverse("case-join", args=[play.filed().uuid]), said)
    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == WHY


def test_a_number_in_persian_digits_and_this_one_leads(cast: Any, desk: Client, play: Any) -> None:
    lead = Case.objects.as_system("test").get(pk=play.sent().case_id)
    case = play.filed()
    number = case.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    said = {"number": number, "leads": "this", "reason": WHY}
    assert desk.get(reverse("case-join", args=[lead.uuid])).context["form"]["leads"].value() == "this"
    assert desk.post(reverse("case-join", args=[lead.uuid]), said).status_code == 302
    assert fresh(case).lead_id == lead.pk


def test_what_is_refused_is_said_on_the_form(cast: Any, desk: Client, play: Any) -> None:
    case, lead = play.filed(), play.filed()
    said = {"number": lead.number, "leads": "other", "reason": WHY}
    path = reverse("case-join", args=[case.uuid])
    answer = desk.post(path, said, headers={"Accept-Language": "en"})
    assert (answer.status_code, "Take the other case first" in answer.content.decode()) == (422, True)


class TestBarred:
    """Whoever must not see a voice does not see it through its lead, nor the other way round."""

    def test_the_lead_shows_no_barred_voice(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 2)
        says(m.voices[0], "no", remains="رازِ من")
        actions.bar(fresh(m.voices[0]), [Principal.objects.of_user(cast.colleague)], by=cast.worker, why="…")
        colleague = Client()
        colleague.force_login(cast.colleague)
        text = page(colleague, m.lead)
        assert link(m.voices[1]) in text
        assert link(m.voices[0]) not in text
        assert str(m.voices[0].uuid) not in text
        assert m.voices[0].number not in text
        assert colleague.get(reverse("case", args=[m.voices[0].uuid])).status_code == 404

    def test_a_voice_shows_no_barred_lead(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        actions.bar(fresh(m.lead), [Principal.objects.of_user(cast.colleague)], by=cast.worker, why="…")
        colleague = Client()
        colleague.force_login(cast.colleague)
        text = page(colleague, m.voices[0])
        assert str(m.lead.uuid) not in text
        assert m.lead.number not in text
        assert "open to you" in text
        path = reverse("case-join", args=[play.filed().uuid])
        said = {"number": m.lead.number, "leads": "other", "reason": WHY}
        assert colleague.post(path, said).status_code == 422, "its number is found by nobody who is barred"

    def test_no_body_learns_of_a_voice(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.voices[0], "no", remains="رازِ من")
        liaison = Client()
        liaison.force_login(cast.liaison)
        referral = m.lead.referrals.as_system("test").get()
        text = page(liaison, referral, "body-referral")
        assert "رازِ من" not in text
        assert str(m.voices[0].uuid) not in text
        assert liaison.get(reverse("case", args=[m.voices[0].uuid])).status_code in (403, 404)


class TestTheirWord:
    def test_one_of_several_by_telephone(self, cast: Any, desk: Client, play: Any) -> None:
        m = matter(cast, play, 1)
        assert link(m.voices[0], "case-word") in page(desk, m.voices[0])
        assert "Each of the people is asked" in page(desk, m.lead)
        said = {"about": m.commitment.uuid, "via": "phone", "kept": "yes", "outcome": "full"}
        assert desk.post(reverse("case-word", args=[m.voices[0].uuid]), said).status_code == 302
        assert states(*m.voices) == ["confirmed"]
        assert VoiceWord.objects.as_system("test").get().via == "phone"
        assert link(m.voices[0], "case-word") not in page(desk, m.voices[0])
        back = {"reason": "چک برگشت خورد", "via": "visit"}
        assert desk.post(reverse("case-word-back", args=[m.voices[0].uuid]), back).status_code == 302
        assert fresh(m.commitment).state == "open"
        assert desk.post(reverse("case-word-back", args=[m.voices[0].uuid]), back).status_code == 422

    def test_not_done_and_nothing_chosen(self, cast: Any, desk: Client, play: Any) -> None:
        m = matter(cast, play, 1)
        path = reverse("case-word", args=[m.lead.uuid])
        assert desk.post(path, {"via": "phone", "kept": "yes"}).status_code == 422
        about = {"about": m.commitment.uuid, "via": "phone", "kept": "no", "remains": "نیامد"}
        assert desk.post(path, about).status_code == 302
        assert fresh(m.commitment).disputes == 1

    def test_what_is_not_asked_is_not_written(self, cast: Any, desk: Client, play: Any) -> None:
        lead = Case.objects.as_system("test").get(pk=play.sent().case_id)
        (voice,) = joined(cast, play, lead)
        stranger = play.claimed()
        said = {"about": stranger.uuid, "via": "phone", "kept": "yes", "outcome": "full"}
        assert desk.post(reverse("case-word", args=[voice.uuid]), said).status_code == 422
        assert not VoiceWord.objects.as_system("test").exists()


def test_a_lead_that_gave_up_says_so_and_stays_in_the_queue(cast: Any, desk: Client, play: Any) -> None:
    m = matter(cast, play, 1)
    actions.withdraw(fresh(m.lead), "…", by=cast.worker, via="phone")
    text = page(desk, m.lead)
    assert "For its own applicant it has ended" in text
    assert link(m.lead, "case-withdraw") not in text
    assert link(m.lead, "case-reopen") in text
    assert m.lead.pk in [row.pk for row in desk.get(reverse("queue")).context["rows"]]
    assert Event.objects.filter(subject=m.lead.uuid, kind="case.ended_for").exists()
