"""Signing in: by name and password, without sign-up, and with no address kept."""

import hashlib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dadkar.people.models import Session, SignInCount, User
from dadkar.people.sessions import digest

PASSWORD = "یک گذرواژهٔ بلند و تازه"
ADDRESS = "198.51.100.77"


@pytest.fixture
def somebody(cast: Any) -> User:
    cast.worker.set_password(PASSWORD)
    cast.worker.save()
    return cast.worker


def sign_in(client: Client, user: User, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(reverse("account_login"), {"login": user.username, "password": password}, **extra)


def everything_kept() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_name_and_a_password_lead_to_the_desk(somebody: User, client: Client) -> None:
    response = sign_in(client, somebody)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert client.get("/desk/", follow=True).status_code == 200


def test_a_wrong_password_does_not(somebody: User, client: Client) -> None:
    assert sign_in(client, somebody, "یک گذرواژهٔ نادرست").status_code == 200
    assert client.get("/desk/").status_code == 302
    assert not Session.objects.filter(user=somebody).exists()


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_there_is_no_sign_up_and_nothing_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "confirm-email/x/", "3rdparty/"])
def test_the_closed_addresses_are_not_there(path: str, client: Client, db: Any) -> None:
    assert client.get(f"/account/{path}").status_code == 404


def test_guesses_are_stopped_and_the_counter_knows_no_address(somebody: User, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, somebody, "نادرست است", REMOTE_ADDR=ADDRESS)
    refused = sign_in(client, somebody, REMOTE_ADDR=ADDRESS)
    assert refused.status_code == 200, "even the right password has to wait"
    assert not Session.objects.filter(user=somebody).exists()
    assert SignInCount.objects.exists()
    kept = str(list(SignInCount.objects.values_list("key", "value")))
    digests = [hashlib.sha256(word.encode()).hexdigest() for word in (ADDRESS, somebody.username)]
    for word in (ADDRESS, somebody.username, "allauth", *digests):
        assert word not in kept


def test_neither_an_address_nor_a_cookies_key_is_kept(somebody: User, client: Client) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(client, somebody, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=agent)
    client.get("/desk/", follow=True, REMOTE_ADDR=ADDRESS)
    key = client.cookies["sessionid"].value
    kept = everything_kept()
    assert digest(key) in kept, "the search does see the sessions"
    assert key not in kept
    assert ADDRESS not in kept
    assert "Gecko" not in kept
    assert Session.objects.get(user=somebody).browser == "Firefox/ Windows"


def test_what_stands_in_the_database_is_no_key(somebody: User, client: Client) -> None:
    sign_in(client, somebody)
    thief = Client()
    thief.cookies["sessionid"] = Session.objects.get(user=somebody).pk
    assert thief.get("/desk/").status_code == 302


def test_a_secret_of_the_second_factor_is_sealed(cast: Any) -> None:
    secret = totp.generate_totp_secret()
    row = totp.TOTP.activate(cast.worker, secret).instance
    assert secret not in str(Authenticator.objects.get(pk=row.pk).data)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert totp.TOTP(Authenticator.objects.get(pk=row.pk)).validate_code(code)


def test_signing_out_ends_the_session(somebody: User, client: Client) -> None:
    sign_in(client, somebody)
    assert client.get(reverse("account_logout")).status_code == 200, "asks first"
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert not Session.objects.of(somebody).exists()


def test_with_a_second_factor_the_password_alone_opens_nothing(somebody: User, client: Client) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(somebody, secret)
    assert sign_in(client, somebody)["Location"] == reverse("mfa_authenticate")
    assert client.get("/desk/")["Location"].startswith(reverse("account_login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == "/desk/"
    assert Session.objects.of(somebody).count() == 1


def test_a_passkey_is_offered(client: Client, db: Any) -> None:
    assert 'id="passkey_login"' in client.get(reverse("account_login")).content.decode()


def test_a_deactivated_account_stays_out(somebody: User, client: Client) -> None:
    User.objects.filter(pk=somebody.pk).update(is_active=False)
    sign_in(client, somebody)
    assert client.get("/desk/").status_code == 302
    assert not Session.objects.of(somebody).exists()
