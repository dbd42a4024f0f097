"""A story made ready to be copied: which pieces of its rows stay, and how each other piece is made anew."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings

from bench import words
from bench.copies.story import Model, Row, Story
from dadkar.cases.models import Case, Message, Receipt, Referral, SearchEntry
from dadkar.cases.search import FIELD
from dadkar.commitments.models import Commitment
from dadkar.kernel.models import SealedKey
from dadkar.kernel.sealing import receipts, tokens
from dadkar.kernel.sealing.envelope import BARE, Place, seal
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.kernel.sealing.keyfile import KEY_BYTES
from dadkar.kernel.sealing.keyring import keyring
from dadkar.people.models import Organisation
from dadkar.records.models import Event, Letter
from dadkar.reports.models import Fact
from dadkar.reports.models.fact import Kind

NULL = b"\\N"
LETTER = "letter number"


@dataclass
class Copy:
    """One copy in the making: its serial among all, its fresh uuids, ids, numbers, keys and texts."""

    serial: int
    uuids: list[bytes] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    keys: dict[tuple[int, str], bytes] = field(default_factory=dict)
    narrative: str = ""

    @cached_property
    def receipt(self) -> receipts.Receipt:
        """Its code, and what is stored of it."""
        return receipts.issue(nonce_of(self.serial))


Piece = Callable[[Copy], bytes]


def nonce_of(serial: int) -> bytes:
    """The nonce of a copy's receipt: whoever has the keyring can give its code again."""
    return hashlib.sha256(f"bench/{settings.SECRET_KEY}/{serial}".encode()).digest()[: receipts.NONCE_BYTES]


class Template:
    """One story's rows as functions of a `Copy`. `counts` says how many ids of each kind a copy takes."""

    def __init__(self, story: Story, swaps: dict[bytes, bytes] | None = None) -> None:
        """`swaps`: texts and keys of the rows around it (officer, desk) that its copies have otherwise."""
        self.story, self.swaps = story, swaps or {}
        self.uuids = {str(one).encode(): place for place, one in enumerate(sorted(story.uuids))}
        self._uuid = re.compile(b"|".join(self.uuids) or rb"(?!)")
        self.ids: dict[tuple[Model, bytes], int] = {}
        for row in story.rows:
            if (key := _serial(row)) is not None:
                self.ids[row.model, key] = len(self.ids)
        self.letters = [row for row in story.of(Letter) if row.object.direction == Letter.Direction.OUT]
        self.keys = [(self.uuids[str(row.object.owner).encode()], row.object) for row in story.of(SealedKey)]
        self.lines: list[tuple[Model, list[Piece]]] = [(row.model, self._pieces(row)) for row in story.rows]

    @property
    def counts(self) -> dict[Any, int]:
        """How many serial ids a copy takes of each table, and letter numbers of each year."""
        found: dict[Any, int] = {}
        for model, _key in self.ids:
            found[model] = found.get(model, 0) + 1
        for row in self.letters:
            kind = (LETTER, _year(row))
            found[kind] = found.get(kind, 0) + 1
        return found

    def begin(self, serial: int, take: Callable[[Any], int]) -> Copy:
        """A copy with everything that its rows are made of. `take` gives the next number of a kind."""
        copy = Copy(serial, narrative=words.narrative(serial))
        noise = os.urandom(16 * len(self.uuids)).hex()
        copy.uuids = [_uuid4(noise[at : at + 32]) for at in range(0, len(noise), 32)]
        copy.ids = [b"%d" % take(model) for model, _key in self.ids]
        copy.letters = [b"%s/%d" % (_year(row), take((LETTER, _year(row)))) for row in self.letters]
        copy.keys = {(place, key.purpose): os.urandom(KEY_BYTES) for place, key in self.keys if key.wrapped}
        return copy

    # -- the pieces of a row -------------------------------------------------------------------------

    def _pieces(self, row: Row) -> list[Piece]:
        special = SPECIAL.get(row.model, {})
        return [special[name](self, row) if name in special else self._piece(row, name) for name in row.texts]

    def _piece(self, row: Row, name: str) -> Piece:
        column, text = row.model._meta.get_field(name), row.texts[name]
        if text == NULL:
            return _constant(text)
        if isinstance(column, SealedTextField):
            return self._sealed(row, column)
        kind = column.related_model if column.is_relation else row.model if column.primary_key else None
        if (place := self.ids.get((kind, text))) is not None:
            return lambda copy: copy.ids[place]
        if column.is_relation:
            return _constant(self.swaps.get(_key_of(column.related_model, text), text))
        return self.rewritten(text)

    def rewritten(self, text: bytes, numbers: Iterable[tuple[bytes, int]] = ()) -> Piece:
        """The text with the story's uuids (and letter numbers) replaced by the copy's."""
        for old, new in self.swaps.items():
            if len(old) == 36:
                text = text.replace(old, new)
        places = dict(numbers)
        pattern = (
            re.compile(b"|".join([self._uuid.pattern, *map(re.escape, places)])) if places else self._uuid
        )
        made: list[Piece] = []
        at = 0
        for found in pattern.finditer(text):
            made += [_constant(text[at : found.start()]), self._token(found.group(), places)]
            at = found.end()
        if not made:
            return _constant(text)
        if text in self.uuids:
            return made[1]
        made.append(_constant(text[at:]))
        return lambda copy: b"".join([piece(copy) for piece in made])

    def _token(self, token: bytes, places: dict[bytes, int]) -> Piece:
        if token in places:
            number = places[token]
            return lambda copy: b'"letter":"%s"' % copy.letters[number]
        place = self.uuids[token]
        return lambda copy: copy.uuids[place]

    def _sealed(self, row: Row, column: SealedTextField) -> Piece:
        owner = self.uuids[str(column.owner_of(row.object)).encode()]
        own, key = self.uuids[str(column.place_of(row.object).row).encode()], (owner, column.purpose)
        table, name = column.sealing_name.split(".")
        if row.model is Case and column.name == "narrative":
            clear: Piece = lambda copy: copy.narrative.encode()  # noqa: E731
        else:
            clear = self.rewritten(column.encode(getattr(row.object, column.attname).open()))

        def sealed(copy: Copy) -> bytes:
            place = Place(table, UUID(copy.uuids[own].decode()), name, column.version)
            return _bytea(seal(copy.keys[key], 1, place, clear(copy)))

        return sealed

    # -- the columns that are more than text ---------------------------------------------------------

    def _payload(self, row: Row) -> Piece:
        numbers = [(b'"letter":"%s"' % one.texts["number"], n) for n, one in enumerate(self.letters)]
        return self.rewritten(row.object.payload.encode(), numbers)

    def payload(self, row: Row) -> Piece:
        made = self._payload(row)
        return lambda copy: made(copy).replace(b"\\", b"\\\\")

    def leaf(self, row: Row) -> Piece:
        made, commit = self._payload(row), bytes(row.object.body_commit)
        return lambda copy: _bytea(hashlib.sha256(b"\x00" + made(copy) + commit).digest())

    def wrapped(self, row: Row) -> Piece:
        if row.object.wrapped is None:
            return _constant(NULL)
        place, purpose = self.uuids[str(row.object.owner).encode()], row.object.purpose
        kek = keyring().current("kek")

        def wrap(copy: Copy) -> bytes:
            where = Place("sealed_key", UUID(copy.uuids[place].decode()), purpose, 1)
            return _bytea(seal(kek.secret, kek.id, where, copy.keys[place, purpose], algorithm=BARE))

        return wrap

    def tokens(self, row: Row) -> Piece:
        house, own = row.object.house_id, self.story.case
        rest = [own.workplace_typed.open()] if own.workplace_typed else []
        rest += [one.object.text.open() for one in self.story.of(Message)]

        def found(copy: Copy) -> bytes:
            text = "\n".join([copy.narrative, *rest])
            return b"{%s}" % ",".join(map(str, tokens.tokens_for(house, {FIELD: text}))).encode()

        return found

    def case(self, row: Row) -> Piece:
        return self._id(Case, row.texts["case"])

    def source(self, row: Row) -> Piece:
        """What a board has counted: a case, a promise or a referral, by its plain id."""
        models: dict[str, Model] = {Kind.CASE: Case, Kind.PROMISE: Commitment}
        return self._id(models.get(row.object.kind, Referral), row.texts["source"])

    def desk(self, row: Row) -> Piece:
        desk = row.texts["desk"]
        return _constant(self.swaps.get(_key_of(Organisation, desk), desk))

    def _id(self, model: Model, old: bytes) -> Piece:
        place = self.ids[model, old]
        return lambda copy: copy.ids[place]

    def number(self, row: Row) -> Piece:
        if row not in self.letters:
            return _constant(row.texts["number"])
        place = self.letters.index(row)
        return lambda copy: copy.letters[place]


def _hash_of(name: str) -> Callable[[Template, Row], Piece]:
    def made(template: Template, row: Row) -> Piece:
        return lambda copy: _bytea(getattr(copy.receipt, name))

    return made


def _said(value: bytes) -> Callable[[Template, Row], Piece]:
    return lambda template, row: _constant(value)


SPECIAL: dict[Model, dict[str, Callable[[Template, Row], Piece]]] = {
    Event: {"payload": Template.payload, "leaf": Template.leaf},
    SealedKey: {"wrapped": Template.wrapped, "version": _said(b"1")},
    SearchEntry: {"toks": Template.tokens},
    Receipt: {
        "nonce_hash": _hash_of("nonce_hash"),
        "code_hash": _hash_of("code_hash"),
        "pepper_id": lambda template, row: _constant(b"%d" % keyring().current("pepper").id),
    },
    Letter: {"number": Template.number},
    Fact: {"case": Template.case, "source": Template.source, "desk": Template.desk},
}


def _serial(row: Row) -> bytes | None:
    """The row's own serial id, if it has one: not a uuid, another row's, or one of several columns."""
    key = row.model._meta.pk
    if key is None or key.is_relation or not hasattr(key, "get_internal_type"):
        return None
    return row.texts[key.attname] if key.get_internal_type().endswith("AutoField") else None


def _key_of(model: Any, text: bytes) -> bytes:
    """A foreign key as `swaps` names it."""
    return f"{model._meta.label}:".encode() + text


def _year(row: Row) -> bytes:
    return row.texts["number"].partition(b"/")[0]


def _constant(text: bytes) -> Piece:
    return lambda copy: text


def _bytea(raw: bytes) -> bytes:
    return b"\\\\x" + raw.hex().encode()


def _uuid4(noise: str) -> bytes:
    return f"{noise[:8]}-{noise[8:12]}-4{noise[13:16]}-a{noise[17:20]}-{noise[20:]}".encode()
