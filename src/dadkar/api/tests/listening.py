"""A program on this machine that is told what happens, and what the worker does in a minute."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from dadkar.api import hooks, tasks
from dadkar.api.models import Delivery, Scope, Token, Webhook
from dadkar.kernel.actor import System


class Listener:
    """A program on this machine that writes down what it is told, and answers with `status`."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status, self.location = 204, ""
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(listener.status)
                if listener.location:
                    self.send_header("Location", listener.location)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/told"
        self.thread = Thread(target=self.server.serve_forever, args=[0.05], daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def hook_of(user: Any, url: str, *kinds: str) -> tuple[Webhook, str]:
    token, _secret = Token.make(user, "test", Scope.values, by=System("test"))
    return hooks.make(token, url, list(kinds))


def run() -> None:
    """A minute of the worker: hear, and send what is due."""
    tasks.hear(0)
    for pk in Delivery.objects.due().values_list("pk", flat=True):
        tasks.tell(pk)
