"""The `dadkar` command: reads what was asked, and hands it to `dadkar.run`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psycopg

from dadkar.kernel.sealing.keyring import KeyringError
from dadkar.run import demo, doctor, environment, keys, production
from dadkar.run.backup import restore
from dadkar.run.backup.make import backup
from dadkar.run.process import NotStarted

DJANGOS = {
    "import-cases": "bring in a list of cases, Excel or CSV (-h: how)",
    "token": "what programs show in place of somebody who signs in: create, list, end (-h: how)",
    "manage": "Django's own commands, on production's database or the demo's",
}
"""Verbs that read their own arguments, and run on production's database or the demo's."""


def parser() -> argparse.ArgumentParser:
    """What can be asked."""
    whole = argparse.ArgumentParser(prog="dadkar", description="Follows up what workers are owed.")
    whole.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("DATA") or ".data"),
        help="the demo's folder (default: DATA, or .data here)",
    )
    verbs = whole.add_subparsers(dest="verb", required=True)
    port = int(os.environ.get("PORT") or 8000)

    one = verbs.add_parser("demo", help="make an invented province and open it, all in one folder")
    one.add_argument("--port", type=int, default=port)

    one = verbs.add_parser("serve", help="production: the web, the worker, or both")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=port)
    one.add_argument("--processes", type=int, default=2, help="of the web server")
    one.add_argument(
        "--metrics-port", type=int, default=0, help="answer Prometheus on 127.0.0.1 at this port"
    )
    only = one.add_mutually_exclusive_group()
    only.add_argument("--web", action="store_true", help="the web alone")
    only.add_argument("--worker", action="store_true", help="the worker alone")

    verbs.add_parser("setup", help="production: roles, tables, rights, files for browsers; safe to run again")

    one = verbs.add_parser("backup", help="a copy of database and files; the keyring is kept apart")
    place = os.environ.get("DADKAR_BACKUPS")
    one.add_argument("place", nargs="?" if place else None, type=Path, default=place and Path(place))
    one.add_argument("--keep-days", type=int, default=35, help="older ones are deleted (0: none)")

    one = verbs.add_parser("restore", help="put a backup back, into an empty database and folder")
    one.add_argument("backup", type=Path)
    one.add_argument("--check", action="store_true", help="only read it through")

    verbs.add_parser("doctor", help="what is wrong with this installation, and what to do")

    inner = verbs.add_parser("keys", help="the keyring and its copies").add_subparsers(
        dest="keys", required=True
    )
    inner.add_parser("make", help="make the keyring")
    inner.add_parser("show", help="list the keys, without their secrets")
    one = inner.add_parser("copy", help="write offline copies, and read them back")
    one.add_argument("places", nargs=2, type=Path, metavar="PLACE")
    one = inner.add_parser("rotate", help="once a month: a new KEK, two copies, everything wrapped anew")
    one.add_argument("places", nargs=2, type=Path, metavar="PLACE")
    one = inner.add_parser("verify", help="compare copies with the keyring")
    one.add_argument("places", nargs="+", type=Path, metavar="COPY")

    for verb, what in DJANGOS.items():
        one = verbs.add_parser(
            verb,
            help=what,
            add_help=False,
            prefix_chars="+",  # whatever begins with a dash is Django's
        )
        one.add_argument("arguments", nargs=argparse.REMAINDER)
    return whole


def manage(data: Path, arguments: Sequence[str]) -> None:
    """Run a Django command where DATABASE_URL points, or on the demo."""
    from django.core.management import execute_from_command_line

    command = ["dadkar manage", *arguments]
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dadkar.settings")
        execute_from_command_line(command)
        return
    with environment.demo(data, visit=True) as ready:
        os.environ.update(ready)
        execute_from_command_line(command)


def run_keys(asked: argparse.Namespace) -> None:
    path = keys.keyring_path(asked.data)
    match asked.keys:
        case "make":
            keys.make(path)
        case "show":
            keys.show(path)
        case "copy":
            keys.copy(path, asked.places)
        case "rotate":
            keys.rotate(path, asked.places)
        case "verify":
            keys.verify(path, asked.places)


def run(asked: argparse.Namespace) -> int:
    """Do it; 1 when something was found wrong."""
    match asked.verb:
        case "demo":
            demo.demo(asked.data, asked.port)
        case "serve":
            production.serve(
                asked.host,
                asked.port,
                asked.processes,
                web=not asked.worker,
                worker=not asked.web,
                metrics_port=asked.metrics_port,
            )
        case "setup":
            production.setup()
        case "doctor":
            return bool(doctor.doctor())
        case "backup":
            print(f"Backed up to {backup(asked.place, asked.keep_days)}")
        case "restore" if asked.check:
            print(f"Whole, made {restore.check(asked.backup).made_at:%Y-%m-%d %H:%M} UTC")
        case "restore":
            restore.restore(asked.backup.absolute())
            print("Whole. Start it: dadkar serve")
        case "keys":
            run_keys(asked)
        case "import-cases":
            manage(asked.data, ["import_cases", *asked.arguments])
        case "token":
            manage(asked.data, ["token", *asked.arguments])
        case "manage":
            manage(asked.data, asked.arguments)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, or 1 with a sentence on what is wrong. Ctrl-C is an ordinary end."""
    try:
        return run(parser().parse_args(arguments))
    except KeyboardInterrupt:
        return 0
    except subprocess.CalledProcessError:
        return 1  # the program has said what is wrong
    except (NotStarted, KeyringError, psycopg.OperationalError) as error:
        print(error, file=sys.stderr)
        return 1
