"""Nothing is sent to this machine or its network by an address that somebody typed."""

import socket
from types import SimpleNamespace
from typing import Any

import httpcore
import pytest

from dadkar.api import outward

PRIVATE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::",
    "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111"]


@pytest.fixture
def serving(settings: Any) -> None:
    settings.MODE = "serve"


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not outward.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_ones_are(address: str) -> None:
    assert outward.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://intranet/",
        "https://user:pass@example.org/", "https://example.org/#x", "ftp://example.org/", "file:///etc/passwd",
        "https://", "https:///x", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1:8443/", "//example.org",
        "", "https://example.org:0/", "https://example.org:x/", "https://[bad/",
        "https://مثال.ایران/", "gopher://x.y/",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("serving")
def test_addresses_that_can_t_be_told(url: str) -> None:
    with pytest.raises(outward.NotOutward):
        outward.require_outward(url)


@pytest.mark.usefixtures("serving")
def test_an_ordinary_address_can() -> None:
    outward.require_outward("https://hooks.example.org:8443/told?x=1")


def resolving(*addresses: str) -> Any:
    """What stands in for the resolver: the name has these addresses."""
    return lambda host, port, **_more: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses
    ]


@pytest.mark.usefixtures("serving")
@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["169.254.169.254"], ["fe80::1%1"]]
)
def test_a_name_that_leads_inside_is_not_called(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving(*addresses))
    with pytest.raises(outward.NotOutward):
        outward.post("https://inside.example.org/", b"{}", {})


@pytest.mark.usefixtures("serving")
def test_it_connects_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently a moment later leads nowhere else: it is asked once."""
    asked, called = [], []

    def getaddrinfo(host: str, port: int, **more: Any) -> Any:
        asked.append(host)
        return resolving("1.1.1.1" if len(asked) == 1 else "127.0.0.1")(host, port)

    def connect(address: Any, *args: Any, **more: Any) -> Any:
        called.append(address)
        raise OSError("nobody")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Exception, match="nobody"):
        outward.post("https://rebinding.example.org/", b"{}", {})
    assert (asked, called) == (["rebinding.example.org"], [("1.1.1.1", 443)])


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification's own reference library."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    made = outward.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class Dripping(httpcore.NetworkStream):
    """An address that answers one letter at a time, each just before a reader would give up."""

    def __init__(self, clock: Any) -> None:
        self.clock, self.reads = clock, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.reads += 1
        assert self.reads < 100, "a worker would be held for days"
        self.clock.now += 9
        return b"HTTP/1.1 200 OK\r\nX: " if self.reads == 1 else b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        pass

    def start_tls(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return self

    def get_extra_info(self, info: str) -> Any:
        return None


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "https://1.1.1.1/"])
def test_an_address_that_answers_by_drops_holds_no_worker(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(outward, "monotonic", lambda: clock.now, raising=False)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *args, **more: Dripping(clock))
    with pytest.raises(httpcore.TimeoutException):
        outward.post(url, b"{}", {})
    assert clock.now < 60


STRANGE = [
    f"https://{'a' * 64}.example.org/", "https://a..example.org/", "https://example.org/نشانی",
    "https://example.org/a b", "https://example.org/\r\nX-Header: 1", "https://exa\tmple.org/", "https://1.1.1.1/\x00",
    "https://\x00example.org/", "https://example.org/\ud800", "https://%31%32%37.0.0.1/", "https://1/",
    "https://0x7f.0.0.1/", "https://2130706433./", "https://example.org\\@127.0.0.1/", "https://example.org:99999/",
]  # fmt: skip


@pytest.mark.usefixtures("serving")
@pytest.mark.parametrize("url", STRANGE)
def test_a_strange_address_fails_as_any_other_does(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A worker that broke over one would come back to it every few minutes, for good."""

    def connect(*args: Any, **more: Any) -> Any:
        raise OSError("nobody")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises((outward.NotOutward, OSError, httpcore.NetworkError, httpcore.ProtocolError)):
        outward.post(url, b"{}", {})
