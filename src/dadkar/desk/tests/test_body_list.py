"""The body's list: what is owed first, lawful waits apart, and only what was sent to this body."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases.reading import bodys_referrals
from dadkar.desk.body_list import Group, counts, in_order
from dadkar.kernel import moment


def group_of(referral: Any, user: Any) -> Group:
    """The one group in which the user finds the referral."""
    rows = bodys_referrals(user)
    found = [group for group in Group if in_order(rows, group).filter(pk=referral.pk).exists()]
    assert len(found) == 1
    assert counts(rows)[found[0].value] == 1
    return found[0]


def test_a_fresh_referral_waits_for_its_answer(cast: Any, play: Any) -> None:
    referral = play.sent()
    assert group_of(referral, cast.liaison) in (Group.ANSWER, Group.WEEK)
    with moment.moved_to(referral.due_at - timedelta(days=1)):
        assert group_of(referral, cast.liaison) == Group.WEEK
    with moment.moved_to(referral.due_at + timedelta(minutes=1)):
        assert group_of(referral, cast.liaison) == Group.LATE


@pytest.mark.parametrize("kind", ["need_petition", "before_board", "refuse", "ask_info"])
def test_a_lawful_wait_is_never_late(cast: Any, play: Any, kind: str) -> None:
    referral = play.sent()
    play.answered(referral, kind, day=moment.today() + timedelta(days=60))
    with moment.moved_to(moment.now() + timedelta(days=50)):
        assert group_of(referral, cast.liaison) == Group.WAITING


def test_a_promised_step_stands_at_its_own_date(cast: Any, play: Any) -> None:
    referral = play.sent()
    commitment = play.promised(referral, days=20)
    assert group_of(referral, cast.liaison) == Group.STEP
    with moment.moved_to(commitment.due_at + timedelta(hours=1)):
        assert group_of(referral, cast.liaison) == Group.LATE
    play.claimed(commitment)
    with moment.moved_to(commitment.due_at + timedelta(hours=1)):
        assert group_of(referral, cast.liaison) == Group.CLAIMED


def test_another_body_finds_nothing(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.insurer)
    assert str(referral.uuid) not in client.get(reverse("body-referrals")).text


def test_the_list_says_neither_day_of_filing_nor_case(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    case = referral.case
    client.force_login(cast.liaison)
    for page in (reverse("body-referrals"), reverse("body-referral", args=[referral.uuid])):
        text = client.get(page, headers={"accept-language": "en"}).text
        assert str(case.uuid) not in text
        assert case.number not in text
        assert case.narrative.open() not in text
        assert f"{case.filed_at:%H:%M}" not in text


def test_a_letters_number_in_any_digits_finds_its_referral(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.liaison)
    persian = referral.letter.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    url = reverse("body-referral", args=[referral.uuid])
    assert url in client.get(reverse("body-referrals"), {"q": persian}).text
    assert url not in client.get(reverse("body-referrals"), {"q": "9999/9"}).text


@pytest.mark.parametrize("tab", [*Group.values, "nonsense"])
def test_each_tab_is_a_page(cast: Any, play: Any, client: Client, tab: str) -> None:
    play.promised()
    client.force_login(cast.liaison)
    assert client.get(reverse("body-referrals"), {"tab": tab}).status_code == 200


def test_the_gap_between_said_and_confirmed_is_the_headline(cast: Any, play: Any, client: Client) -> None:
    play.claimed()
    client.force_login(cast.liaison)
    text = client.get(reverse("body-referrals"), headers={"accept-language": "en"}).text
    assert "Of the steps you promised this year (1), 1 is said to be done;" in text
    assert "has <b>not</b> confirmed it yet" in text
