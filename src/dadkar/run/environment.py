"""The environment that Django's settings read: made up for the demo, asked for in production."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dadkar.kernel.sealing.keyring import Keyring, KeyringError
from dadkar.run import programs, roles
from dadkar.run.postgres import Cluster, ClusterBusy

PROVINCE_HALF_MADE = "province-is-half-made"  # an empty file in the demo's folder
SHORTEST_SECRET = 50  # characters
NEEDED = {
    "DATABASE_URL": "the database address of the application's role, postgresql://dadkar_app:…@host/dadkar",
    "DADKAR_KEYRING": "the keyring's file, on another volume than the database",
    "DADKAR_SECRET_KEY": f"{SHORTEST_SECRET} random characters or more, which sign sessions and cookies",
    "DADKAR_DATA": "a folder of Dadkar's own, for the files that browsers fetch",
}


def unset(environment: Mapping[str, str], needed: Mapping[str, str] = NEEDED) -> list[str]:
    """What of `needed` this environment lacks, and what it is."""
    return [f"{name} is not set: {what}." for name, what in needed.items() if not environment.get(name)]


def missing(environment: Mapping[str, str]) -> list[str]:
    """Why production can't start with this environment; empty when it can."""
    reasons = unset(environment)
    if place := environment.get("DADKAR_KEYRING"):
        try:
            Keyring.load(place)
        except KeyringError as error:
            reasons.append(str(error))
    secret = environment.get("DADKAR_SECRET_KEY", "")
    if secret and len(secret) < SHORTEST_SECRET:
        reasons.append(f"DADKAR_SECRET_KEY has {len(secret)} characters; it needs {SHORTEST_SECRET}.")
    return reasons


def production(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment as it is given, for Django."""
    return {
        **given,
        "DADKAR_MODE": "serve",
        "DADKAR_THREADS": str(programs.THREADS),
        "DJANGO_SETTINGS_MODULE": "dadkar.settings",
    }


@contextmanager
def demo(data: Path, *, visit: bool = False) -> Iterator[dict[str, str]]:
    """The demo's environment, with its folder, keys and database made where there are none.

    A DATABASE_URL wins over the database of our own. A visitor uses one that runs already and leaves it
    running; anybody else gets ClusterBusy then.
    """
    data = data.absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring = data / "keyring"
    if not keyring.exists():
        Keyring.generate(keyring)
    with demo_database(data, visit=visit) as (owner, application):
        yield {
            **os.environ,
            "DADKAR_MODE": "demo",
            "DADKAR_DATA": str(data),
            "DADKAR_KEYRING": str(keyring),
            "DADKAR_SECRET_KEY": demo_secret(data / "secret"),
            "DADKAR_THREADS": str(programs.THREADS),
            "DATABASE_OWNER_URL": owner,
            "DATABASE_URL": application,
            "DJANGO_SETTINGS_MODULE": "dadkar.settings",
        }


def demo_secret(path: Path) -> str:
    """The demo's secret, made once."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(SHORTEST_SECRET))
    return path.read_text()


@contextmanager
def demo_database(data: Path, *, visit: bool) -> Iterator[tuple[str, str]]:
    """(the owner's address, the application's address) of a database that answers."""
    if given := os.environ.get("DATABASE_URL"):
        yield os.environ.get("DATABASE_OWNER_URL", given), given
        return
    cluster = Cluster(data / "postgres")
    try:
        cluster.start()
    except ClusterBusy:
        if not visit:
            raise
    owner = cluster.url(roles.DATABASE, roles.OWNER)
    application = cluster.url(roles.DATABASE, roles.APPLICATION)
    half_made = data / PROVINCE_HALF_MADE
    try:
        if half_made.exists() and not visit:  # it was stopped while it was made; nobody has worked in it yet
            roles.drop(cluster.url(), roles.DATABASE)
            half_made.unlink()
        roles.make_roles(cluster.url(), owner, application)
        yield owner, application
    finally:
        cluster.stop()
