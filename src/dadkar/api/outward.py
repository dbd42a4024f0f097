"""Sending to addresses that somebody typed: only to public ones, signed, with nothing followed.

The signature is that of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`,
in base64 after its version, `v1,…`.
"""

import base64
import hashlib
import hmac
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpcore
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dadkar.api.models.webhook import SECRET_PREFIX

TIMEOUTS = {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 5.0}
LONGEST = 30.0  # seconds for all of it: an answer that comes by drops must not hold a worker
PRINTABLE = re.compile(r"[!-\[\]-~]+")  # as an address stands on the wire: no space, and no backslash
LONGEST_LABEL = 63  # RFC 1035 §2.3.4
WHERE = _("Only an https address of the public internet can be told.")


class NotOutward(Exception):
    """An address that nothing is sent to; its text is for whoever typed it."""

    def __str__(self) -> str:
        return str(WHERE)


def may_stay_home() -> bool:
    """Whether this machine may be told, over plain http: in demo and test modes alone."""
    return settings.MODE in ("demo", "test")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; one that carries another inside it is not."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo):
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def require_outward(url: str) -> None:
    """Raise NotOutward unless the address, as it is written, may be told. Its name is looked up later."""
    if not PRINTABLE.fullmatch(url):
        raise NotOutward
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotOutward from None
    if parts.username or parts.password or parts.fragment or not host or port == 0:
        raise NotOutward
    if may_stay_home() and parts.scheme == "http" and host in ("127.0.0.1", "localhost", "[::1]", "::1"):
        return
    if parts.scheme != "https" or "." not in host.strip("."):
        raise NotOutward
    if not all(0 < len(label) <= LONGEST_LABEL for label in host.removesuffix(".").split(".")):
        raise NotOutward
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_public(str(literal)):
        raise NotOutward


def address_to_call(host: str, port: int) -> str:
    """The one IP address that a name is called at. Raises NotOutward when any of its addresses is not public.

    The name is resolved here, once, and the connection goes to what was looked at: a name that answers
    differently a moment later leads nowhere else.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for one in found:
        at_home = may_stay_home() and ipaddress.ip_address(one.partition("%")[0]).is_loopback
        if not at_home and not is_public(one):
            raise NotOutward
    return found[0]


class Bounded(httpcore.NetworkStream):
    """A connection that is over at a moment of the monotonic clock, however its reads and writes fare."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        """Seconds for the next step. Raises ReadTimeout when there are none."""
        left = self._until - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return Bounded(inner, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Outward(httpcore.NetworkBackend):
    """Connects to public addresses alone, for a bounded time."""

    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        until = monotonic() + LONGEST
        where = address_to_call(host, port)
        plain = self._plain.connect_tcp(where, port, timeout, local_address, socket_options)
        return Bounded(plain, until)


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, under the bytes that the secret names."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    message = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode()


def post(url: str, body: bytes, headers: Mapping[str | bytes, str | bytes]) -> int:
    """Send a body, and return the answer's status; no more of it is read, and no redirect followed.

    Raises NotOutward, OSError (no such name) or httpcore's errors.
    """
    require_outward(url)
    with (
        httpcore.ConnectionPool(network_backend=Outward(), retries=0) as pool,
        pool.stream("POST", url, headers=headers, content=body, extensions={"timeout": TIMEOUTS}) as response,
    ):
        return response.status
