"""A few rows, or some columns of one, by a statement that is put together once and for all.

Every verb writes and reads so. `save`, `bulk_create` and `refresh_from_db` do the same, and build their query
anew each time.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

FEW = 8  # rows; more of them go out as Django sends them


def insert(rows: Iterable[models.Model], *, unless_there: bool = False) -> None:
    """Write new rows of one model, of the kind that no signal listens to; they know their keys afterwards.

    `unless_there`: a row that breaks a unique constraint is left out, and none learns its key.
    """
    some = list(rows)
    if not some:
        return
    model = type(some[0])
    if len(some) > FEW:
        model._base_manager.bulk_create(some, ignore_conflicts=unless_there)
        return
    statement, fields = _insertion(model, len(some), unless_there)
    given = [_for_database(field, field.pre_save(row, True)) for row in some for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        if cursor.description:
            for row, (key,) in zip(some, cursor.fetchall(), strict=True):
                row.pk = key
    for row in some:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _insertion(model: type[models.Model], number: int, unless_there: bool) -> tuple[str, list[Any]]:
    quoted, meta = connection.ops.quote_name, model._meta
    fields: list[Any] = [field for field in meta.concrete_fields if field != meta.auto_field]
    columns, row = ", ".join(quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    after = " ON CONFLICT DO NOTHING" if unless_there else ""
    if meta.auto_field and not unless_there:
        after = f" RETURNING {quoted(str(meta.auto_field.column))}"
    rows = ", ".join([f"({row})"] * number)
    return f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES {rows}{after}", fields  # noqa: S608


def write(row: models.Model, values: Mapping[str, Any], *, where: Mapping[str, Any] | None = None) -> bool:
    """Write these fields of the row, by its key; whether it was there.

    `where` names fields that must still hold these values. The object in memory is left as it is.
    """
    where = where or {}
    statement = _statement(type(row), tuple(values), tuple(where))
    given = [*_prepared(row, values.items()), row.pk, *_prepared(row, where.items())]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.rowcount == 1


def read(row: models.Model, *names: str) -> None:
    """Read these fields anew, none of them sealed. Raises ObjectDoesNotExist when the row is gone."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_question(type(row), names), [row.pk])
        found = cursor.fetchone()
    if found is None:
        raise ObjectDoesNotExist(f"{row._meta.object_name} {row.pk} is gone")
    for field, value in zip(fields, found, strict=True):
        setattr(row, field.attname, value)  # a key that has changed forgets the row it led to


@cache
def _question(model: type[models.Model], names: tuple[str, ...]) -> str:
    quoted, meta = connection.ops.quote_name, model._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    columns, key = ", ".join(quoted(field.column) for field in fields), quoted(str(meta.pk.column))  # type: ignore[union-attr]
    return f"SELECT {columns} FROM {quoted(meta.db_table)} WHERE {key} = %s"  # noqa: S608


@cache
def _statement(model: type[models.Model], names: tuple[str, ...], where: tuple[str, ...]) -> str:
    quoted, meta = connection.ops.quote_name, model._meta

    def equal(name: str) -> str:
        field: Any = meta.get_field(name)
        return f"{quoted(field.column)} = %s"

    assert meta.pk is not None
    found = " AND ".join(map(equal, (meta.pk.name, *where)))
    return f"UPDATE {quoted(meta.db_table)} SET {', '.join(map(equal, names))} WHERE {found}"  # noqa: S608


def _prepared(row: models.Model, values: Iterable[tuple[str, Any]]) -> list[Any]:
    return [_for_database(row._meta.get_field(name), value) for name, value in values]


def _for_database(field: Any, value: Any) -> Any:
    if isinstance(value, models.Model):
        value = getattr(value, field.target_field.attname)
    return field.get_db_prep_save(value, connection)
