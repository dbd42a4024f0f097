"""A temporary file that holds nothing readable: sealed blocks, under a key that is only in memory."""

from __future__ import annotations

import io
import os
import tempfile
from typing import IO, Any

from django.conf import settings
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)

from dadkar.kernel.sealing.keyfile import KEY_BYTES

BLOCK = 64 * 1024
NONCE_BYTES = 24
SLOT = NONCE_BYTES + BLOCK + 16
IN_MEMORY = 2_621_440  # where Django begins to spool


class SealedSpool(io.RawIOBase):
    """Bytes are appended, then read and sought like a file's. Up to `memory` bytes stay in memory.

    Beyond that, full blocks go to a nameless file, each by XChaCha20-Poly1305 with its number as
    associated data. It ends with the process, and so does its key.
    """

    def __init__(self, memory: int = IN_MEMORY) -> None:
        self._memory = memory
        self._key = os.urandom(KEY_BYTES)
        self._file: IO[bytes] | None = None
        self._blocks: list[bytes] = []  # until there is a file
        self._tail = bytearray()
        self._size = self._position = 0
        self._last: tuple[int, bytes] = (-1, b"")

    def append(self, content: bytes) -> None:
        """Add to the end."""
        self._tail += content
        self._size += len(content)
        while len(self._tail) >= BLOCK:
            self._blocks.append(bytes(self._tail[:BLOCK]))
            del self._tail[:BLOCK]
        if self._file is not None or len(self._blocks) * BLOCK > self._memory:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        first = self._file.seek(0, os.SEEK_END) // SLOT
        for number, block in enumerate(self._blocks, first):
            nonce, associated = os.urandom(NONCE_BYTES), number.to_bytes(8, "big")
            sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(block, associated, nonce, self._key)
            self._file.write(nonce + sealed)
        self._blocks.clear()

    def _block(self, number: int) -> bytes:
        if number == self._size // BLOCK:
            return bytes(self._tail)
        if self._file is None:
            return self._blocks[number]
        if self._last[0] != number:
            self._file.seek(number * SLOT)
            slot = self._file.read(SLOT)
            nonce, associated = slot[:NONCE_BYTES], number.to_bytes(8, "big")
            block = crypto_aead_xchacha20poly1305_ietf_decrypt(
                slot[NONCE_BYTES:], associated, nonce, self._key
            )
            self._last = (number, block)
        return self._last[1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._position >= self._size:
            return 0
        number, start = divmod(self._position, BLOCK)
        part = self._block(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._position = base + offset
        return self._position

    def close(self) -> None:
        if not self.closed:
            self._key, self._last = b"", (-1, b"")
            self._blocks.clear()
            self._tail.clear()
            if self._file is not None:
                self._file.close()
        super().close()
