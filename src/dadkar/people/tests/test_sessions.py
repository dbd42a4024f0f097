"""One's own sessions: listed, and ended one by one, all at once, or by a new password."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dadkar.people.models import Session
from dadkar.people.sessions import SessionStore, brief

PAGE = "usersessions_list"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def inside(client: Client) -> bool:
    return client.get(reverse(PAGE)).status_code == 200


def test_mine_are_listed_and_nobody_elses(cast: Any) -> None:
    here = signed_in(cast.worker)
    signed_in(cast.worker)
    signed_in(cast.colleague)
    assert len(here.get(reverse(PAGE)).context["sessions"]) == 2


def test_one_other_is_ended(cast: Any) -> None:
    here, there, third = (signed_in(cast.worker) for _one in range(3))
    pk = Session.objects.of(cast.worker)[1].pk
    here.post(reverse(PAGE), {"end": pk})
    assert [inside(client) for client in (here, there, third)] == [True, False, True]


def test_all_the_others_are_ended(cast: Any) -> None:
    here, there = signed_in(cast.worker), signed_in(cast.worker)
    colleague = signed_in(cast.colleague)
    here.post(reverse(PAGE))
    assert [inside(client) for client in (here, there, colleague)] == [True, False, True]


def test_nobody_ends_a_session_of_somebody_else(cast: Any) -> None:
    here, other = signed_in(cast.worker), signed_in(cast.colleague)
    here.post(reverse(PAGE), {"end": Session.objects.of(cast.colleague).get().pk})
    assert inside(other)


def test_the_one_in_hand_is_ended_by_signing_out_only(cast: Any) -> None:
    here = signed_in(cast.worker)
    here.post(reverse(PAGE), {"end": Session.objects.of(cast.worker).get().pk})
    assert inside(here)


def test_a_new_password_ends_the_others(cast: Any) -> None:
    old, new = "گذرواژهٔ قدیمی من", "گذرواژهٔ تازهٔ من"
    cast.worker.set_password(old)
    cast.worker.save()
    here, there = signed_in(cast.worker), signed_in(cast.worker)
    change = {"oldpassword": old, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), change)["Location"] == "/desk/"
    assert inside(here)
    assert Session.objects.of(cast.worker).count() == 1
    assert not inside(there)


def test_an_expired_session_is_not_listed_and_is_cleared(cast: Any) -> None:
    here, _there = signed_in(cast.worker), signed_in(cast.worker)
    old = Session.objects.of(cast.worker)[0]
    Session.objects.filter(pk=old.pk).update(expire_date=timezone.now() - timedelta(minutes=1))
    assert len(here.get(reverse(PAGE)).context["sessions"]) == 1
    SessionStore.clear_expired()
    assert not Session.objects.filter(pk=old.pk).exists()


def test_a_saved_session_keeps_its_beginning_and_its_owner(cast: Any) -> None:
    client = signed_in(cast.worker)
    before = Session.objects.of(cast.worker).get()
    session = client.session
    session["something"] = 1
    session.save()
    after = Session.objects.of(cast.worker).get()
    assert (after.pk, after.begun_at) == (before.pk, before.begun_at)
    assert after.session_data != before.session_data


def test_a_browser_is_kept_in_two_words() -> None:
    chrome = "Mozilla/5.0 (Linux; Android 10; SM-A107F Build/QP1A) Chrome/120.0 Mobile Safari/537.36"
    assert brief(chrome) == "Chrome/ Safari/ Android Linux"
    assert brief("") == ""
