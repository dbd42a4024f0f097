"""A stand-in on this machine for a mail server: as much of SMTP (RFC 5321) as one message needs."""

import re
import threading
from contextlib import AbstractContextManager
from socketserver import StreamRequestHandler, ThreadingTCPServer

from dadkar.records.tests.standin import listening


class MailServer(ThreadingTCPServer):
    """The messages that it took, as their recipient and their Message-ID, in `taken`.

    While it `holds`, it takes a message and keeps its answer back; `held` is set as soon as it does.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Speaker)
        self.taken: list[tuple[str, str]] = []
        self.holds, self.held, self.let_go = False, threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?tls=none"


class Speaker(StreamRequestHandler):
    """One conversation."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb, _space, rest = line.partition(" ")
            if verb.upper() == "RCPT":
                to = re.findall(r"<([^>]*)>", rest)[0]
            if verb.upper() == "DATA":
                self.say("354 go on")
                if not self.take(to):
                    return
            self.say("221 bye" if verb.upper() == "QUIT" else "250 good")

    def take(self, to: str) -> bool:
        """Take the message; False when whoever sent it gets no answer."""
        lines = []
        while (line := self.rfile.readline()).strip() != b".":
            lines.append(line.decode())
        (reference,) = re.findall(r"^Message-ID: *<([^>]*)>", "".join(lines), re.MULTILINE | re.IGNORECASE)
        self.server.taken.append((to, reference))
        if held := self.server.holds:
            self.server.held.set()
            self.server.let_go.wait()
        return not held

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def mail_server() -> AbstractContextManager[MailServer]:
    """One that listens while the block runs."""
    return listening(MailServer())
