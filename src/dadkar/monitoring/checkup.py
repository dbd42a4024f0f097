"""What can be wrong with an installation, whatever it is used for."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dadkar.kernel import replica
from dadkar.kernel.checkup import Finding, check
from dadkar.monitoring import health, jobs

GIGABYTE = 1024**3
LEAST_FREE = 0.1
MOST_SKEW = timedelta(seconds=5)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


@check
def tables() -> Iterator[Finding]:
    """The tables are older than the program."""
    health._migrated.cache_clear()
    if not health.migrations():
        yield Finding(_("The tables are not as this version needs them."), _("Run `dadkar setup`."))


@check
def clocks() -> Iterator[Finding]:
    """The database's clock and ours differ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs(cursor.fetchone()[0] - datetime.now(UTC))
    if skew > MOST_SKEW:
        seconds = round(skew.total_seconds())
        yield Finding(
            _("The clocks of the database and of this machine differ by %(seconds)s seconds.")
            % {"seconds": seconds},
            _("Let both machines set their clocks by NTP: deadlines and codes depend on them."),
        )


@check
def zone() -> Iterator[Finding]:
    """Tehran has had no summer time since 2022; an old table of zones still believes in it."""
    if settings.TIME_ZONE != "Asia/Tehran":
        yield Finding(
            _("The time zone is %(zone)s.") % {"zone": settings.TIME_ZONE}, _("Set it to Asia/Tehran.")
        )
    elif SUMMER.astimezone(ZoneInfo("Asia/Tehran")).utcoffset() != timedelta(hours=3, minutes=30):
        yield Finding(
            _("This machine’s table of time zones is from before 2022: in summer it is an hour off."),
            _("Update the package tzdata."),
        )


@check
def room_on_disk() -> Iterator[Finding]:
    """A disk is about to be full."""
    places = {settings.DATA, Path(os.environ.get("DADKAR_BACKUPS") or settings.DATA)}
    for place in sorted(place for place in places if place.exists()):
        usage = shutil.disk_usage(place)
        if usage.free < max(GIGABYTE, LEAST_FREE * usage.total):
            yield Finding(
                _("%(place)s has %(free).1f GB left.") % {"place": place, "free": usage.free / GIGABYTE},
                _("Make room or give it a larger disk, before filings are refused."),
            )


@check
def doors() -> Iterator[Finding]:
    """Others on this machine can look in, or keys lie beside what they open."""
    mode = stat.S_IMODE(settings.DATA.stat().st_mode)
    if mode & 0o077:
        yield Finding(
            _("Others on this machine may look into %(place)s.") % {"place": settings.DATA},
            f"chmod 700 '{settings.DATA}'",
        )
    if settings.KEYRING.exists() and settings.KEYRING.stat().st_dev == settings.DATA.stat().st_dev:
        yield Finding(
            _("The keyring lies on the volume of the sealed files: whoever takes the disk has both."),
            _("Move the keyring to a volume of its own, and set DADKAR_KEYRING."),
        )


@check
def hosts() -> Iterator[Finding]:
    """Any name is answered to."""
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            _("DADKAR_HOSTS is *: pages are served under any name, also a forger’s."),
            _("Name the house’s own addresses, with commas between them."),
        )


@check
def second_factor() -> Iterator[Finding]:
    """A password alone opens the desk."""
    if not settings.SECOND_FACTOR_REQUIRED:
        yield Finding(
            _("A password alone is enough to sign in."), _("Take DADKAR_SECOND_FACTOR=0 out again.")
        )


@check
def worker() -> Iterator[Finding]:
    """Nobody does the jobs, or does them late, or some were given up."""
    if not jobs.worker_lives():
        yield Finding(
            _("No worker has been heard for a minute: notices and nightly jobs wait."),
            _("Start it: `dadkar serve --worker`, or its systemd unit; see its log."),
        )
    if late := jobs.waiting_too_long():
        yield Finding(
            ngettext(
                "%(count)s job has waited for more than ten minutes.",
                "%(count)s jobs have waited for more than ten minutes.",
                late,
            ) % {"count": late},
            _("Look at the worker’s log; start a second worker if one is not enough."),
        )  # fmt: skip
    if given_up := jobs.failed():
        yield Finding(
            ngettext("%(count)s job was given up.", "%(count)s jobs were given up.", given_up)
            % {"count": given_up},
            _("See the log for why; `dadkar manage procrastinate shell` retries it."),
        )


@check
def standby() -> Iterator[Finding]:
    """The standby for numbers does not answer."""
    if replica.REPLICA in connections.settings and replica.for_numbers() != replica.REPLICA:
        yield Finding(
            _("The standby in DATABASE_REPLICA_URL does not answer: boards read the primary."),
            _("See that it runs and follows; or take DATABASE_REPLICA_URL out."),
        )
