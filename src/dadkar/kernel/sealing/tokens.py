"""Search over sealed text: keyed tokens of 12 bits, built to withstand being counted.

A token is HMAC-SHA256 of field and stem under a key of the house, mod 4096: each bucket holds several
stems, and the commonest have none, so co-occurrences tell little (measured: SEALING, section 4). The index
only narrows; whoever searches opens the candidates and looks with `matches`.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Q

from dadkar.kernel.persian import stems
from dadkar.kernel.sealing.keyring import keyring
from dadkar.kernel.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self

BITS = 12
MOST_STEMS = 400
STATISTICS_KEPT = 3600  # seconds
SCHEME = 1  # raise it when `persian.stems` gives other stems: the index is then rebuilt


@lru_cache(maxsize=1)
def common_stems() -> frozenset[str]:
    """The stems that are not indexed, from the versioned list."""
    text = files("dadkar.kernel.sealing").joinpath("common_stems.txt").read_text("utf-8")
    words = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(stem for line in words for stem in stems(line))


@lru_cache(maxsize=1)
def generation() -> int:
    """A number that changes with the list or the scheme; rows of another generation are to be rebuilt."""
    scheme = f"{SCHEME} {BITS} {MOST_STEMS} {' '.join(sorted(common_stems()))}"
    return zlib.crc32(scheme.encode()) >> 1  # fits PostgreSQL's integer


def _token(key: bytes, field: str, stem: str) -> int:
    mac = hmac.digest(key, f"{field}\0{stem}".encode(), hashlib.sha256)
    return int.from_bytes(mac, "big") % (1 << BITS)


def _key(house: object) -> bytes:
    return keyring().subkey("search", f"search/{house}")


def token(house: object, field: str, stem: str) -> int:
    """The token of a stem in a field of the house's texts. `house` is any stable id, such as a uuid."""
    return _token(_key(house), field, stem)


def rare_stems(text: str) -> list[str]:
    """The stems of a text that are indexed, each once, in its order."""
    common = common_stems()
    return [stem for stem in dict.fromkeys(stems(text)) if stem not in common]


def tokens_for(house: object, texts: Mapping[str, str]) -> list[int]:
    """The sorted tokens of a row, from the texts of its fields; the first 400 stems count."""
    pairs = [(field, stem) for field, text in texts.items() for stem in rare_stems(text)]
    key = _key(house)
    return sorted({_token(key, field, stem) for field, stem in pairs[:MOST_STEMS]})


@dataclass(frozen=True)
class SearchQuery:
    """What somebody searches: for each rare stem the tokens that it has in the fields they may search.

    `stems` are all that a text must hold. With `common_only` the index can't help: search the newest.
    """

    groups: tuple[tuple[int, ...], ...]
    stems: tuple[str, ...]

    @property
    def common_only(self) -> bool:
        return bool(self.stems) and not self.groups

    def __bool__(self) -> bool:
        return bool(self.stems)

    def condition(self, column: str = "toks") -> Q:
        """The condition on an array column: every stem, in any of the fields. GIN answers `@>` and `&&`."""
        alone = [group[0] for group in self.groups if len(group) == 1]
        condition = Q(**{f"{column}__contains": Written(alone)}) if alone else Q()
        for group in self.groups:
            if len(group) > 1:
                condition &= Q(**{f"{column}__overlap": Written(list(group))})
        return condition

    def found_in(self, texts: Iterable[str]) -> bool:
        """Whether the opened texts of a row, those the reader may search, hold every stem between them."""
        return matches(" \n ".join(texts), self.stems)


def query_tokens(house: object, fields: Sequence[str], text: str) -> SearchQuery:
    """What to look for when `text` is searched in these fields. Give only fields the reader may open."""
    wanted = tuple(dict.fromkeys(stems(text)))
    key, common = _key(house), common_stems()
    groups = tuple(
        tuple(sorted({_token(key, field, stem) for field in fields})) for stem in wanted if stem not in common
    )
    return SearchQuery(groups, wanted)


def matches(text: str, wanted: Iterable[str]) -> bool:
    """Whether the text holds all these stems."""
    return set(wanted) <= set(stems(text))


class TokenQuerySet(models.QuerySet):
    """Rows of an index of tokens."""

    def holding(self, query: SearchQuery) -> Self:
        """The candidates for a query, among the rows of this generation."""
        return self.current().filter(query.condition())

    def current(self) -> Self:
        """Rows of this generation."""
        return self.filter(generation=generation())

    def outdated(self) -> Self:
        """Rows to be built anew."""
        return self.exclude(generation=generation())


class TokenIndex(models.Model):
    """An index row, to be completed by the room that owns the texts: what it stands for, and its house.

    The table must be UNLOGGED (it is rebuilt from the sealed texts, and no backup or standby holds it) and
    its column `toks` needs statistics of 1000; see `unlogged` and `statistics`.
    """

    toks = ArrayField(models.IntegerField())
    generation = models.IntegerField(default=generation)

    objects = TokenQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["toks"], name="%(app_label)s_%(class)s_toks")]

    def index(self, house: object, texts: Mapping[str, str]) -> None:
        """Take up the tokens of the row's texts; the caller saves."""
        self.toks, self.generation = tokens_for(house, texts), generation()

    @classmethod
    def rarest(cls, toks: Iterable[int], most: int) -> list[int]:
        """The tokens that fewest rows hold, as PostgreSQL's statistics know; unknown ones count as rare."""
        held_by = _shares(cls._meta.db_table, int(time.time() // STATISTICS_KEPT))
        return sorted(toks, key=lambda one: (held_by.get(one, 0.0), one))[:most]


@lru_cache(maxsize=4)
def _shares(table: str, hour: int) -> dict[int, float]:
    """The share of rows that hold each token, by the last ANALYZE; read once an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT most_common_elems::text::int[], most_common_elem_freqs FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = 'toks'",
            [table],
        )
        elements, shares = cursor.fetchone() or ([], [])
    return dict(zip(elements or [], shares or [], strict=False))  # the shares end with their least and most


def unlogged(table: str) -> str:
    """SQL for a migration: keep the table out of the write-ahead log, backups and standbys."""
    return f'ALTER TABLE "{table}" SET UNLOGGED'


def statistics(table: str, column: str = "toks") -> str:
    """SQL for a migration: let the planner know a token's real share."""
    return f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 1000'
