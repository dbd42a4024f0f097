"""`dadkar setup` and `dadkar serve`: on a database, with keys and secrets, that somebody looks after."""

import os
import subprocess
import tempfile
from collections.abc import Mapping

import psycopg

from dadkar.run import environment, programs, roles
from dadkar.run.process import NotStarted
from dadkar.run.supervisor import Supervisor, run_step, stop_once

NEXT = """
Ready. What comes next:
  dadkar keys make                 unless the keyring is there already
  dadkar keys copy PLACE PLACE     two copies, on two volumes that are then put away
  dadkar manage found_house --help the house and its first administrator
  dadkar serve                     behind a proxy that speaks TLS; without DATABASE_OWNER_URL
"""


def setup(given: Mapping[str, str] = os.environ) -> None:
    """Bring roles, tables, rights and the files for browsers up to date; safe to run again.

    DATABASE_ADMIN_URL, when it is set, makes the two roles and the database. Raises NotStarted.
    """
    needed = {**environment.NEEDED, "DATABASE_OWNER_URL": "the address of the role that owns the tables"}
    refuse(environment.unset(given, needed))
    owner, application = given["DATABASE_OWNER_URL"], given["DATABASE_URL"]
    if admin := given.get("DATABASE_ADMIN_URL"):
        roles.make_roles(admin, owner, application)
    require_role(owner, roles.role_in(application))
    ready = {**environment.production(given), "DADKAR_APPLICATION_ROLE": roles.role_in(application)}
    run_step(programs.prepare("tables"), {**ready, "DATABASE_URL": owner})
    run_step(programs.prepare("static"), ready)
    print(NEXT, end="")


def serve(
    host: str,
    port: int,
    processes: int,
    *,
    web: bool,
    worker: bool,
    metrics_port: int = 0,
    given: Mapping[str, str] = os.environ,
) -> None:
    """Check that all is as it must be, then run until a signal. Raises NotStarted.

    A child that ends is started again; the database may go and come back meanwhile.
    """
    refuse(environment.missing(given))
    ready = environment.production(given)
    try:
        run_step(programs.prepare("verify"), ready)
    except subprocess.CalledProcessError:
        raise NotStarted("Dadkar does not start, for the reasons above.") from None
    stop_once()
    commands = {
        **({"web": programs.web(host, port, processes)} if web else {}),
        **({"worker": programs.worker()} if worker else {}),
        **({"metrics": programs.metrics(metrics_port)} if metrics_port else {}),
    }
    with tempfile.TemporaryDirectory(prefix="dadkar-metrics-") as counters:
        if metrics_port:  # where the processes of the web leave their counts
            ready["PROMETHEUS_MULTIPROC_DIR"] = counters
        with Supervisor(commands, ready) as running:
            running.keep()


def refuse(reasons: list[str]) -> None:
    """Raise NotStarted with the reasons, if there are any."""
    if reasons:
        lines = "\n".join(f"- {reason}" for reason in reasons)
        raise NotStarted(f"Dadkar does not start:\n{lines}\n`dadkar setup` and `dadkar keys` help with it.")


def require_role(owner_url: str, application: str) -> None:
    """Raise NotStarted when there is no such role to give rights to."""
    with psycopg.connect(owner_url) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [application]).fetchone():
            raise NotStarted(
                f"There is no database role {application}. Set DATABASE_ADMIN_URL for this once, "
                f"or have it made: CREATE ROLE {application} LOGIN PASSWORD '…'"
            )
