"""The private folder of the database's socket.

It lies beside the data as `run/`, when clients can name it; otherwise `run` points to a folder in the
temporary directory, which goes when the database stops.
"""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from dadkar.run.server_user import give

LONGEST_PATH = 107  # bytes, sockaddr_un on Linux
NAME = ".s.PGSQL.5432"


def where(link: Path) -> Path:
    """The folder that `link` is or points to."""
    return Path(os.readlink(link)) if link.is_symlink() else link


def prepare(link: Path, account: dict[str, Any]) -> Path:
    """The folder, made if need be and given to the server's user."""
    if link.is_symlink() and not is_private(where(link), account):
        link.unlink()  # a cleaner emptied the temporary directory, or somebody else took the name
    if not os.path.lexists(link):
        if fits_an_address(link):
            link.mkdir(mode=0o700)
        else:
            link.symlink_to(tempfile.mkdtemp(prefix="dadkar-"))
    give(where(link), account)
    return where(link)


def remove(link: Path) -> None:
    """Leave nothing in the temporary directory."""
    if link.is_symlink():
        with contextlib.suppress(OSError):
            where(link).rmdir()
        link.unlink()


def fits_an_address(folder: Path) -> bool:
    """Whether clients can name a socket in this folder: a comma would mean two hosts to them."""
    return len(os.fsencode(folder / NAME)) <= LONGEST_PATH and "," not in str(folder)


def is_private(folder: Path, account: dict[str, Any]) -> bool:
    """Whether `folder` is there, belongs to the server's user and is closed to all others."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return found.st_uid == account.get("user", os.geteuid()) and found.st_mode & 0o170777 == 0o040700
