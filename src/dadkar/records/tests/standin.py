"""A stand-in on this machine for a provider of text messages: it speaks HTTP, and does as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

KEY = "invented/key"
Server = TypeVar("Server", bound=TCPServer)


class Provider(ThreadingHTTPServer):
    """What it was sent (`taken`), what it shall answer (`status`), and whether it hangs up before it does.

    While it `holds`, it takes a message and keeps its answer back; `held` is set as soon as it does.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Speaker)
        self.taken: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.status, self.hangs_up = 200, False
        self.knows_nothing = False  # asked what became of a message, it says that it can't answer now
        self.holds, self.held, self.let_go = False, threading.Event(), threading.Event()
        self.headers_seen: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Speaker(BaseHTTPRequestHandler):
    """Kavenegar's published protocol under /v1/, any other provider's elsewhere."""

    server: Provider

    def log_message(self, *_args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.take({name: one[0] for name, one in parse_qs(urlsplit(self.path).query).items()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = self.headers["Content-Type"].startswith("application/json")
        fields = json.loads(body) if is_json else {name: one[0] for name, one in parse_qs(body).items()}
        self.take(fields)

    def take(self, fields: dict[str, str]) -> None:
        provider = self.server
        provider.asked.append(urlsplit(self.path).path)
        provider.headers_seen = dict(self.headers.items())
        if self.path.endswith("/statuslocalmessageid.json"):
            if provider.knows_nothing:
                return self.answer(409, [])
            known = [one for one in provider.taken if one["localid"] == fields["localid"]]
            return self.answer(200, [{"localid": fields["localid"], "status": 10 if known else 100}])
        if provider.status == 200:
            provider.taken.append(fields)
        if held := provider.holds:
            provider.held.set()
            provider.let_go.wait()
        if provider.hangs_up or held:
            self.close_connection = True
            return self.connection.close()
        return self.answer(provider.status, [{"messageid": len(provider.taken), "status": 1}])

    def answer(self, status: int, entries: list[dict[str, Any]]) -> None:
        """An envelope whose status the HTTP status repeats."""
        said = {"return": {"status": status, "message": "…"}, "entries": entries if status == 200 else None}
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def listening(server: Server) -> Iterator[Server]:
    """A server that listens while the block runs."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def provider() -> AbstractContextManager[Provider]:
    """One that listens while the block runs."""
    return listening(Provider())


def kavenegar(url: str, **more: Any) -> dict[str, Any]:
    """The settings of an account there."""
    return {"provider": "kavenegar", "key": KEY, "sender": "10004346", "url": url, **more}
