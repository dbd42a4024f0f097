"""One of many voices comes back with the code: the matter is theirs, the others' words are not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case
from dadkar.cases.tests.drama import STORY
from dadkar.cases.tests.together import WHY, fresh, matter, says, states
from dadkar.kernel.actor import Applicant
from dadkar.portal.tests.hands import with_code

pytestmark = pytest.mark.django_db
SECRETS = ["نامِ من سهراب است", "پیامِ خودم", "کم ماند", "بازرسی انجام شد", "مزد چهار ماه پرداخت نشده است"]


def page(case: Case, language: str = "en") -> str:
    client = Client()
    with_code(client, fresh(case))
    return client.get(reverse("follow"), headers={"Accept-Language": language}).content.decode()


def press(case: Case, key: str, **said: str) -> int:
    client = Client()
    with_code(client, fresh(case))
    client.get(reverse("follow"))
    return client.post(reverse("follow"), {"key": key, **said}).status_code


@pytest.fixture
def m(cast: Any, play: Any) -> Any:
    """A matter of three in which the lead has said much."""
    made = matter(cast, play, 2)
    actions.say(fresh(made.lead), "نامِ من سهراب است", by=Applicant(made.lead.uuid))
    actions.say(fresh(made.lead), "پیامِ خودم", by=cast.worker)
    return made


def test_a_voice_is_told_where_it_stands_and_asked(m: Any) -> None:
    text = page(m.voices[0])
    assert "followed together with those of others" in text
    assert "Is it done for you too?" in text
    assert "بازرسی می‌کنیم" in text, "what was promised to them all"
    assert m.commitment.debtor.en in text


def test_nothing_of_one_stands_on_the_page_of_another(m: Any) -> None:
    says(m.lead, "part", remains="کم ماند")
    says(m.voices[0], "no", remains="رازِ من")
    for language in ("fa", "en"):
        for reader in (m.voices[0], m.voices[1]):
            text = page(reader, language)
            for secret in (*SECRETS, WHY, m.lead.number, str(m.lead.uuid)):
                assert secret not in text, (secret, language)
        for reader in (m.voices[1], m.lead):
            assert "رازِ من" not in page(reader, language)
    assert STORY not in page(m.voices[0])


def test_a_leads_own_page_names_and_counts_nobody(m: Any) -> None:
    says(m.voices[0], "no", remains="رازِ من")
    text = page(m.lead)
    assert text.count("Your case is followed together with those of others") == 1
    assert "Not all to whom it was promised" in text
    assert "You said that it is not done" not in text


def test_each_answers_with_the_buttons_of_the_page(m: Any) -> None:
    sara, reza = m.voices
    about = m.commitment.uuid
    assert press(sara, f"settled-{about}") == 303
    assert states(sara) == ["confirmed"]
    assert "Closed, with your confirmation" in page(sara)
    assert press(reza, f"partly-{about}", remains="نیمی") == 303
    assert "Is it done for you too?" not in page(reza)
    assert press(m.lead, f"not-done-{about}", remains="نیامد") == 303
    assert fresh(m.commitment).disputes == 1
    assert press(sara, "not-settled", reason="زود گفتم") == 303
    assert states(sara) == ["promised"]


def test_a_lead_that_said_yes_sees_its_own_closed(m: Any) -> None:
    assert press(m.lead, f"settled-{m.commitment.uuid}") == 303
    text = page(m.lead)
    assert "Closed, with your confirmation" in text
    assert 'name="key" value="withdraw"' not in text
    assert 'value="not-settled"' in text
    assert press(m.lead, "not-settled", reason="زود گفتم") == 303
    assert fresh(m.commitment).state == "open"


def test_a_lead_that_gives_up_sees_its_own_closed(m: Any) -> None:
    assert press(m.lead, "withdraw") == 303
    assert "Closed, at your wish" in page(m.lead)
    assert states(m.lead, *m.voices) == ["claimed"] * 3
    assert "Is it done for you too?" in page(m.voices[0])


def test_every_date_of_a_voice_can_be_asked(m: Any) -> None:
    says(m.lead, "no")
    client = Client()
    with_code(client, fresh(m.voices[0]))
    shown = client.get(reverse("follow")).context["f"]
    assert shown.current == m.commitment
    answer = client.get(reverse("follow-why", args=[shown.current_clock]))
    assert answer.status_code == 200


def test_parted_it_is_told_so(cast: Any, m: Any) -> None:
    actions.part(fresh(m.voices[0]), "کارگاه دیگری است", by=cast.worker)
    text = page(m.voices[0])
    assert "followed by itself again" in text
    assert "Is it done for you too?" not in text
    assert "کارگاه دیگری است" not in text
