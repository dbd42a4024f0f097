"""Guesses at codes, counted for all workers together, and no address kept.

A miss is counted under HMAC(the day's random key, the IPv4 address or IPv6 /64): 30 in 10 minutes close
that address's way. All misses together also fill one bucket that leaks 20 a second and holds 200. Right
codes count nothing, so thousands may share an address; mistyped ones are told before they come here.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import math
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import measures, moment
from dadkar.kernel.models.attempt import Attempt, AttemptKey

logger = logging.getLogger(__name__)
ALARM_EVERY = timedelta(minutes=1)


class TooMany(Exception):
    """Too many wrong codes: answer 429. `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after

    def __str__(self) -> str:
        return str(_("Too many wrong codes came in. Wait a few minutes, then try again."))


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, to count guesses by; kept nowhere. Behind our proxy, its last word."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return forwarded or request.META.get("REMOTE_ADDR", "")
    return request.META.get("REMOTE_ADDR", "")


def network(address: str | None) -> bytes:
    """What is counted together: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        ip = ipaddress.ip_address((address or "").strip())
    except ValueError:
        return b"unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    return ip.packed[:8] if ip.version == 6 else ip.packed


@dataclass
class Attempts:
    """The counter for one kind of code, such as "receipt"."""

    kind: str = "receipt"
    limit: int = 30
    per: timedelta = timedelta(minutes=10)
    rate: float = 20
    burst: float = 200
    _alarmed: datetime | None = None

    def check(self, address: str | None, *, now: datetime | None = None) -> None:
        """Before a code is looked up: raises TooMany. Two queries, whatever is found."""
        now = now or moment.now()
        mine, shared = self._buckets(address, now)
        rows = {bytes(row.bucket): row for row in Attempt.objects.filter(bucket__in=[mine, shared])}
        if mine in rows:
            recent = sorted(miss for miss in rows[mine].misses if miss > now - self.per)
            if len(recent) >= self.limit:
                measures.CODES_REFUSED.labels(self.kind).inc()
                raise TooMany(math.ceil((recent[-self.limit] + self.per - now).total_seconds()))
        if shared in rows:
            over = self._level(rows[shared], now) - (self.burst - 1)
            if over > 0:
                measures.CODES_REFUSED.labels(self.kind).inc()
                raise TooMany(math.ceil(over / self.rate))

    def miss(self, address: str | None, *, now: datetime | None = None) -> None:
        """Count a well-formed code that opened nothing. Not inside a transaction that may be rolled back."""
        now = now or moment.now()
        mine, shared = self._buckets(address, now)
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO kernel_attempt AS a (bucket, day, misses, level, at)
                VALUES (%(mine)s, %(day)s, ARRAY[%(now)s::timestamptz], 0, %(now)s)
                ON CONFLICT (bucket) DO UPDATE SET at = excluded.at, misses = ARRAY(
                    SELECT m FROM unnest(a.misses || excluded.misses) AS m
                    WHERE m > %(since)s ORDER BY m DESC LIMIT %(limit)s
                )
                """,
                {
                    "mine": mine,
                    "day": self._day(now),
                    "now": now,
                    "since": now - self.per,
                    "limit": self.limit,
                },
            )
            cursor.execute(
                """
                INSERT INTO kernel_attempt AS a (bucket, day, misses, level, at)
                VALUES (%(shared)s, %(day)s, '{}', 1, %(now)s)
                ON CONFLICT (bucket) DO UPDATE SET
                    level = least(%(burst)s, 1 + greatest(
                        0, a.level - %(rate)s * extract(epoch FROM greatest(excluded.at - a.at, '0'))
                    )),
                    at = greatest(a.at, excluded.at)
                RETURNING level
                """,
                {"shared": shared, "day": self._day(now), "now": now, "burst": self.burst, "rate": self.rate},
            )
            level = cursor.fetchone()[0]
        measures.CODES_MISSED.labels(self.kind).inc()
        if level > self.burst - 1:
            measures.CODE_ALARMS.labels(self.kind).inc()
            self._alarm(now)

    def _level(self, row: Attempt, now: datetime) -> float:
        return max(0.0, row.level - self.rate * max(0.0, (now - row.at).total_seconds()))

    def _alarm(self, now: datetime) -> None:
        if self._alarmed is None or abs(now - self._alarmed) >= ALARM_EVERY:
            self._alarmed = now
            logger.error("Codes (%s) are being guessed: the shared bucket is full.", self.kind)

    def _day(self, now: datetime) -> date:
        return timezone.localdate(now)

    def _buckets(self, address: str | None, now: datetime) -> tuple[bytes, bytes]:
        key = _key_of(self._day(now))
        return tuple(  # type: ignore[return-value]
            hmac.digest(key, f"{self.kind}/{part}/".encode() + rest, hashlib.sha256)
            for part, rest in (("address", network(address)), ("all", b""))
        )


def _key_of(day: date) -> bytes:
    """The day's key; the first who asks makes it, and drops what is left of the days before."""
    found = AttemptKey.objects.filter(day=day).first()
    if found is None:
        AttemptKey.objects.bulk_create([AttemptKey(day=day, key=os.urandom(32))], ignore_conflicts=True)
        drop_old(day)
        found = AttemptKey.objects.get(day=day)
    return bytes(found.key)


def pseudonym(kind: str, address: str | None, *, now: datetime | None = None) -> str:
    """What stands for an address (or its /64) today, for a counter of `kind` that is kept elsewhere.

    Nothing leads back from it once the day's key is dropped.
    """
    key = _key_of(timezone.localdate(now or moment.now()))
    return hmac.digest(key, f"{kind}/pseudonym/".encode() + network(address), hashlib.sha256).hex()


def drop_old(day: date) -> None:
    """Forget the keys and counts of the days before `day`. A periodic job calls it too."""
    AttemptKey.objects.filter(day__lt=day).delete()
    Attempt.objects.filter(day__lt=day).delete()


attempts = Attempts()
