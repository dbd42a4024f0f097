"""An account that is not ready leads its owner to the page that makes it so, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from dadkar.kernel import moment
from dadkar.people.adapter import MFAAdapter
from dadkar.people.models import Session, User

DESK = "/desk/"


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def signed_in(user: User, password: str) -> Client:
    caches["default"].clear()
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": password})
    return client


def test_a_one_time_password_must_be_replaced_first(cast: Any) -> None:
    given = cast.worker.give_one_time_password(by=cast.admin)
    client = signed_in(cast.worker, given)
    assert client.get(DESK)["Location"] == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200
    own = "گذرواژهٔ خودم است"
    client.post(
        reverse("account_change_password"), {"oldpassword": given, "password1": own, "password2": own}
    )
    assert client.get(DESK)["Location"] != reverse("account_change_password")
    assert User.objects.get(pk=cast.worker.pk).one_time_until is None


def test_a_one_time_password_runs_out(cast: Any) -> None:
    given = cast.worker.give_one_time_password(by=cast.admin)
    User.objects.filter(pk=cast.worker.pk).update(one_time_until=moment.now() - timedelta(minutes=1))
    signed_in(cast.worker, given)
    assert not Session.objects.of(cast.worker).exists()


def test_a_one_time_password_ends_the_sessions_begun_with_the_old(cast: Any, client: Client) -> None:
    client.force_login(cast.worker)
    cast.worker.give_one_time_password(by=cast.admin)
    assert client.get(DESK)["Location"].startswith(reverse("account_login"))


def test_nobody_gives_a_password_without_a_name(cast: Any) -> None:
    with pytest.raises(TypeError):
        cast.worker.give_one_time_password(by=None)


@pytest.mark.usefixtures("required")
def test_where_a_second_factor_is_required_it_comes_first(cast: Any, client: Client) -> None:
    client.force_login(cast.worker)
    assert client.get(DESK)["Location"] == reverse("mfa_index")
    assert client.get(reverse("queue"))["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    totp.TOTP.activate(cast.worker, totp.generate_totp_secret())
    assert client.get(DESK)["Location"] != reverse("mfa_index")


@pytest.mark.usefixtures("required")
def test_workers_are_not_asked(client: Client, cast: Any) -> None:
    assert client.get("/").status_code == 200


def test_where_it_is_not_required_nobody_is_led_away(cast: Any, client: Client) -> None:
    client.force_login(cast.worker)
    assert client.get(DESK)["Location"] != reverse("mfa_index")


@pytest.mark.usefixtures("required")
def test_the_last_second_factor_stays(cast: Any) -> None:
    adapter = MFAAdapter()
    one = totp.TOTP.activate(cast.worker, totp.generate_totp_secret()).instance
    spare = Authenticator.objects.create(user=cast.worker, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not adapter.can_delete_authenticator(one)
    assert adapter.can_delete_authenticator(spare)
    Authenticator.objects.create(user=cast.worker, type=Authenticator.Type.WEBAUTHN, data={})
    assert adapter.can_delete_authenticator(one)


def test_without_the_rule_the_last_one_may_go(cast: Any) -> None:
    one = totp.TOTP.activate(cast.worker, totp.generate_totp_secret()).instance
    assert MFAAdapter().can_delete_authenticator(one)
