"""A whole installation that is hurt on purpose: a server, `dadkar serve`, and people and a desk meanwhile."""

import contextlib
import html
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import httpx
import psycopg

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.records.tests.standin import KEY, Provider, provider
from dadkar.records.tests.standin_mail import MailServer, mail_server
from dadkar.run import production
from dadkar.run.postgres import Cluster
from tests.test_start import free_port, without_database

PATIENCE = 60  # tries of half a second and more: nothing here is away for long
HOUSE = """
import django; django.setup()
from dadkar.api.models import Token
from dadkar.kernel.actor import System
from dadkar.people.models import Role
from dadkar.people.tests.cast import gather, person
cast = gather()
colleague = person("house-worker", "لیلا مرادی", cast.house, Role.CASE_WORKER)
colleague.email, colleague.told_by_email = "colleague@example.com", True
colleague.save()
print(Token.make(cast.manager, "desk", ["cases:read", "cases:write"], by=System("test"))[1], colleague.uuid)
"""


def noon(folder: Path) -> str:
    """A folder of time zones in which it is about noon in Tehran now: nobody is told anything at night.

    One file as of RFC 8536, with one offset and no rule. Returns it for PYTHONTZPATH.
    """
    offset = (12 - datetime.now(UTC).hour) * 3600
    head = struct.pack(">4sc15x6l", b"TZif", b"\0", 0, 0, 0, 0, 1, 4)
    (folder / "zones" / "Asia").mkdir(parents=True)
    (folder / "zones" / "Asia" / "Tehran").write_bytes(head + struct.pack(">lBB4s", offset, 0, 0, b"DAY"))
    return str(folder / "zones")


class Stack:
    """A durable PostgreSQL and `dadkar serve` on it; each part can be killed."""

    def __init__(self, folder: Path, provider: Provider, mail: MailServer) -> None:
        self.folder, self.port, self.metrics = folder, free_port(), free_port()
        self.provider, self.mail = provider, mail
        self.cluster = Cluster(folder / "server")  # durable: what was committed must be there after a kill
        (folder / "data").mkdir(exist_ok=True)
        Keyring.generate(folder / "keyring")
        self.said = (folder / "serve.log").open("w+")

    def start(self) -> None:
        self.cluster.start()
        owner = self.cluster.url("house", "owner")
        self.given = {
            **without_database(),
            "DATABASE_URL": self.cluster.url("house", "app"),
            "DADKAR_DATA": str(self.folder / "data"),
            "DADKAR_KEYRING": str(self.folder / "keyring"),
            "DADKAR_SECRET_KEY": "not known to anybody, and long enough for the checks",
            "DADKAR_BEHIND_TLS_PROXY": "0",
            "DADKAR_SECOND_FACTOR": "0",
            "DADKAR_SMS": "kavenegar",
            "DADKAR_SMS_KEY": KEY,
            "DADKAR_SMS_URL": self.provider.url,
            "DADKAR_SMTP_URL": self.mail.url,
            "DADKAR_MAIL_FROM": "news@example.org",
            "PYTHONTZPATH": noon(self.folder),
        }
        production.setup(self.given | {"DATABASE_OWNER_URL": owner, "DATABASE_ADMIN_URL": self.cluster.url()})
        self.token, self.colleague = self.python(HOUSE).split()
        self.serve = subprocess.Popen(
            [sys.executable, "-m", "dadkar", "serve", "--port", str(self.port),
             "--metrics-port", str(self.metrics)],
            env=self.given, stdout=self.said, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def stop_serving(self) -> None:
        if serve := getattr(self, "serve", None):
            serve.terminate()
            serve.wait(60)

    def stop(self) -> None:
        self.stop_serving()
        self.cluster.stop()
        self.said.close()

    def python(self, code: str, given: str = "") -> str:
        """Run a piece of code as the application."""
        environment = production.environment.production(self.given)
        environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, input=given, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def children(self, parent: int, word: str = "") -> list[int]:
        """The processes below one, whose command line holds a word."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, above = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
                if above == parent and word.encode() in (stat.parent / "cmdline").read_bytes():
                    found.append(pid)
            except OSError:
                continue
        return found

    def serving(self) -> list[int]:
        """The supervisor and the web's processes: the same numbers as long as none was started again."""
        web = self.children(self.serve.pid, "granian")
        return sorted([self.serve.pid, *web, *(pid for one in web for pid in self.children(one, "granian"))])

    def kill_web(self) -> None:
        for pid in self.children(self.serve.pid, "granian"):
            os.kill(pid, signal.SIGKILL)

    def kill_process_of_web(self) -> None:
        for web in self.children(self.serve.pid, "granian"):
            for pid in self.children(web)[:1]:
                os.kill(pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        """In the worst moment: the gateway has taken a message, and its answer is still on its way."""
        self._kill_worker_at(self.provider)

    def kill_worker_at_mail(self) -> None:
        """The same with a message by e-mail, of which nobody can ask afterwards whether it was taken."""
        self._kill_worker_at(self.mail)

    def _kill_worker_at(self, gateway: Provider | MailServer) -> None:
        gateway.holds = True
        assert gateway.held.wait(PATIENCE), "no message went out"
        for pid in self.children(self.serve.pid, "procrastinate"):
            os.kill(pid, signal.SIGKILL)
        gateway.holds = False
        gateway.let_go.set()

    def kill_database(self) -> None:
        """Kill -9 and a new start, as systemd makes it, once somebody has met the outage.

        In the main thread, with which the server ends.
        """
        assert self.cluster._process
        self.cluster._process.kill()
        self.cluster.stop()
        with Person(self.port) as person:
            person.meet_outage("/write/")
        self.cluster.start()

    def await_database(self) -> None:
        """Until it answers; one that ends on its way is started again, as systemd does it."""
        for _try in range(PATIENCE):
            if self.cluster._process and self.cluster._process.poll() is not None:
                self.cluster.stop()
                self.cluster.start()
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.cluster.url()):
                return
            time.sleep(0.5)
        raise AssertionError("the database did not come back")


@contextlib.contextmanager
def standing(folder: Path) -> Iterator[Stack]:
    """A whole installation in a folder, with the gateways that it speaks to."""
    with provider() as gateway, mail_server() as mail:
        stack = Stack(folder, gateway, mail)
        try:
            stack.start()
            yield stack
        finally:
            stack.stop()


class Person:
    """Somebody who files, and does not give up: the same form is sent until a receipt is shown."""

    def __init__(self, port: int) -> None:
        self.client = httpx.Client(base_url=f"http://localhost:{port}", timeout=30)
        self.cookies = {"django_language": "en"}  # by hand: they are for TLS alone
        self.refused = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.client.close()

    def send(
        self, method: str, path: str, typed: dict[str, str] | None = None, files: Any = None
    ) -> httpx.Response:
        """The answer, whatever it is."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": str(self.client.base_url).rstrip("/"),
        }
        return self.client.request(method, path, data=typed, files=files, headers=headers)

    def once(self, method: str, path: str, typed: dict[str, str] | None = None) -> httpx.Response | None:
        """The answer; None when there was none, or one of an outage."""
        try:
            response = self.send(method, path, typed)
        except httpx.TransportError:
            response = None
        if response is None or response.status_code >= 500:
            assert response is None or response.status_code == 503, response.text
            self.refused += 1
            return None
        for line in response.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response

    def meet_outage(self, path: str) -> None:
        """Ask for a page until it is answered 503."""
        for _try in range(PATIENCE):
            with contextlib.suppress(httpx.TransportError):
                if self.client.get(path).status_code == 503:
                    return
            time.sleep(0.5)
        raise AssertionError(f"{path} was never answered 503")

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> httpx.Response:
        for _try in range(PATIENCE):
            if response := self.once(method, path, typed):
                return response
            time.sleep(0.5)
        raise AssertionError(f"{method} {path} was never answered")

    def file(self, story: str, number: str) -> str:
        """File a story, ask to be told by text message, and return the code on the receipt."""
        return self.file_again(self.form() | {"narrative": story, "told": "sms", "phone": number})

    def form(self) -> dict[str, str]:
        """What a freshly opened filing form brings along."""
        page = self.ask("GET", "/write/").text
        return {
            name: html.unescape(re.findall(rf'name="{name}" value="([^"]+)"', page)[0])
            for name in ("nonce", "csrfmiddlewaretoken")
        }

    def file_again(self, typed: dict[str, str]) -> str:
        """Send a filing's form until it is taken, and return the code on the receipt."""
        sent = self.ask("POST", "/write/", typed)
        assert sent.status_code == 303, sent.text
        shown = self.ask("GET", "/kept/").text
        return re.findall(r"\d{20}", re.sub(r"\s|<[^>]+>", "", shown))[0]

    def opens(self, code: str) -> bool:
        """Whether the code leads to the page of its case."""
        page = self.ask("GET", "/follow/").text
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        answer = self.ask("POST", "/follow/", {"csrfmiddlewaretoken": token, "code": code})
        return answer.status_code == 303


class Desk:
    """A program of the house: it gives each new case to a colleague and writes to its people."""

    def __init__(self, stack: Stack) -> None:
        self.colleague = stack.colleague
        self.client = httpx.Client(
            base_url=f"http://localhost:{stack.port}/api/v1",
            headers={"Authorization": f"Bearer {stack.token}"},
            timeout=30,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.client.close()

    def ask(self, method: str, path: str, **said: Any) -> Any:
        """The answer's document. What failed is asked again, with the same key, so that it is done once."""
        for _try in range(PATIENCE):
            with contextlib.suppress(httpx.TransportError):
                response = self.client.request(method, path, **said)
                if response.status_code != 503:
                    assert response.status_code < 300, response.text
                    return response.json()
            time.sleep(0.5)
        raise AssertionError(f"{method} {path} was never answered")

    def say(self, case: str, verb: str, **said: str) -> None:
        self.ask("POST", f"/cases/{case}/{verb}", json=said, headers={"Idempotency-Key": f"{verb}-{case}"})

    def answer(self, total: int) -> None:
        """Go on until so many cases were answered."""
        answered = 0
        while answered < total:
            new = self.ask("GET", "/cases", params={"state": "received"})["results"]
            for case in new:
                self.say(case["id"], "assign", to=self.colleague)
                self.say(case["id"], "message", text="پرونده را خواندیم.")
            answered += len(new)
            if not new:
                time.sleep(0.2)


def each(people: int, things: list[str], do: Callable[[int, str], None]) -> list[BaseException]:
    """Let so many people at once do something with each of the things; return what went wrong."""
    waiting, wrong, lock = list(enumerate(things)), list[BaseException](), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if not waiting or wrong:
                    return
                number, thing = waiting.pop(0)
            try:
                do(number, thing)
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=work) for _person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
