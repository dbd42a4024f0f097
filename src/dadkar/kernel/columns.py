"""Some columns of one row, written by one statement that is put together once and for all.

Every verb writes so. `Model.save(update_fields=…)` does the same, and builds its query anew each time.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection, models


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
