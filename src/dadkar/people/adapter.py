"""What is ours in the library's sign-in: accounts are given, no address is kept, secrets are sealed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.sealing.attempts import pseudonym
from dadkar.kernel.sealing.envelope import Place, open_envelope, read_header, seal
from dadkar.kernel.sealing.keyring import keyring
from dadkar.people.models import Session, User

MFA_SECRET = Place("second-factor", UUID(int=0), "secret")


class AccountAdapter(DefaultAccountAdapter):
    """django-allauth's hooks for accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "one_time_over": _("This one-time password has run out. Ask your administrator for another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator makes the accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What sign-ins are counted by: today's pseudonym of an address, never the address."""
        return pseudonym("sign-in", super().get_client_ip(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Refuse a one-time password that has run out, to whoever knows it."""
        user = super().authenticate(request, **credentials)
        if user and user.one_time_is_over:
            raise self.validation_error("one_time_over")
        return user

    def set_password(self, user: User, password: str) -> None:
        """A password of one's own: the one-time is over, and so are all other sessions."""
        user.one_time_until = None
        super().set_password(user, password)
        Session.objects.end(user, but=self.request.session.session_key if self.request else None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to work."""
        return settings.LOGIN_REDIRECT_URL


class MFAAdapter(DefaultMFAAdapter):
    """django-allauth's hooks for the second factor."""

    def encrypt(self, text: str) -> str:
        """A TOTP secret or the seed of recovery codes, sealed: a dump without the keyring signs nobody in."""
        pepper = keyring().current("pepper").id
        return urlsafe_b64encode(seal(_key(pepper), pepper, MFA_SECRET, text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given."""
        sealed = urlsafe_b64decode(encrypted_text)
        return open_envelope(_key(read_header(sealed).key_id), MFA_SECRET, sealed).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, the last one stays."""
        rest = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        others = rest.exclude(type=Authenticator.Type.RECOVERY_CODES)
        is_spare = authenticator.type == Authenticator.Type.RECOVERY_CODES
        return is_spare or not settings.SECOND_FACTOR_REQUIRED or others.exists()


def _key(pepper: int) -> bytes:
    return keyring().subkey("pepper", "second-factor", pepper)
