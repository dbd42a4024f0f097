"""A passkey, codes of an app and recovery codes, in a real browser under our policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from tests.browser.eyes import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "یک گذرواژهٔ بلند برای آزمون"
DESK = "/desk/"


@pytest.fixture(params=["fa", "en"])
def window(request: Any, cast: Any, live_server: Any, chromium: Any) -> Iterator[Window]:
    """Somebody who has signed in with their password, and must be content at the end."""
    cast.worker.set_password(PASSWORD)
    cast.worker.save()
    window = Window(chromium, live_server.url, request.param)
    yield with_password(window)
    problems = window.problems
    window.close()
    assert not problems, "\n".join(problems)


def with_password(window: Window) -> Window:
    """Type name and password on the sign-in page."""
    return window.go(reverse("account_login")).fill(login="case-worker", password=PASSWORD).submit()


def asked_again(window: Window, path: str) -> Window:
    """A page of the second step, for which the password is asked once more."""
    window.go(path).look("second-step-password-again").fill(password=PASSWORD).submit()
    assert window.path == path
    return window


def signed_out(window: Window) -> Window:
    window.go(reverse("account_logout")).submit()
    assert window.go(DESK).path == reverse("account_login")
    return window


def with_a_passkey_in_hand(window: Window) -> Any:
    """A telephone that keeps passkeys and knows its holder, by Chromium's own virtual authenticator."""
    devices = window.context.new_cdp_session(window.page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
               "hasUserVerification": True, "isUserVerified": True,
               "automaticPresenceSimulation": True}  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices


def add_passkey(window: Window, name: str) -> None:
    asked_again(window, reverse("mfa_add_webauthn")).look("second-step-add-passkey")
    window.fill(name=name)
    window.page.locator('main [name="passwordless"]').check()
    window.page.locator("#mfa_webauthn_add").click()
    window.page.wait_for_url(lambda address: reverse("mfa_add_webauthn") not in address)


def test_a_passkey_is_added_signs_in_and_is_removed(window: Window, cast: Any) -> None:
    with_a_passkey_in_hand(window)
    add_passkey(window, "تلفن مریم")
    assert Authenticator.objects.get(user=cast.worker, type="webauthn").wrap().is_passwordless
    assert "تلفن مریم" in window.go(reverse("mfa_list_webauthn")).look("second-step-passkeys").text

    signed_out(window).page.locator("#passkey_login").click()
    window.page.wait_for_url(lambda address: reverse("account_login") not in address)
    assert window.path.startswith(DESK)
    assert cast.worker.full_name in window.page.locator("body").inner_text()

    window.go(reverse("mfa_list_webauthn")).follow("/remove/")
    window.fill(password=PASSWORD).submit().look("second-step-remove-passkey").submit()
    assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize("window", ["fa"], indirect=True)
def test_a_passkey_is_the_second_step_after_a_password(window: Window, cast: Any) -> None:
    with_a_passkey_in_hand(window)
    add_passkey(window, "تلفن مریم")
    with_password(signed_out(window))
    assert window.look("second-step").path == reverse("mfa_authenticate")
    window.page.locator("#mfa_webauthn_authenticate").click()
    window.page.wait_for_url(lambda address: reverse("mfa_authenticate") not in address)
    assert window.path.startswith(DESK)


@pytest.mark.parametrize("window", ["fa"], indirect=True)
def test_without_a_key_the_page_stays_and_says_so(window: Window) -> None:
    """Nothing is at hand: no passkey, and the sentence says what to do."""
    devices = with_a_passkey_in_hand(window)
    signed_out(window)
    window.page.locator("#passkey_login").click()
    window.page.locator(".passkey-failed").wait_for(state="visible")
    assert window.path == reverse("account_login")
    devices.detach()


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or some half minutes later."""
    counter = next(totp.yield_hotp_counters_from_time()) + later
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_codes_of_an_app_and_then_a_recovery_code(window: Window, cast: Any) -> None:
    asked_again(window, reverse("mfa_activate_totp")).look("second-step-app")
    secret = window.page.locator("#authenticator_secret").input_value()
    window.fill(code="000000").submit()
    assert not Authenticator.objects.filter(type="totp").exists()
    assert window.page.locator("main .wrong").count(), "a wrong code is named at its field"
    assert window.page.locator("#authenticator_secret").input_value() == secret, "and the secret stays"
    window.fill(code=code_of(secret)).submit()
    assert Authenticator.objects.filter(user=cast.worker, type="totp").exists()
    window.look("second-step-active")
    window.go(reverse("mfa_view_recovery_codes")).look("second-step-recovery-codes")
    codes = window.page.locator("#recovery_codes").input_value().split()
    assert len(codes) == 10

    with_password(signed_out(window))
    window.fill(code=code_of(secret, 1)).submit()
    assert window.path.startswith(DESK)

    for used in range(2):  # the second time it is spent
        with_password(signed_out(window)).fill(code=codes[0]).submit()
        assert window.path.startswith(DESK) != bool(used)
    assert window.page.locator("main .wrong").count()
