"""`dadkar demo`: everything from nothing, in one folder."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from dadkar.run import environment, programs, roles
from dadkar.run.process import NotStarted
from dadkar.run.progress import step
from dadkar.run.supervisor import Supervisor, run_step, stop_once

HOST = "127.0.0.1"
ANSWER_SECONDS = 60


def demo(data: Path, port: int) -> None:
    """Make what is missing, start web and worker, and stay until Ctrl-C. Raises NotStarted."""
    stop_once()
    check_port(port)
    print("Dadkar, the demo", flush=True)
    with ExitStack() as stack:
        with step("database"):
            ready = stack.enter_context(environment.demo(data))
        prepare(ready)
        serve(ready, port)


def prepare(ready: Mapping[str, str]) -> None:
    """Tables as their owner; files and the invented province as the application."""
    owner = {
        **ready,
        "DATABASE_URL": ready["DATABASE_OWNER_URL"],
        "DADKAR_APPLICATION_ROLE": roles.role_in(ready["DATABASE_URL"]),
    }
    run_step(programs.prepare("tables"), owner)
    run_step(programs.prepare("static", "province"), ready)


def serve(ready: Mapping[str, str], port: int) -> None:
    with Supervisor({"web": programs.web(HOST, port), "worker": programs.worker()}, ready) as running:
        print("  web and worker …", flush=True)  # both have a word to say as they start
        await_answer(running, port)
        print(f"\nOpen http://{HOST}:{port}/\n", flush=True)
        run_step(programs.prepare("sign_ins"), ready)
        print("Ctrl-C stops everything; the data stays.", flush=True)
        raise NotStarted(f"{running.wait()} has ended by itself; see its words above.")


def check_port(port: int) -> None:
    """Raise NotStarted when another program listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise NotStarted(f"Port {port} needs more rights. Choose one above 1023: PORT=8001") from None
        except OSError:
            raise NotStarted(f"Port {port} is taken. Choose another: PORT={port + 1}") from None


def await_answer(running: Supervisor, port: int) -> None:
    """Return when the web answers. Raises NotStarted when it answers with an error, ends or stays silent."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        if name := running.ended():
            raise NotStarted(f"{name} has ended by itself; see its words above.")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=ANSWER_SECONDS):
                return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 500:
                raise NotStarted("The web answers with an error; see its words above.") from None
            return
        except OSError:
            time.sleep(0.1)
    raise NotStarted(f"The web did not answer within {ANSWER_SECONDS} seconds.")
