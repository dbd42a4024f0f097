"""`Idempotency-Key`: a POST that is sent again is answered the same, and does nothing.

The first of two at once holds the key's row until it has committed; the second waits for it and is then
answered from what it kept. Whatever fails keeps nothing, and may be sent again.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja.responses import NinjaJSONEncoder, Status

from dadkar.api.models import Repeat, Token
from dadkar.api.problems import Problem
from dadkar.api.uploads import content_of, takes_files
from dadkar.cases.following import Following
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.sealing.keyring import keyring

HEADER = "Idempotency-Key"
LONGEST = 200
OF_ANYBODY = 16  # letters at least of a key that stands for nobody's name: two strangers must not meet in one
REPLAYED = "Idempotent-Replayed"
DOCUMENTED = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "description": "Any text that you never use for another request, such as a random UUID. Sent "
            "again with the same body within a day, the request is answered the same and does nothing; with "
            "another body, it is refused (422). Without a token or a receipt it needs 16 letters at least.",
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
        }
    ]
}


def keyed(label: str, *parts: bytes) -> bytes:
    """HMAC-SHA256 of the parts under a key of this use alone, which stays when peppers are renewed."""
    oldest = keyring().all("pepper")[-1].id
    key = keyring().subkey("pepper", f"api/{label}", oldest)
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key, message, hashlib.sha256)


def key_of(request: HttpRequest) -> bytes | None:
    """The header, or None without one. Raises Problem 422 for one that can't be a key."""
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if not (0 < len(given) <= LONGEST and all("!" <= letter <= "~" for letter in given)):
        raise Problem.of_field(HEADER, _("Up to 200 Latin letters, digits and signs, without spaces."))
    return given.encode()


def fingerprint_of(request: HttpRequest) -> bytes:
    """What stands for the request: the address and the body, however its fields are ordered."""
    if takes_files(request):
        said = content_of(request)
    else:
        said = json.dumps(json.loads(request.body), sort_keys=True) if request.body else ""
    return keyed("fingerprint", request.path.encode(), said.encode("utf-8", "surrogatepass"))


def caller_of(request: HttpRequest) -> tuple[bytes, UUID | None]:
    """Who asks, as bytes, and whose key seals what is kept of the answer."""
    asks = getattr(request, "auth", None)
    if isinstance(asks, Token):
        return b"token" + asks.uuid.bytes, asks.uuid
    if isinstance(asks, Following):
        return b"code" + bytes(asks.receipt.code_hash), asks.case.uuid
    return b"anybody", None


def once(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Make a POST operation harmless to repeat."""

    @wraps(operation)
    def inner(request: HttpRequest, **values: Any) -> Any:
        key = key_of(request)
        if key is None:
            return operation(request, **values)
        caller, owner = caller_of(request)
        if owner is None and len(key) < OF_ANYBODY:
            raise Problem.of_field(HEADER, _("A filing's key is random: 16 letters and digits at least."))
        with transaction.atomic():
            row, is_new = _begin(request, caller, key)
            if not is_new and row.status:
                return _replay(row)
            result = operation(request, **values)
            if is_new and owner:
                _keep(row, owner, result)
            return result

    return inner


def _begin(request: HttpRequest, caller: bytes, key: bytes) -> tuple[Repeat, bool]:
    """The row of this key, and whether this request made it. Waits for another that is making it."""
    named = {"caller": keyed("caller", caller), "key": keyed("key", key)}
    fingerprint = fingerprint_of(request)
    row = Repeat(**named, fingerprint=fingerprint)
    Repeat.objects.bulk_create([row], ignore_conflicts=True)
    found = Repeat.objects.get(**named)
    if bytes(found.fingerprint) != fingerprint:
        raise Problem.of_field(HEADER, _("This key was used for another request."), "key-reused")
    return found, found.uuid == row.uuid


def _keep(row: Repeat, owner: UUID, result: Any) -> None:
    status, value = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
    row.status, row.owner = status, owner
    row.answer = json.loads(json.dumps(value.model_dump(), cls=NinjaJSONEncoder))
    row.save(update_fields=["status", "owner", "answer"])


def _replay(row: Repeat) -> HttpResponse:
    try:
        answer = row.answer.open()
    except Erased:
        raise Problem(404) from None
    return JsonResponse(answer, status=row.status, headers={REPLAYED: "true"})
