"""The steps of a start that need Django: `python -m dadkar.run.prepare VERB…`, with the environment set.

`tables` runs as the owner (DATABASE_URL is the owner's address, DADKAR_APPLICATION_ROLE the other role);
the rest as the application.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dadkar.kernel.sealing.keyring import BACKUP_LIFE, keyring
from dadkar.run import roles
from dadkar.run.environment import PROVINCE_HALF_MADE
from dadkar.run.progress import step


def append_only_tables() -> list[str]:
    """The tables of the models that say `append_only = True`."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "append_only", False)
    )


def tables() -> None:
    """Bring the tables up to date and give the application its rights on them."""
    with step("tables and rights"):
        call_command("migrate", interactive=False, verbosity=0)
        connection.ensure_connection()
        roles.grant(connection.connection, os.environ["DADKAR_APPLICATION_ROLE"], append_only_tables())


def static() -> None:
    """Gather what browsers fetch, compressed and named by content, unless it has not changed since."""
    mark = Path(settings.STATIC_ROOT) / "gathered-from"
    now = static_sources()
    if mark.exists() and mark.read_text() == now:
        return
    with step("files for browsers"):
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(now)


def static_sources() -> str:
    """A fingerprint of all that `static` gathers: names, sizes and times."""
    digest = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def province() -> None:
    """Fill the demo's province, once. Marks beside the data say that it is done, or only begun."""
    mark, half = Path(settings.DATA) / "province-is-made", Path(settings.DATA) / PROVINCE_HALF_MADE
    if mark.exists() or "demo_data" not in get_commands():
        return
    half.touch()
    with step("an invented province"):
        call_command("demo_data")
    mark.touch()
    half.unlink()


def sign_ins() -> None:
    """Print who can be tried out in the demo."""
    if "demo_sign_ins" in get_commands():
        call_command("demo_sign_ins")


def reasons() -> Iterator[str]:
    """Why this database or these files are not fit for a start."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{len(waiting)} changes of the tables are waiting. Run `dadkar setup`."
        return
    if tables := roles.too_powerful(os.environ["DATABASE_URL"], append_only_tables()):
        yield (
            f"The role in DATABASE_URL could rewrite the record ({', '.join(tables)}). "
            "Use the application's role; `dadkar setup` makes it."
        )
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield f"There are no files for browsers in {settings.STATIC_ROOT}. Run `dadkar setup`."


def verify() -> None:
    """Print why the application can't start, and exit with 1; say nothing when it can."""
    if found := list(reasons()):
        print(*(f"- {reason}" for reason in found), sep="\n", file=sys.stderr)
        sys.exit(1)


def retire_keks() -> None:
    """Retire the KEKs that wrap nothing any more, and destroy those that no backup needs."""
    from dadkar.kernel.sealing import keys

    for key in keyring().all("kek")[1:]:
        with suppress(keys.KekInUse):
            if key.retired is None:
                keys.retire_kek(key.id)
            elif datetime.now(UTC) - key.retired > BACKUP_LIFE:
                keys.destroy_kek(key.id)
                print(f"{key.name} is destroyed; do so with the older copies.")


def rewrap() -> None:
    """Wrap everything under the newest KEK; the worker does at night what is left when this is cut short."""
    from dadkar.kernel.sealing import keys

    with step("keys, wrapped anew"):
        while keys.rewrap():
            pass


VERBS = {verb.__name__: verb for verb in (tables, static, province, sign_ins, verify, retire_keks, rewrap)}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dadkar.settings")
    django.setup()
    for name in sys.argv[1:]:
        VERBS[name]()
