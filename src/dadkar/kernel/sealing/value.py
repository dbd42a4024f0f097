"""`Sealed`: a value that shows nothing of itself until it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from dadkar.kernel.sealing import keys
from dadkar.kernel.sealing.envelope import open_envelope, seal
from dadkar.kernel.sealing.errors import Erased, MissingKey, SealingError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import Model

    from dadkar.kernel.sealing.fields import SealedTextField
    from dadkar.kernel.sealing.keys import OwnerKey


class Sealed:
    """A sealed field of one row: `open()` gives what was written there.

    It is bound to its row by the field; one that came by `values()` has none: `open_loose` opens it.
    """

    __slots__ = ("_clear", "_envelope", "_field", "_row")

    def __init__(self, envelope: bytes | None = None, clear: bytes | None = None) -> None:
        self._envelope, self._clear = envelope, clear
        self._field: SealedTextField | None = None
        self._row: Model | None = None

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a sealed value is not stored in sessions, caches or jobs")

    def __copy__(self) -> Sealed:
        return Sealed(self._envelope, self._clear)

    def __deepcopy__(self, memo: Any) -> Sealed:
        return self.__copy__()

    @property
    def envelope(self) -> bytes:
        """The bytes for the database. What was assigned in clear is sealed each time it is saved: its key
        may have gone with a transaction that was rolled back. Raises Erased.
        """
        if self._envelope is not None:
            return self._envelope
        key = keys.for_writing(self._owner, self._bound.purpose)
        return seal(key.secret or b"", key.version, self._bound.place_of(self._row), self._clear or b"")

    def open(self) -> Any:
        """What was written. Raises Erased, Tampered, UnknownEnvelope or MissingKey."""
        if self._clear is None:
            owner = self._owner
            self.open_with(keys.open_keys([owner], self._bound.purpose).get((owner, self._bound.purpose)))
        return self._bound.decode(self._clear or b"")

    def display(self) -> Any:
        """What was written, or the word for “erased”."""
        try:
            return self.open()
        except Erased as erased:
            return str(erased)

    def open_with(self, key: OwnerKey | None) -> None:
        """Open under the owner's key, and remember it. Raises as `open` does."""
        if key is None:
            raise MissingKey(f"{self._bound.sealing_name} of {self._owner}")
        envelope = self._envelope or b""
        self._clear = open_envelope(key.secret_for(envelope), self._bound.place_of(self._row), envelope)

    def bind(self, field: SealedTextField, row: Model) -> Sealed:
        """This value in its row. Raises SealingError when it belongs to another: open it there first."""
        if self._row is row and self._field is field:
            return self
        if self._row is None:
            bound = self
        elif self._field is field and row.pk is not None and self._row.pk == row.pk:  # refresh_from_db
            bound = self.__copy__()
        else:
            raise SealingError("a sealed value is not moved to another row or field")
        bound._field, bound._row = field, row
        return bound

    @property
    def _bound(self) -> SealedTextField:
        if self._field is None or self._row is None:
            raise SealingError("a sealed value without its row: load the object, not values()")
        return self._field

    @property
    def _owner(self) -> UUID:
        return self._bound.owner_of(self._row)

    @property
    def is_open(self) -> bool:
        """Whether the clear text is already at hand."""
        return self._clear is not None


def clear(sealed: Sealed | None, gone: Any = None) -> Any:
    """What was written; `gone` where nothing was, or where it has been erased."""
    try:
        return gone if sealed is None else sealed.open()
    except Erased:
        return gone


def open_all(rows: Iterable[Model], *fields: str) -> None:
    """Open these fields of many rows with one query for all their keys.

    What was erased stays closed, and its `display()` says so. Raises Tampered and the like at the first
    row that can't be trusted. When the owner is reached by a relation, `select_related` it.
    """
    closed = [
        value
        for row in rows
        for name in fields
        if (value := getattr(row, name)) is not None and not value.is_open
    ]
    if not closed:
        return
    found = keys.open_keys({value._owner for value in closed}, *{value._bound.purpose for value in closed})
    for value in closed:
        try:
            value.open_with(found.get((value._owner, value._bound.purpose)))
        except Erased:
            continue


def open_loose(
    *columns: tuple[SealedTextField, Iterable[tuple[UUID, UUID, Sealed | None]]],
) -> list[list[Any]]:
    """The clear values of columns read by `values_list`: quicker than `open_all`, when thousands are read
    and no row is needed.

    Each column is its field and, for every row, the uuid of the key's owner, the row's own uuid, and the
    sealed value. None stands for nothing and for what was erased. Raises as `open_all` does.
    """
    read = [(field, list(cells)) for field, cells in columns]
    owners = {owner for _field, cells in read for owner, _row, value in cells if value is not None}
    found = keys.open_keys(owners, *{field.purpose for field, _cells in read}) if owners else {}
    return [
        [_open_cell(field, found.get((owner, field.purpose)), row, value) for owner, row, value in cells]
        for field, cells in read
    ]


def _open_cell(field: SealedTextField, key: OwnerKey | None, row: UUID, value: Sealed | None) -> Any:
    if value is None:
        return None
    if key is None:
        raise MissingKey(f"{field.sealing_name} of {row}")
    try:
        secret = key.secret_for(value.envelope)
    except Erased:
        return None
    return field.decode(open_envelope(secret, field.place_in(row), value.envelope))
