"""The keyring: one file, outside the database and on another volume, that opens everything.

Keys are named by kind and number: `kek[n]` wraps the keys of sealed things, `pepper[n]` makes and looks up
receipts, `search` makes search tokens, `pin` binds public keys, `log` (Ed25519) signs the record. No key
has two uses: all but `kek` and `log` are only ever roots of subkeys (HKDF-SHA256, RFC 5869).

The messages here are for the operator's terminal, before translations can be loaded.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import stat
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from nacl.signing import SigningKey

from dadkar.kernel.sealing.keyfile import (
    KINDS,
    ROTATED,
    Key,
    KeyringError,
    KeyringExposed,
    KeyringMissing,
    KeyringUnreadable,
    UnknownKey,
    derive,
    fresh,
    replace_whole,
    write_new,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Key",
    "Keyring",
    "KeyringError",
    "KeyringExposed",
    "KeyringMissing",
    "KeyringUnreadable",
    "UnknownKey",
    "keyring",
]

FORMAT = "dadkar-keyring/1"
BACKUP_LIFE = timedelta(days=35)


class Keyring:
    """The keys of one installation, read from `path`. Changes are written at once, and atomically."""

    def __init__(self, path: Path, keys: list[Key]) -> None:
        self.path = path
        self._keys = {(key.kind, key.id): key for key in keys}

    def __repr__(self) -> str:
        return f"<Keyring {', '.join(key.name for key in self)}>"

    def __iter__(self) -> Iterator[Key]:
        return iter(sorted(self._keys.values(), key=lambda key: (KINDS.index(key.kind), key.id)))

    # Making and reading

    @classmethod
    def generate(cls, path: str | os.PathLike[str]) -> Keyring:
        """Make a keyring with one key of each kind, readable by its owner alone.

        Raises KeyringError when a file is there: overwriting a keyring destroys every sealed text.
        """
        path = Path(path)
        ring = cls(path, [fresh(kind) for kind in KINDS])
        write_new(path, ring._dump())
        return ring

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Keyring:
        """Read the keyring. Raises KeyringMissing, KeyringUnreadable or KeyringExposed."""
        path = Path(path)
        ring = cls._read(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise KeyringExposed(f"{path} has mode {mode:04o}; others may use it. Run: chmod 600 '{path}'")
        return ring

    @classmethod
    def _read(cls, path: Path) -> Keyring:
        try:
            document = json.loads(path.read_bytes())
            if document["format"] != FORMAT:
                raise ValueError("unknown format")
            ring = cls(path, [Key.from_json(row) for row in document["keys"]])
        except FileNotFoundError:
            raise KeyringMissing(
                f"No keyring at {path}. `dadkar keys make` makes one; if there was one, put a copy back: "
                "without it nothing that is sealed can be opened."
            ) from None
        except OSError as error:
            raise KeyringUnreadable(f"{path} can't be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError):
            raise KeyringUnreadable(f"{path} is not a keyring, or is damaged. Put a copy back.") from None
        missing = [kind for kind in KINDS if not ring.all(kind)]
        if missing:
            raise KeyringUnreadable(f"{path} lacks {', '.join(missing)}. Put a whole copy back.")
        return ring

    # Using

    def all(self, kind: str) -> list[Key]:
        """The keys of a kind, newest first, with the retired ones."""
        return sorted((key for key in self._keys.values() if key.kind == kind), key=lambda key: -key.id)

    def current(self, kind: str) -> Key:
        """The key that new things are made with."""
        for key in self.all(kind):
            if key.retired is None:
                return key
        raise UnknownKey(f"The keyring has no {kind} in use.")

    def get(self, kind: str, number: int) -> Key:
        """The key by its number, retired or not. Raises UnknownKey."""
        try:
            return self._keys[kind, number]
        except KeyError:
            raise UnknownKey(f"The keyring has no {kind}[{number}].") from None

    def subkey(self, kind: str, label: str, number: int | None = None) -> bytes:
        """32 bytes for the one use that `label` names, from the current key or from `number`."""
        key = self.current(kind) if number is None else self.get(kind, number)
        return derive(key.secret, label)

    def signing_key(self) -> SigningKey:
        """The Ed25519 key that signs the record."""
        return SigningKey(self.current("log").secret)

    # Changing

    def add(self, kind: str) -> Key:
        """Add a key, which new things use from now on. The copies must be made again."""
        if kind not in ROTATED:
            raise KeyringError(f"There is only one {kind} key.")
        with self._change():
            key = fresh(kind, max(key.id for key in self.all(kind)) + 1)
            self._keys[kind, key.id] = key
        return key

    def retire(self, kind: str, number: int) -> Key:
        """Stop making new things with a key; what it made still opens. The last one can't be retired.

        For a KEK use `keys.retire_kek`, which first sees that nothing is wrapped with it.
        """
        with self._change():
            key = self.get(kind, number)
            if kind not in ROTATED or not [k for k in self.all(kind) if k.retired is None and k != key]:
                raise KeyringError(f"{key.name} is the only {kind} in use; add another first.")
            key = replace(key, retired=key.retired or datetime.now(UTC))
            self._keys[kind, number] = key
        return key

    def destroy(self, kind: str, number: int, *, now: datetime | None = None) -> None:
        """Remove a retired key for good, once the backups that needed it are gone (35 days).

        The offline copies must be made again, or the key lives on in them.
        """
        with self._change():
            key = self.get(kind, number)
            if key.retired is None:
                raise KeyringError(f"{key.name} is in use; retire it first.")
            if (now or datetime.now(UTC)) < key.retired + BACKUP_LIFE:
                raise KeyringError(
                    f"{key.name} was retired on {key.retired:%Y-%m-%d}; backups may need it for "
                    f"{BACKUP_LIFE.days} days."
                )
            del self._keys[kind, number]

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Hold the file, take up what others changed, change, write whole."""
        lock = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._keys = self.load(self.path)._keys
            yield
            replace_whole(self.path, self._dump())
        finally:
            os.close(lock)

    # Copies

    def copy_to(self, path: str | os.PathLike[str]) -> None:
        """Write an offline copy. Raises KeyringError when a file is there; verify it with `verify_copy`."""
        write_new(Path(path), self._dump())

    def verify_copy(self, path: str | os.PathLike[str]) -> list[str]:
        """Read a copy back and compare every key; return the names of the keys it holds.

        Raises KeyringError when a key is missing, differs, or should have been destroyed. The copy's mode
        is not looked at: a memory stick may not have one.
        """
        copy = self._read(Path(path))
        wrong = [
            key.name
            for key in self
            if (key.kind, key.id) not in copy._keys
            or not hmac.compare_digest(copy._keys[key.kind, key.id].secret, key.secret)
        ]
        if wrong:
            raise KeyringError(f"{path} is not a whole copy: {', '.join(wrong)}. Make it again.")
        extra = [key.name for key in copy if (key.kind, key.id) not in self._keys]
        if extra:
            raise KeyringError(f"{path} still holds {', '.join(extra)}, destroyed here. Make it again.")
        return [key.name for key in copy]

    def _dump(self) -> bytes:
        document = {"format": FORMAT, "keys": [key.as_json() for key in self]}
        return json.dumps(document, indent=1).encode() + b"\n"


_loaded: dict[Path, tuple[tuple[int, int, int], Keyring]] = {}


def keyring() -> Keyring:
    """The keyring at `settings.KEYRING`, read once a process, and again when the file has changed."""
    path = Path(settings.KEYRING)
    try:
        found = path.stat()
    except FileNotFoundError:
        return Keyring.load(path)  # which says it better
    except OSError as error:
        raise KeyringUnreadable(f"{path} can't be read: {error.strerror}") from None
    mark = (found.st_mtime_ns, found.st_ino, found.st_mode)
    known = _loaded.get(path)
    if known is None or known[0] != mark:
        known = _loaded[path] = (mark, Keyring.load(path))
    return known[1]
