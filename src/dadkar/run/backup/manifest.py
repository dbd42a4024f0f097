"""What a backup holds, so that what comes back can be compared with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run.process import NotStarted

FORMAT = "dadkar-backup/1"
MANIFEST, DUMP, FILES, LIST, GRAVES = "manifest.json", "database.dump", "files", "files.sha256", "tombstones"
BLOCK = 1024 * 1024


@dataclass
class Manifest:
    """The facts of one backup. `tables` counts the rows of each table; `leaves` is the SHA-256 over the
    leaves of all events in their order; `keys` are fingerprints by the names of the keys it needs;
    `digests` are the SHA-256 of the backup's own files.
    """

    made_at: datetime
    version: str
    server: str
    tables: dict[str, int]
    leaves: str
    keys: dict[str, str]
    digests: dict[str, str]
    files: int
    format: str = FORMAT

    def write(self, folder: Path) -> None:
        facts = asdict(self) | {"made_at": self.made_at.isoformat()}
        (folder / MANIFEST).write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises NotStarted when there is none, or one of another format."""
        try:
            facts = json.loads((folder / MANIFEST).read_text())
            if facts["format"] != FORMAT:
                raise NotStarted(f"{folder} was made by another version of Dadkar ({facts['format']}).")
            return cls(**facts | {"made_at": datetime.fromisoformat(facts["made_at"])})
        except OSError:
            raise NotStarted(f"There is no backup in {folder}: it has no {MANIFEST}.") from None
        except (ValueError, KeyError, TypeError):
            raise NotStarted(f"{folder / MANIFEST} is damaged. Take another backup.") from None

    def lacking(self, ring: Keyring) -> list[str]:
        """The names of the keys that this keyring lacks, or holds otherwise."""
        held = {key.name: key.fingerprint for key in ring}
        return [name for name, fingerprint in self.keys.items() if held.get(name) != fingerprint]

    def damage(self, folder: Path) -> Iterator[str]:
        """What of the backup's files is missing or not as it was written, in words."""
        for name, digest in self.digests.items():
            if fault := compare(folder / name, digest):
                yield f"{name}: {fault}"
        found = 0
        for name, digest in read_list(folder / LIST).items():
            found += 1
            if fault := compare(folder / FILES / name, digest):
                yield f"{FILES}/{name}: {fault}"
        if found != self.files:
            yield f"{LIST}: names {found} files instead of {self.files}"


def compare(path: Path, digest: str) -> str:
    """What is wrong with a file, or nothing."""
    try:
        return "" if sha256(path) == digest else "is not as it was written"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"can't be read: {error.strerror}"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_list(path: Path) -> dict[str, str]:
    """{name: digest} from a list as `sha256sum` writes it; empty when there is none."""
    if not path.exists():
        return {}
    lines = (line.split(maxsplit=1) for line in path.read_text().splitlines())
    return {parts[1]: parts[0] for parts in lines if len(parts) == 2}


def backups_in(place: Path) -> list[Path]:
    """The finished backups of a place, oldest first."""
    return sorted(path.parent for path in place.glob(f"dadkar-*/{MANIFEST}"))
