"""Where the bench plays: one PostgreSQL of its own, a database a size, servers as in production."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import environment, programs, roles
from dadkar.run.postgres import Cluster
from dadkar.run.supervisor import Supervisor, run_step

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
ANSWER_SECONDS = 60

# A quarter of a machine of 16 GB or more, as whoever looks after a database would set it; durable.
TUNED = {
    "autovacuum_naptime": "10s",
    "checkpoint_timeout": "15min",
    "effective_cache_size": "10GB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "shared_buffers": "4GB",
    "work_mem": "16MB",
}


class Stage:
    """The folder `data` with its PostgreSQL, keyring and the environment of the load generator."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.cluster = Cluster(self.data / "postgres")
        self.cluster.settings = {**self.cluster.settings, **TUNED}
        self.keyring = self.data / "keyring"
        if not self.keyring.exists():
            Keyring.generate(self.keyring)

    # -- databases -------------------------------------------------------------------------------

    def exists(self, database: str) -> bool:
        with psycopg.connect(self.cluster.url()) as admin:
            asked = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return asked.fetchone() is not None

    def drop(self, database: str) -> None:
        roles.drop(self.cluster.url(), database)

    def rename(self, old: str, new: str) -> None:
        self._ddl("ALTER DATABASE {} RENAME TO {}", old, new)

    def copy(self, old: str, new: str) -> None:
        """A database like another one, whose connections are all closed."""
        self._ddl("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", new, old)
        self._ddl("ALTER DATABASE {} OWNER TO {}", new, roles.OWNER)

    def _ddl(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.cluster.url(), autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    # -- environments ----------------------------------------------------------------------------

    def environment(self, database: str, *, mode: str = "serve") -> dict[str, str]:
        """What a Dadkar on this database reads; `demo` may invent cases, `serve` is production."""
        return {
            **environment.production(os.environ),
            "DADKAR_MODE": mode,
            "DADKAR_DATA": str(self.data / "site"),
            "DADKAR_KEYRING": str(self.keyring),
            "DADKAR_SECRET_KEY": environment.demo_secret(self.data / "secret"),
            "DATABASE_URL": self.cluster.url(database, roles.APPLICATION),
            "DATABASE_OWNER_URL": self.cluster.url(database, roles.OWNER),
            "BENCH_DATA": str(self.data),
            "PYTHONPATH": str(ROOT),
        }

    def setup(self, database: str) -> None:
        """What `dadkar setup` does: roles, the database, tables and rights, the files for browsers."""
        ready = self.environment(database)
        owner, application = ready["DATABASE_OWNER_URL"], ready["DATABASE_URL"]
        roles.make_roles(self.cluster.url(), owner, application)
        tables = {**ready, "DATABASE_URL": owner, "DADKAR_APPLICATION_ROLE": roles.APPLICATION}
        run_step(programs.prepare("tables"), tables)
        run_step(programs.prepare("static"), ready)

    def run(
        self, database: str, module: str, *arguments: str, mode: str = "serve", owner: bool = False
    ) -> str:
        """Run one of the bench's own modules on a database; what it prints is returned."""
        ready = self.environment(database, mode=mode)
        if owner:
            ready["DATABASE_URL"] = ready["DATABASE_OWNER_URL"]
        command = [sys.executable, "-m", f"bench.{module}", *arguments]
        done = subprocess.run(command, env=ready, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    # -- the load generator's own environment ------------------------------------------------------

    @cached_property
    def tools(self) -> Path:
        """The folder of programs of the environment made from `bench/requirements.lock`."""
        folder, lock = self.data / "venv", ROOT / "bench" / "requirements.lock"
        mark = folder / "made-from"
        if not mark.exists() or mark.read_text() != lock.read_text():
            print("  the bench's own environment: a minute, this once", flush=True)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([folder / "bin" / "python", ROOT / "tools" / "install.py", lock], check=True)
            mark.write_text(lock.read_text())
        return folder / "bin"

    # -- servers ---------------------------------------------------------------------------------

    @contextmanager
    def served(self, database: str, port: int) -> Iterator[str]:
        """Dadkar on a database as production runs it, web and worker; yields its address."""
        command = [sys.executable, "-m", "dadkar", "serve", "--port", str(port)]
        with self.running({"dadkar": command}, self.environment(database), port) as address:
            yield address

    @contextmanager
    def running(self, commands: dict[str, Sequence[str]], ready: dict[str, str], port: int) -> Iterator[str]:
        """Programs that answer on `port` of this machine alone, stopped at the end; they log into a file."""
        log = self.data / f"serve-{port}.log"
        log.unlink(missing_ok=True)
        logged = {
            name: ["/bin/sh", "-c", 'exec "$@" >>"$0" 2>&1', str(log), *command]
            for name, command in commands.items()
        }
        with Supervisor(logged, ready) as programs_:
            address = f"http://{HOST}:{port}"
            await_answer(programs_, address, log)
            yield address


def await_answer(running: Supervisor, address: str, log: Path) -> None:
    """Return when a server answers, however. Raises RuntimeError when it ends or stays silent."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        if name := running.ended():
            raise RuntimeError(f"{name} has ended by itself; see {log}")
        try:
            request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answered at {address} within {ANSWER_SECONDS} seconds")
