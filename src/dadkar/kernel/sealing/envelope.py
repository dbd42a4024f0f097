"""The envelope: a sealed value, bound to the one place it may stand in.

    01 | alg | u32 key_id | 24-byte nonce | ciphertext and tag

XChaCha20-Poly1305-IETF by libsodium (RFC 8439; draft-irtf-cfrg-xchacha-03), a random nonce. Associated data:
the whole header, then length-prefixed "dadkar/1", table, row uuid, field, u32 version. All numbers are
big-endian, lengths are u32.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from dadkar.kernel.sealing.errors import Tampered, UnknownEnvelope
from dadkar.kernel.sealing.padding import pad, unpad

if TYPE_CHECKING:
    from uuid import UUID

VERSION = 1
PADDED = 1  # text: padded inside
BARE = 2  # keys and other values of a fixed length
HEADER = struct.Struct(">BBI24s")
TAG_BYTES = 16
CONTEXT = b"dadkar/1"


@dataclass(frozen=True)
class Place:
    """Where a sealed value stands. `table` and `field` are frozen words, apart from the database's names."""

    table: str
    row: UUID
    field: str
    version: int = 1

    def associated(self, header: bytes) -> bytes:
        """The associated data under `header`."""
        before, after = _around(self.table, self.field, self.version)
        return header + before + self.row.bytes + after


@cache
def _around(table: str, field: str, version: int) -> tuple[bytes, bytes]:
    """What stands before and after the row's uuid in the associated data; of each field once."""
    before = _prefixed(CONTEXT) + _prefixed(table.encode()) + (16).to_bytes(4, "big")
    return before, _prefixed(field.encode()) + _prefixed(version.to_bytes(4, "big"))


def _prefixed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


class Header(NamedTuple):
    """What an envelope says of itself before it is opened; only opening proves it."""

    algorithm: int
    key_id: int
    nonce: bytes
    raw: bytes


def read_header(envelope: bytes) -> Header:
    """The header. Raises Tampered when it is cut short, UnknownEnvelope for a version we don't make."""
    if len(envelope) < HEADER.size + TAG_BYTES:
        raise Tampered("shorter than an envelope")
    version, algorithm, key_id, nonce = HEADER.unpack_from(envelope)
    if version != VERSION or algorithm not in (PADDED, BARE):
        raise UnknownEnvelope(f"version {version}, algorithm {algorithm}")
    return Header(algorithm, key_id, nonce, bytes(envelope[: HEADER.size]))


def seal(key: bytes, key_id: int, place: Place, value: bytes, *, algorithm: int = PADDED) -> bytes:
    """Seal `value` for `place` under a 32-byte key, whose number in its own series is `key_id`."""
    return _seal(key, key_id, place, value, algorithm, os.urandom(24))


def _seal(key: bytes, key_id: int, place: Place, value: bytes, algorithm: int, nonce: bytes) -> bytes:
    header = HEADER.pack(VERSION, algorithm, key_id, nonce)
    inside = pad(value) if algorithm == PADDED else value
    return header + crypto_aead_xchacha20poly1305_ietf_encrypt(inside, place.associated(header), nonce, key)


def open_envelope(key: bytes, place: Place, envelope: bytes) -> bytes:
    """Open what was sealed for `place`.

    Raises Tampered when anything at all differs (bytes, key, table, row, field, version), and
    UnknownEnvelope when the envelope says that it is of another version or algorithm.
    """
    header = read_header(envelope)
    sealed = bytes(envelope[HEADER.size :])
    try:
        inside = crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed, place.associated(header.raw), header.nonce, key
        )
        return unpad(inside) if header.algorithm == PADDED else inside
    except (CryptoError, ValueError):
        raise Tampered(f"{place.table}.{place.field} of {place.row}") from None
