"""The part of a restore that needs Django: `python -m dadkar.run.backup.whole BACKUP`.

Erases again what was erased since, rebuilds the search index, and looks whether every event, key and file
is whole. Exits with 1 and a line for each that is not.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

from dadkar.run.backup.manifest import GRAVES, backups_in
from dadkar.run.progress import step

SHOWN = 20


def bury_again(backup: Path) -> int:
    """Take up the tombstones of this backup and of every other beside it, and replay them all.

    The newest list may be lost with its machine; each backup holds those of its night.
    """
    from dadkar.kernel.sealing import tombstones

    known = {grave.line() for grave in tombstones.read()}
    fresh: dict[str, tombstones.Tombstone] = {}
    for folder in {backup, *backups_in(backup.parent)}:
        for line in (folder / GRAVES).read_text("ascii", "replace").splitlines(keepends=True):
            if line not in known and line.endswith(".\n"):
                fresh[line] = tombstones.Tombstone.parse(line)
    tombstones.append(fresh.values())
    return len({owner for owner, _purpose in tombstones.replay()})


def rebuild_search() -> int:
    """The index is in no backup: it is written anew from the sealed texts."""
    from dadkar.cases import search

    done = 0
    for done in search.rebuild():  # noqa: B007  # it yields how far it is
        pass
    return done


def faults() -> Iterator[str]:
    """Everything that did not come back whole, in words."""
    from dadkar.kernel.sealing import keys
    from dadkar.records.models import Attachment, Event

    for event in Event.objects.order_by("pk").iterator(2000):
        if not event.is_whole():
            yield f"event {event.uid}: its leaf does not follow from what it says"
    erased = set()
    for owner, purpose, state in keys.inspect():
        if state == keys.UNOPENABLE:
            yield f"key {purpose} of {owner}: can't be unwrapped"
        elif state == keys.ERASED and purpose == "content":
            erased.add(owner)
    for file in Attachment.objects.order_by("pk").iterator(2000):
        if not file.path.exists() and file.key_owner not in erased:
            yield f"file {file.uuid}: is missing"


def main(backup: Path) -> int:
    with step("what was erased since, erased again"):
        again = bury_again(backup)
    with step("search, written anew"):
        cases = rebuild_search()
    with step("every event, key and file"):
        found = list(faults())
    print(f"  {again} erased again, {cases} cases to be searched, {len(found)} faults")
    print(*(f"- {fault}" for fault in found[:SHOWN]), sep="\n", end="\n" if found else "", file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dadkar.settings")
    django.setup()
    sys.exit(main(Path(sys.argv[1])))
