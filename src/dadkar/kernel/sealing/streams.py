"""Sealed files: libsodium's secretstream in 64 KiB chunks, Padmé padding inside.

    01 | alg | 24-byte header | chunk … chunk

Inside the chunks: u64 length, content, zeros up to the Padmé length. Each chunk but the last is full. The
associated data of each is "dadkar/1", "file" and the file's uuid. The stream numbers and chains its chunks
itself (doc.libsodium.org, secretstream), so none can be dropped or moved; the last one, and only it, carries
TAG_FINAL, and nothing follows it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from nacl import bindings as sodium

from dadkar.kernel.sealing.envelope import BARE, CONTEXT, VERSION, Place, open_envelope, seal
from dadkar.kernel.sealing.errors import Tampered, UnknownEnvelope
from dadkar.kernel.sealing.keyfile import KEY_BYTES, sync_folder
from dadkar.kernel.sealing.padding import padme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dadkar.kernel.sealing.keycache import OwnerKey

CHUNK = 64 * 1024
SECRETSTREAM = 3
PREFIX = bytes([VERSION, SECRETSTREAM])
LENGTH_BYTES = 8
OVERHEAD = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER_BYTES = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def new_file_key(owner_key: OwnerKey, file_uuid: UUID) -> tuple[bytes, bytes]:
    """A random key for one file, and its envelope under the owner's key, to keep with the file's row."""
    key = os.urandom(KEY_BYTES)
    place = Place("file", file_uuid, "key")
    return key, seal(owner_key.secret or b"", owner_key.version, place, key, algorithm=BARE)


def open_file_key(owner_key: OwnerKey, file_uuid: UUID, wrapped: bytes) -> bytes:
    """The file's key. Raises Erased when the owner's key was erased, Tampered when it is not this file's."""
    return open_envelope(owner_key.secret_for(wrapped), Place("file", file_uuid, "key"), wrapped)


def seal_file(src: BinaryIO, dst: Path, key: bytes, file_uuid: UUID) -> int:
    """Seal what `src` (seekable) holds from here to its end into a new file `dst`; return the clear length.

    The file appears whole or not at all. Raises FileExistsError.
    """
    start = src.tell()
    length = src.seek(0, os.SEEK_END) - start
    src.seek(start)
    part = dst.with_name(dst.name + ".part")
    if dst.exists():
        raise FileExistsError(dst)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(seal_chunks(src, length, key, file_uuid))
            file.flush()
            os.fsync(file.fileno())
        os.link(part, dst)  # unlike a rename, it refuses to replace a file
    finally:
        part.unlink(missing_ok=True)
    sync_folder(dst.parent)
    return length


def open_file(path: Path, key: bytes, file_uuid: UUID) -> Iterator[bytes]:
    """The content of a sealed file, in chunks.

    Each chunk was proved before it is given; that the file is whole is proved when the iterator ends, so
    keep nothing of one that raises. Raises Tampered, UnknownEnvelope.
    """
    with path.open("rb") as file:
        yield from open_chunks(file, key, file_uuid)


def _associated(file_uuid: UUID) -> bytes:
    parts = (CONTEXT, b"file", file_uuid.bytes)
    return PREFIX + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _padded(src: BinaryIO, length: int) -> Iterator[bytes]:
    """Length, content and padding, in full chunks but for the last."""
    total = padme(LENGTH_BYTES + length)
    made, block, rest = 0, length.to_bytes(LENGTH_BYTES, "big"), length
    while made < total:
        want = min(CHUNK, total - made)
        while len(block) < want and rest:
            more = src.read(min(want - len(block), rest))
            if not more:
                raise OSError("the file became shorter while it was sealed")
            block, rest = block + more, rest - len(more)
        yield block.ljust(want, b"\0")
        made, block = made + want, b""
    if src.read(1):
        raise OSError("the file became longer while it was sealed")


def seal_chunks(src: BinaryIO, length: int, key: bytes, file_uuid: UUID) -> Iterator[bytes]:
    """The sealed form of the `length` bytes that `src` holds."""
    state, associated = sodium.crypto_secretstream_xchacha20poly1305_state(), _associated(file_uuid)
    yield PREFIX + sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    left = padme(LENGTH_BYTES + length)
    for block in _padded(src, length):
        left -= len(block)
        tag = MESSAGE if left else FINAL
        yield sodium.crypto_secretstream_xchacha20poly1305_push(state, block, associated, tag)


def open_chunks(src: BinaryIO, key: bytes, file_uuid: UUID) -> Iterator[bytes]:
    """The clear content of a sealed stream; see `open_file`."""
    length, seen = None, 0
    for block in _pulled(src, key, file_uuid):
        if length is None:
            if len(block) < LENGTH_BYTES:
                raise Tampered(f"file {file_uuid}: no length")
            length, block = int.from_bytes(block[:LENGTH_BYTES], "big"), block[LENGTH_BYTES:]
        content, padding = block[: max(0, length - seen)], block[max(0, length - seen) :]
        seen += len(block)
        if padding.strip(b"\0"):
            raise Tampered(f"file {file_uuid}: padding")
        if content:
            yield content
    if length is None or seen + LENGTH_BYTES != padme(LENGTH_BYTES + length):
        raise Tampered(f"file {file_uuid}: length")


def _pulled(src: BinaryIO, key: bytes, file_uuid: UUID) -> Iterator[bytes]:
    start = _read(src, len(PREFIX) + HEADER_BYTES)
    if len(start) < len(PREFIX) + HEADER_BYTES:
        raise Tampered(f"file {file_uuid}: cut short")
    if not start.startswith(PREFIX):
        raise UnknownEnvelope(f"file {file_uuid}: version {start[0]}, algorithm {start[1]}")
    state, associated = sodium.crypto_secretstream_xchacha20poly1305_state(), _associated(file_uuid)
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, start[len(PREFIX) :], key)
    for sealed, last in _with_last(iter(lambda: _read(src, CHUNK + OVERHEAD), b"")):
        try:
            block, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, associated)
        except (RuntimeError, ValueError):
            raise Tampered(f"file {file_uuid}: chunk") from None
        if tag != (FINAL if last else MESSAGE):
            raise Tampered(f"file {file_uuid}: its end is not where it was")
        yield block


def _read(src: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end: an unbuffered source may give less at once."""
    found = src.read(size)
    while found and len(found) < size and (more := src.read(size - len(found))):
        found += more
    return found


def _with_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each chunk, and whether it is the last."""
    waiting = None
    for chunk in chunks:
        if waiting is not None:
            yield waiting, False
        waiting = chunk
    if waiting is not None:
        yield waiting, True
