"""Queries that are put together once: a verb asks the same few questions a thousand times an hour.

Django builds a query and writes its SQL anew each time it is asked; for a row with all that belongs to it
that costs more than PostgreSQL needs to answer. Here both are done at the first asking:

    _BY_UUID = Prepared(lambda: Case.objects.as_system("…").select_related("house").filter(uuid=Slot("uuid")))
    case = _BY_UUID.one(uuid=uuid)

What differs from one asking to the next is a `Slot`. Whatever else the function reads is fixed for good at
the first asking, so it reads nothing that changes: no today, no user, no language.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import sql
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=models.Model)


class Slot(models.Expression):
    """The place of a value in a condition; the value comes with the asking, ready for the database."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class AnyOf(models.Func):
    """Whether a column holds one of the values of a list; `__in` would be another query for each length."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = models.BooleanField()


class Prepared(Generic[Row]):
    """A query on one model, with its `select_related` and `defer`, that differs in its slots alone."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self.build = build

    def all(self, **values: Any) -> list[Row]:
        """The rows, for these values of its slots. Raises KeyError when one is missing."""
        asked: Any = _Asked(self._compiled, values)
        return list(ModelIterable(asked))

    def one(self, **values: Any) -> Row | None:
        """The first row, or None. It asks for all of them: the condition finds one at most, or is sliced."""
        return next(iter(self.all(**values)), None)

    def some(self, **values: Any) -> bool:
        """Whether there is a row."""
        return bool(self.all(**values))

    @cached_property
    def _compiled(self) -> "_Compiled":
        return _Compiled(self.build())


class PreparedUpdate:
    """An UPDATE that differs in its slots alone; `build` gives the rows, and what is written to them."""

    def __init__(self, build: Callable[[], tuple[Any, dict[str, Any]]]) -> None:
        self.build = build

    def __call__(self, **values: Any) -> int:
        """Write it; how many rows that were."""
        using, statement, parameters = self._compiled
        with connections[using].cursor() as cursor:
            cursor.execute(statement, _filled(parameters, values))
            return int(cursor.rowcount)

    @cached_property
    def _compiled(self) -> tuple[str, str, Any]:
        rows, written = self.build()
        query = rows.query.chain(sql.UpdateQuery)
        query.add_update_values(written)
        return rows.db, *query.get_compiler(using=rows.db).as_sql()


def _filled(parameters: Iterable[Any], values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values[one.name] if isinstance(one, Slot) else one for one in parameters)


class _Compiled:
    """A queryset, its SQL, and the compiler that knows how the columns become rows."""

    def __init__(self, rows: Any) -> None:
        assert rows._iterable_class is ModelIterable, "it gives rows"
        assert not rows._prefetch_related_lookups, "what it would fetch beside them is not prepared"
        self.using = rows.db
        self.compiler = rows.query.get_compiler(using=rows.db)
        self.sql, self.parameters = self.compiler.as_sql()
        columns = [column for column, _sql, _alias in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)

    def filled(self, values: dict[str, Any]) -> Any:
        """The compiler of one asking, as a queryset's iterable wants it: nothing is left to compile.

        Raises TransactionManagementError for a lock outside of a transaction, as the compiling would.
        """
        if self.compiler.query.select_for_update and not connections[self.using].in_atomic_block:
            raise TransactionManagementError("a row is locked in a transaction only")
        given = _filled(self.parameters, values)
        ready = copy(self.compiler)
        ready.connection = connections[self.using]
        ready.as_sql = lambda *_args, **_more: (self.sql, given)
        ready.get_converters = lambda _columns: self.converters
        return ready


class _Asked:
    """What `ModelIterable` reads of a queryset, and of its query."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiled: _Compiled, values: dict[str, Any]) -> None:
        self.compiled, self.values = compiled, values
        self.db, self.query = compiled.using, self

    def get_compiler(self, using: str) -> Any:
        return self.compiled.filled(self.values)
