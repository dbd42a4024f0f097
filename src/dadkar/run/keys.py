"""`dadkar keys`: the keyring and its offline copies."""

import os
import shutil
from pathlib import Path

from dadkar.kernel.sealing import copies as seen
from dadkar.kernel.sealing.keyring import Keyring, KeyringError
from dadkar.run import environment, programs
from dadkar.run.supervisor import run_step

GRAVES = ".tombstones"  # what was erased goes with the copies, so that no restore brings it back


def keyring_path(demo_data: Path) -> Path:
    """DADKAR_KEYRING, or the demo's."""
    return Path(os.environ.get("DADKAR_KEYRING") or demo_data / "keyring")


def make(path: Path) -> None:
    """Make a new keyring. Raises KeyringError when there is one."""
    Keyring.generate(path)
    print(f"A keyring is at {path}. Now make two copies: dadkar keys copy PLACE PLACE")


def copy(path: Path, places: list[Path]) -> None:
    """Write a copy to each place and read it back. Raises KeyringError when one fails."""
    ring = Keyring.load(path)
    copies = [place / f"{path.name}.copy" if place.is_dir() else place for place in places]
    for one in copies:
        ring.copy_to(one)
        graves = path.with_name(path.name + GRAVES)
        if graves.exists():
            shutil.copyfile(graves, one.with_name(one.name + GRAVES))
    verify(path, copies)
    volumes = [one.stat().st_dev for one in (path, *copies)]
    if len(set(volumes)) < len(volumes):
        print("Some of these lie on one volume: if it is lost or stolen, so are they all. Move them.")
    print("Put the copies away, in two places. Make them anew after every change of the keys.")


def verify(path: Path, places: list[Path]) -> None:
    """Compare copies with the keyring. Raises KeyringError at the first that is not whole."""
    ring = Keyring.load(path)
    for place in places:
        names = ring.verify_copy(place)
        print(f"{place}: whole, {len(names)} keys")
    if len(places) > 1:
        seen.note(ring, len(places))


def rotate(path: Path, places: list[Path]) -> None:
    """A new KEK, both copies of it, and everything wrapped anew. Raises KeyringError.

    KEKs that wrap nothing any more are retired first, and destroyed when no backup needs them. A person does
    this once a month, with the two places at hand: a key without a copy must not be in use for long.
    """
    taken = [str(place) for place in places if place.is_file()]
    if taken:
        raise KeyringError(f"There is already a file at {', '.join(taken)}; it is left as it is.")
    ready = environment.production()
    run_step(programs.prepare("retire_keks"), ready)
    key = Keyring.load(path).add("kek")
    print(f"New things are sealed under {key.name}.")
    copy(path, places)
    run_step(programs.prepare("rewrap"), ready)


def show(path: Path) -> None:
    """List the keys: names and dates, never a key."""
    for key in Keyring.load(path):
        retired = f", retired {key.retired:%Y-%m-%d}" if key.retired else ""
        print(f"{key.name:10} {key.created:%Y-%m-%d}{retired}")
