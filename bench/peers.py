"""The peers: django-helpdesk for filing, and PostgreSQL's full-text search over the same text in clear."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.stage import HOST, ROOT, Stage
from dadkar.run import programs, roles, sockets

HELPDESK = "bench_helpdesk"


@contextmanager
def helpdesk(stage: Stage, port: int) -> Iterator[str]:
    """django-helpdesk on a database of its own in the same cluster; yields its address."""
    python = stage.tools / "python"
    ready = {
        **stage.environment(HELPDESK),
        "DJANGO_SETTINGS_MODULE": "bench.helpdesk.settings",
        "PEER_DATABASE": HELPDESK,
        "PEER_USER": roles.OWNER,
        "PEER_HOST": str(sockets.where(stage.cluster.socket_link)),
    }
    owner = stage.cluster.url(HELPDESK, roles.OWNER)
    roles.make_roles(stage.cluster.url(), owner, stage.cluster.url(HELPDESK, roles.APPLICATION))
    subprocess.run([python, "-m", "bench.helpdesk.wsgi"], env=ready, cwd=ROOT, check=True)
    command = web_of("bench.helpdesk.wsgi:application", str(python), port)
    with stage.running({"helpdesk": command}, ready, port) as address:
        yield address


@contextmanager
def clear_search(stage: Stage, database: str, port: int) -> Iterator[str]:
    """The desk with full-text search in place of sealed search; yields its address."""
    stage.run(database, "clear.fill", owner=True)
    ready = {**stage.environment(database), "DJANGO_SETTINGS_MODULE": "bench.clear.settings"}
    command = web_of("dadkar.wsgi:application", sys.executable, port)
    with stage.running({"clear": command}, ready, port) as address:
        yield address


def web_of(application: str, python: str, port: int) -> list[str]:
    """The command by which production starts the web, for another application."""
    swap = {"dadkar.wsgi:application": application, sys.executable: python}
    return [swap.get(word, word) for word in programs.web(HOST, port, processes=2)]
