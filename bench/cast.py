"""Who takes part in a load: people already signed in, codes to come back with, words to search for.

`python -m bench.cast` prints it as JSON for the load generator, which knows nothing of Django.
"""

import json
import os
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import ProgrammingError, transaction
from django.utils import timezone

from bench import words
from bench.checks import copied
from bench.copies import old_branch
from bench.copies.template import nonce_of
from dadkar.api.models import Scope, Token
from dadkar.cases.models import Case
from dadkar.kernel.actor import System
from dadkar.kernel.sealing import receipts
from dadkar.people.models import Organisation, Session, User
from dadkar.people.sessions import SessionStore

ROLES = {
    "officer": "caseworker",
    "manager": "manager",
    "old": old_branch.USERNAME,
    "liaison": "liaison",
    "head": "head",
}
CODES, WORDS, SEED = 2000, 300, 1405


def sign_in(username: str) -> str:
    """The key of a session in which this person has signed in."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    Session.objects.filter(user=user).update(expire_date=timezone.now() + timedelta(days=1))
    return session.session_key or ""


def token_of(username: str) -> str:
    """A program's token that acts as this person."""
    return Token.make(User.objects.get(username=username), "bench", Scope.values, by=System("bench"))[1]


def codes() -> list[str]:
    """Codes of copies, from all over the table; none where there are no copies."""
    try:
        with transaction.atomic():
            _first, copies = copied()
    except ProgrammingError:
        return []
    serials = random.Random(SEED).sample(range(copies), min(CODES, copies))
    return [receipts.issue(nonce_of(serial)).code for serial in serials]


def queries() -> Iterator[str]:
    """What a desk searches for: mostly a name, or a name with what it is about; now and then common words."""
    dice = random.Random(SEED)
    for _number in range(WORDS):
        surname, place = dice.choice(words.SURNAMES[0]), dice.choice(words.PLACES[0])
        common = words.draw(dice, words.SURNAMES)
        yield dice.choices(
            [surname, common, f"{common} بیمه", f"{place} قرارداد", f"{common} {place}", "حقوق بیمه"],
            [30, 30, 15, 10, 10, 5],
        )[0]


def cast() -> dict[str, Any]:
    """Everything that the load generator is told."""
    labour = Organisation.objects.get(body="labour", kind="agency")
    return {
        "sessions": {role: sign_in(username) for role, username in ROLES.items()},
        "tokens": {role: token_of(username) for role, username in ROLES.items()},
        "cookie": settings.SESSION_COOKIE_NAME,
        "database": os.environ["DATABASE_URL"],
        "body": str(labour.pk),
        "body_uuid": str(labour.uuid),
        "house": labour.house_id,
        "topic": "wages.arrears",
        "codes": codes(),
        "queries": list(queries()),
        "narratives": [words.narrative(f"load/{number}") for number in range(1000)],
        "last_case": Case._base_manager.order_by("pk").values_list("pk", flat=True).last() or 0,
    }


if __name__ == "__main__":
    print(json.dumps(cast()))
