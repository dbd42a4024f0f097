"""Receipts: a code to come back with. It authenticates, and decrypts nothing.

18 digits and two check digits (ISO/IEC 7064, MOD 97-10). The form carries a random 128-bit nonce, and the
code is a pseudo-random function of it under a pepper: it can be shown again without being stored. Stored
are the HMACs of nonce and code, each unique, and the pepper's number.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dadkar.kernel import moment
from dadkar.kernel.persian import digits as localised
from dadkar.kernel.sealing.keyring import keyring

NONCE_BYTES = 16
PAYLOAD_DIGITS = 18
CODE_DIGITS = 20
SHOWN_FOR = timedelta(minutes=15)


class Mistyped(ValueError):
    """What was typed can't be a code; `str()` says why, in the reader's language. Not counted as a miss."""


class BadNonce(ValueError):
    """A nonce that this installation did not make."""


class NonceExpired(ValueError):
    """The receipt is no longer shown for this nonce."""


@dataclass(frozen=True)
class Receipt:
    """A code with what is stored of it. `repr` shows no digit."""

    code: str = field(repr=False)
    code_hash: bytes
    nonce_hash: bytes
    pepper_id: int


def _mac(purpose: str, pepper_id: int, message: bytes) -> bytes:
    key = keyring().subkey("pepper", f"receipt/{purpose}", pepper_id)
    return hmac.digest(key, message, hashlib.sha256)


# From nonce to code


def code_from_nonce(pepper_id: int, nonce: bytes) -> str:
    """The 20 digits for a nonce under a pepper, always the same."""
    if len(nonce) != NONCE_BYTES:
        raise BadNonce
    number = int.from_bytes(_mac("gen", pepper_id, nonce), "big") % 10**PAYLOAD_DIGITS
    payload = f"{number:0{PAYLOAD_DIGITS}d}"
    return payload + check_digits(payload)


def issue(nonce: bytes, pepper_id: int | None = None) -> Receipt:
    """The receipt for a nonce: under the current pepper, or the one under which it was first issued."""
    pepper_id = pepper_id or keyring().current("pepper").id
    code = code_from_nonce(pepper_id, nonce)
    return Receipt(code, code_hash(code, pepper_id), nonce_hash(nonce, pepper_id), pepper_id)


def code_hash(code: str, pepper_id: int | None = None) -> bytes:
    """What is stored of a code: HMAC-SHA256 under the pepper, the current one unless said otherwise."""
    return _mac("code", pepper_id or keyring().current("pepper").id, code.encode("ascii"))


def nonce_hash(nonce: bytes, pepper_id: int | None = None) -> bytes:
    """What is stored of a nonce, so that a double submit is the same filing."""
    return _mac("nonce", pepper_id or keyring().current("pepper").id, nonce)


def code_hashes(code: str) -> list[bytes]:
    """The hashes of a code under every pepper, newest first: look up with `code_hash__in`."""
    return [code_hash(code, pepper.id) for pepper in keyring().all("pepper")]


def nonce_hashes(nonce: bytes) -> list[bytes]:
    """The hashes of a nonce under every pepper, newest first: look up with `nonce_hash__in`."""
    return [nonce_hash(nonce, pepper.id) for pepper in keyring().all("pepper")]


# The form's nonce, and the quarter of an hour in which the receipt is shown again


def new_nonce() -> bytes:
    """A random 128-bit nonce for a form."""
    return os.urandom(NONCE_BYTES)


def _signer() -> signing.Signer:
    return signing.Signer(
        key=keyring().subkey("pepper", "receipt/form").hex(),
        salt="dadkar.receipt",
        fallback_keys=[
            keyring().subkey("pepper", "receipt/form", pepper.id).hex() for pepper in keyring().all("pepper")
        ],
    )


def sign_nonce(nonce: bytes, *, now: datetime | None = None) -> str:
    """The nonce and this moment, signed, for a hidden field or a sealed cookie; never for an address."""
    return _signer().sign_object({"n": nonce.hex(), "t": int((now or moment.now()).timestamp())})


def read_nonce(token: str, *, max_age: timedelta | None = None, now: datetime | None = None) -> bytes:
    """The nonce of a token. Raises BadNonce, and NonceExpired when it was signed over `max_age` ago.

    A form that is submitted has no `max_age`: people type for hours. To show the receipt again, sign anew
    at the filing and read with `max_age=SHOWN_FOR`.
    """
    try:
        read: dict[str, Any] = _signer().unsign_object(token)
        nonce, signed = bytes.fromhex(read["n"]), int(read["t"])
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        raise BadNonce from None
    if max_age is not None and not may_show(signed, max_age, now):
        raise NonceExpired
    return nonce


def may_show(issued: datetime | int, max_age: timedelta = SHOWN_FOR, now: datetime | None = None) -> bool:
    """Whether a receipt that was issued then (a moment or Unix seconds) is still shown."""
    then = issued.timestamp() if isinstance(issued, datetime) else issued
    return 0 <= (now or moment.now()).timestamp() - int(then) <= max_age.total_seconds()


# Digits


def check_digits(payload: str) -> str:
    """The two check digits: 98 − (payload · 100 mod 97). ISO/IEC 7064, MOD 97-10."""
    return f"{98 - int(payload) * 100 % 97:02d}"


def is_valid(code: str) -> bool:
    """Whether 20 ASCII digits carry the check digits that belong to them."""
    return code[PAYLOAD_DIGITS:] == check_digits(code[:PAYLOAD_DIGITS])


def group(code: str) -> str:
    """Five groups of four, as printed."""
    return " ".join(code[start : start + 4] for start in range(0, CODE_DIGITS, 4))


def parse(text: str) -> str:
    """The code that was typed, in digits of any script, with or without spaces and dashes.

    Raises Mistyped, with a sentence for the person.
    """
    digits = ""
    for letter in text[:200]:
        digit = unicodedata.decimal(letter, None)
        if digit is not None:
            digits += str(digit)
        elif not _separates(letter):
            raise Mistyped(_("The code has only digits. Look at “%(letter)s”.") % {"letter": letter})
    if len(digits) != CODE_DIGITS:
        raise Mistyped(
            ngettext(
                "The code has 20 digits; you typed %(count)s.",
                "The code has 20 digits; you typed %(count)s.",
                len(digits),
            )
            % {"count": localised(len(digits))}
        )
    if not is_valid(digits):
        raise Mistyped(_("A digit is mistyped. Compare it with the receipt once more."))
    return digits


def _separates(letter: str) -> bool:
    """Spaces, dashes and what keyboards and messengers put between digits without being seen."""
    return unicodedata.category(letter) in {"Zs", "Cc", "Cf", "Pd"} or letter in "._/\\،,:;|ـ−"
