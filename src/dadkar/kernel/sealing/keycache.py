"""Keys that were opened for this request, forgotten at its end."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from dadkar.kernel.sealing.envelope import read_header
from dadkar.kernel.sealing.errors import Erased, Tampered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Name = tuple[UUID, str]  # owner, purpose


@dataclass(frozen=True)
class OwnerKey:
    """An owner's key for a purpose. `secret` is None when it was erased; `repr` never shows it."""

    version: int
    secret: bytes | None = field(repr=False)

    def secret_for(self, envelope: bytes) -> bytes:
        """The secret that opens `envelope`. Raises Erased when the key it was made with is gone, and
        Tampered when there never was one.
        """
        made_with = read_header(envelope).key_id
        if made_with < self.version or (made_with == self.version and self.secret is None):
            raise Erased
        if made_with != self.version or self.secret is None:
            raise Tampered(f"made with version {made_with} of a key")
        return self.secret


class _While:
    """True as long as the transaction that it was made in is not rolled back.

    A key made in a transaction goes with it, and a text sealed under it afterwards would be lost. Django
    drops the callbacks of a rolled-back savepoint or transaction: so it lasts while its own is waiting.
    """

    def __init__(self) -> None:
        self.committed = not connection.in_atomic_block
        if not self.committed:
            transaction.on_commit(self)

    def __call__(self) -> None:
        self.committed = True

    def __bool__(self) -> bool:
        return self.committed or any(waiting[1] is self for waiting in connection.run_on_commit)


class KeyCache:
    """At most `size` keys, the oldest dropped first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._keys: OrderedDict[Name, tuple[OwnerKey, _While]] = OrderedDict()

    def get(self, name: Name) -> OwnerKey | None:
        found = self._keys.get(name)
        return found[0] if found and found[1] else None

    def keep(self, keys: Mapping[Name, OwnerKey]) -> None:
        if not self.size or not keys:
            return
        lasting = _While()
        for name, key in keys.items():
            self._keys[name] = (key, lasting)
            self._keys.move_to_end(name)
        while len(self._keys) > self.size:
            self._keys.popitem(last=False)

    def forget(self, name: Name) -> None:
        self._keys.pop(name, None)


_cache: ContextVar[KeyCache | None] = ContextVar("sealing_keys", default=None)


def current() -> KeyCache:
    """The cache of this request; outside of one, a cache that nothing is kept in."""
    return _cache.get() or KeyCache(0)


@contextmanager
def key_cache(size: int = 2048) -> Iterator[None]:
    """Keep up to `size` opened keys until the block ends. Inside another block, that one goes on."""
    if _cache.get() is not None:
        yield
        return
    token = _cache.set(KeyCache(size))
    try:
        yield
    finally:
        _cache.reset(token)


def middleware(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Django middleware: keys opened for a request are forgotten at its end."""

    def handle(request: Any) -> Any:
        with key_cache():
            return get_response(request)

    return handle
