"""Who may do what here: the room's only permission file.

A token acts as its user: what it may see and do is asked of the rooms below, as for a page. What is asked
here is whether it can be used at all, and whether it was made for this.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import APIKeyHeader, HttpBearer

from dadkar.api.kinds import KINDS
from dadkar.api.models import Scope, Token
from dadkar.api.problems import Problem
from dadkar.cases.following import Following, opened_by, reread
from dadkar.kernel.sealing.attempts import address_of
from dadkar.kernel.sealing.receipts import parse
from dadkar.people.middleware import is_missing
from dadkar.people.models import RoleClass, User

NOT_READY = {
    "password": _("Its user has a one-time password. Choose one of your own on the site first."),
    "second-factor": _("Its user has no second step for signing in. Add one on the site first."),
}


class Asked(HttpRequest):
    """A request that has been let in: `auth` is a Token, and then `user` its user, or a Following."""

    user: User
    auth: Any


class Bearer(HttpBearer):
    """`Authorization: Bearer dadkar_…`: a token with this scope, of somebody with such a role today."""

    def __init__(self, scope: Scope, *classes: RoleClass) -> None:
        super().__init__()
        self.scope, self.classes = scope, classes

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token; `request.user` is its user from here on. Raises Problem 403, and None is a 401."""
        found = Token.presented(token)
        if found is None or not found.user.is_active:
            return None
        require_ready(found.user)
        if self.scope not in found.scopes:
            raise Problem(403, "no-such-scope", _("This token was not made for this; it lacks a scope."))
        if self.classes and not any(found.user.has_class(one) for one in self.classes):
            raise Problem(403)
        request.user = found.user
        found.note_use()
        return found


def require_ready(user: Any) -> None:
    """Raise Problem 403 while the site would first lead the user to another page."""
    if missing := is_missing(user):
        raise Problem(403, "account-not-ready", NOT_READY[missing])


class Receipt(APIKeyHeader):
    """`X-Receipt`: the twenty digits of a receipt, in any script, with or without spaces.

    A mistyped one is told and not looked up (422). One that opens nothing is a 404 and is counted, and after
    too many of them comes a 429: never-issued and erased codes take one path and give one answer.
    """

    param_name = "X-Receipt"

    def authenticate(self, request: HttpRequest, key: str | None) -> Following | None:
        """The case, read for the holder of the code. None is a 401. Raises Mistyped, TooMany, Problem."""
        if not key:
            return None
        receipt = opened_by(parse(key), address_of(request))
        if receipt is None:
            raise Problem(404, "opens-nothing", _("We can show nothing with this code."))
        following = Following(reread(receipt.case))
        following.receipt = receipt
        return following


def may_hear(user: Any, scopes: list[str], kind: str) -> bool:
    """Whether a webhook of such a token is told of events of this kind at all, whatever row they are of."""
    return kind in KINDS and any(
        user.has_class(role_class) and scope in scopes for role_class, scope in KINDS[kind]
    )


def may_hear_now(token: Token, kind: str) -> bool:
    """Whether the token's webhooks are told of this kind now: it can be used, and its user could sign in."""
    return (
        token.is_alive
        and token.user.is_active
        and not is_missing(token.user)
        and may_hear(token.user, token.scopes, kind)
    )


def hearable(token: Token) -> list[str]:
    """Every kind of event that webhooks of this token can be told of."""
    return [kind for kind in KINDS if may_hear(token.user, token.scopes, kind)]
