"""What can be wrong with how Dadkar is run: its database role, its backups."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from dadkar.kernel.checkup import Finding, check
from dadkar.run import roles
from dadkar.run.backup.manifest import Manifest, backups_in
from dadkar.run.prepare import append_only_tables
from dadkar.run.process import NotStarted

A_NIGHT = timedelta(hours=36)


@check
def role() -> Iterator[Finding]:
    """The application could rewrite the record."""
    if tables := roles.too_powerful(os.environ["DATABASE_URL"], append_only_tables()):
        yield Finding(
            _("The role in DATABASE_URL could change what was recorded (%(tables)s).")
            % {"tables": ", ".join(tables)},
            _("Use the application’s role; `dadkar setup` makes it and gives it its rights."),
        )


@check
def owner() -> Iterator[Finding]:
    """The owner's address lies where the web could read it."""
    if os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_ADMIN_URL"):
        yield Finding(
            _("DATABASE_OWNER_URL or DATABASE_ADMIN_URL is set here."),
            _("Give them to `dadkar setup` and `dadkar restore` alone; `serve` must not know them."),
        )


@check
def backups() -> Iterator[Finding]:
    """There is no backup of last night."""
    place = os.environ.get("DADKAR_BACKUPS")
    if not place:
        yield Finding(
            _("DADKAR_BACKUPS is not set: nobody knows whether there is a backup."),
            _("Set it to the place where `dadkar backup` writes every night."),
        )
        return
    try:
        newest = max((Manifest.read(one).made_at for one in backups_in(Path(place))), default=None)
    except NotStarted as error:
        yield Finding(_("A backup is damaged."), str(error))
        return
    if newest is None or datetime.now(UTC) - newest > A_NIGHT:
        when = f"{newest:%Y-%m-%d %H:%M}" if newest else _("never")
        yield Finding(
            _("The last backup was made: %(when)s.") % {"when": when},
            _("Run `dadkar backup`, and see why its timer did not."),
        )
