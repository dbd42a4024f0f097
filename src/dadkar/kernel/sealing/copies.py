"""When the keyring's offline copies were last seen whole: a line beside it, which holds no key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dadkar.kernel.sealing.keyfile import replace_whole

if TYPE_CHECKING:
    from pathlib import Path

    from dadkar.kernel.sealing.keyring import Keyring


@dataclass(frozen=True)
class Verified:
    """The last time that copies were compared, how many at once, and of which keys."""

    at: datetime
    count: int
    keys: str


def _place(ring: Keyring) -> Path:
    return ring.path.with_name(ring.path.name + ".copies")


def fingerprint(ring: Keyring) -> str:
    """Tells one set of keys from another."""
    return hashlib.sha256(" ".join(f"{key.name}={key.fingerprint}" for key in ring).encode()).hexdigest()


def note(ring: Keyring, count: int) -> None:
    """Write down that so many copies were found whole now."""
    facts = {"at": datetime.now(UTC).isoformat(), "count": count, "keys": fingerprint(ring)}
    replace_whole(_place(ring), json.dumps(facts).encode())


def last(ring: Keyring) -> Verified | None:
    """The last note; None when there is none that can be read."""
    try:
        facts = json.loads(_place(ring).read_bytes())
        return Verified(datetime.fromisoformat(facts["at"]), int(facts["count"]), facts["keys"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
