"""Who may see is data, and forgetting to ask is an error.

A scoped model's manager yields a query that raises `Unscoped` when it is compiled, unless it came from
`visible_to(user)` or `as_system("why")`. The guard sits in `sql.Query`, because QuerySet's evaluators
are not the only ways to the database: `|`, `union`, `pk__in`, `Exists`, `update` and `delete` are others.
The base manager stays plain, so cascades, refresh and forward keys work; a reverse key goes through the
guard. For the same reason scoped models are edited with plain forms, and uniqueness is the database's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from django.db import connection, models
from django.db.models import Exists, OuterRef, sql

from dadkar.kernel import columns
from dadkar.kernel.prepared import Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Row = TypeVar("Row", bound=models.Model, covariant=True)
Root = TypeVar("Root", bound="ScopedModel", covariant=True)
Part = TypeVar("Part", bound="PartModel", covariant=True)


class Unscoped(RuntimeError):
    """A query on a scoped model was run without saying for whom."""


class ScopedQuery(sql.Query):
    """A query that compiles only when `scope` says for whom, or why, it is run."""

    scope: str = ""

    def _require_scope(self) -> None:
        if not self.scope:
            raise Unscoped(f"{self.get_meta().object_name}: use visible_to(user) or as_system('why')")

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        self._require_scope()
        return super().get_compiler(*args, **kwargs)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)

    def combine(self, rhs: sql.Query, connector: str) -> None:
        self._require_scope()
        if isinstance(rhs, ScopedQuery):
            rhs._require_scope()
        super().combine(rhs, connector)

    def chain(self, klass: type[sql.Query] | None = None) -> sql.Query:
        if klass is not None:  # becomes an UPDATE or a DELETE, which no longer carries the guard
            self._require_scope()
        return super().chain(klass)


class GuardedQuerySet(models.QuerySet[Row]):
    """What scoped roots and their parts share: the guard, and the named way round it."""

    query: ScopedQuery

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query if query is not None else ScopedQuery(model), using, hints)

    def _scoped(self, scope: str) -> Self:
        clone = self.all()
        clone.query.scope = scope
        return clone

    def as_system(self, why: str) -> Self:
        """All rows, for a job, a check or a step inside a verb; `why` is for the reader of the code."""
        if not why:
            raise Unscoped("as_system needs a reason")
        return self._scoped(f"system: {why}")

    def _raw_delete(self, using: str | None) -> int:
        self.query._require_scope()
        return super()._raw_delete(using)

    def raw(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unscoped(f"{self.model.__name__}: raw SQL cannot be scoped")


class ScopedQuerySet(GuardedQuerySet[Root]):
    """Rows of a scoped root. The model names its `audience` and `bar` models and their key to it."""

    def visible_to(self, user: Any) -> Self:
        """What `user` may see: opened to one of the user's principals, and barred to none of them."""
        return self._scoped(f"user {user.pk}").filter(self.model.scope().open_here(user, "pk"))

    def visible_to_asker(self) -> Self:
        """`visible_to` for a query that is prepared: the asker's `principals` come with each asking."""
        return self._scoped("whoever asks").filter(self.model.scope().open_here(ASKER, "pk"))

    def newest(self, user: Any, *, limit: int, before: int | None = None, **only: Any) -> list[Any]:
        """The newest `limit` rows that `user` may see, older than id `before`: read from the audience.

        `only` narrows them by the rows' own columns. One narrow index range a principal, united; the cost
        does not grow with what others can see.
        """
        ids = self.model.scope().newest_ids(user, limit=limit, before=before, **only)
        rows = self._scoped(f"user {user.pk}").filter(pk__in=ids)
        return sorted(rows, key=lambda row: row.pk, reverse=True)


class _Asker:
    """Stands for the user in a query that is prepared."""

    principal_ids = Slot("principals")


ASKER = _Asker()


class OpenHere(models.Func):
    """The door as a condition of a query; put together by hand, for every list and page asks it."""

    output_field = models.BooleanField()

    def __init__(self, column: Any, scope: Scope, principals: Sequence[int] | Slot) -> None:
        super().__init__(column)
        self.scope = scope
        self.principals = principals if isinstance(principals, Slot) else list(principals)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> Any:
        row, given = compiler.compile(self.source_expressions[0])
        return self.scope.door(row), [*given, self.principals] * 2


class Scope:
    """A scoped root's door: the only reader and writer of its audience and bars."""

    def __init__(self, audience: type[models.Model], bar: type[models.Model], key: str) -> None:
        self.audience, self.bar, self.key = audience, bar, key

    def open_here(self, user: Any, column: str) -> OpenHere:
        """The condition that the row whose id stands in `column` is open to the user."""
        return OpenHere(column, self, user.principal_ids)

    def door(self, row: str) -> str:
        """The condition in SQL for the row whose id is `row`; it takes the list of principals, twice."""
        here = f"WHERE {self.key}_id = {row} AND principal_id = ANY(%s)"
        audience, bar = self.audience._meta.db_table, self.bar._meta.db_table
        return f"(EXISTS (SELECT FROM {audience} {here}) AND NOT EXISTS (SELECT FROM {bar} {here}))"  # noqa: S608

    def newest_ids(self, user: Any, *, limit: int, before: int | None = None, **only: Any) -> list[int]:
        """Ids of the newest rows open to the user, newest first."""
        column, principals = f"{self.key}_id", tuple(user.principal_ids)
        only = {f"{self.key}__{name}": value for name, value in only.items()}
        found: set[int] = set()
        for principal in principals:
            mine = self.audience._base_manager.filter(principal_id=principal, **only)
            if before is not None:
                mine = mine.filter(**{f"{column}__lt": before})
            barred = self.bar._base_manager.filter(principal_id__in=principals, **{column: OuterRef(column)})
            found |= set(
                mine.filter(~Exists(barred)).order_by(f"-{column}").values_list(column, flat=True)[:limit]
            )
        return sorted(found, reverse=True)[:limit]

    def few(self, user: Any, most: int) -> list[int] | None:
        """Ids of all rows that are granted to the user, some of them twice or barred; None if over `most`."""
        granted = self.audience._base_manager.filter(principal_id__in=list(user.principal_ids))
        if granted[most : most + 1].exists():
            return None
        return list(granted.values_list(f"{self.key}_id", flat=True))

    def open_to(self, row: models.Model, principals: Iterable[int]) -> None:
        """Let these principals see the row; those who already may are left as they are."""
        self._add(self.audience, row, principals)

    def close_to(self, row: models.Model, principals: Iterable[int]) -> None:
        """Take the grant back; unlike a bar, another grant may still show the row."""
        self.audience._base_manager.filter(
            principal_id__in=list(principals), **{f"{self.key}_id": row.pk}
        ).delete()

    def bar_from(self, row: models.Model, principals: Iterable[int]) -> None:
        """These must not see the row, whatever else is granted to them."""
        self._add(self.bar, row, principals)

    def is_open(self, row: models.Model, user: Any) -> bool:
        """Whether the row is open to the user. Asked before every verb, so it goes past the ORM."""
        with connection.cursor() as cursor:
            principals = list(user.principal_ids)
            cursor.execute(f"SELECT {self.door('%s')}", [row.pk, principals, row.pk, principals])
            return bool(cursor.fetchone()[0])

    def is_barred(self, row: models.Model, principals: Sequence[int]) -> bool:
        """Whether any of these principals is barred from the row."""
        return self.bar._base_manager.filter(
            principal_id__in=principals, **{f"{self.key}_id": row.pk}
        ).exists()

    def seen_by(self, rows: Iterable[models.Model], principals: dict[Any, set[int]]) -> dict[Any, set[Any]]:
        """For each row, by its pk, which of several users may see it; `principals` are what each acts as."""
        pks, everybody = [row.pk for row in rows], set().union(*principals.values()) if principals else set()
        granted, barred = self._held(pks, everybody)
        return {
            pk: {user for user, mine in principals.items() if mine & granted[pk] and not mine & barred[pk]}
            for pk in pks
        }

    def _held(self, rows: list[Any], principals: set[int]) -> tuple[dict[Any, set[int]], dict[Any, set[int]]]:
        """Which of these principals are let in to each row, and which are barred: asked in one go."""
        granted, barred = ({pk: set[int]() for pk in rows} for _table in range(2))
        here = f"WHERE {self.key}_id = ANY(%s) AND principal_id = ANY(%s)"
        audience, bar = (
            f"SELECT {is_bar}, {self.key}_id, principal_id FROM {table._meta.db_table} {here}"  # noqa: S608
            for is_bar, table in ((False, self.audience), (True, self.bar))
        )
        with connection.cursor() as cursor:
            cursor.execute(f"{audience} UNION ALL {bar}", [rows, list(principals)] * 2)
            for is_bar, pk, principal in cursor.fetchall():
                (barred if is_bar else granted)[pk].add(principal)
        return granted, barred

    def _add(self, table: type[models.Model], row: models.Model, principals: Iterable[int]) -> None:
        grants = [table(principal_id=one, **{f"{self.key}_id": row.pk}) for one in set(principals)]
        columns.insert(grants, unless_there=True)


class ScopedModel(models.Model):
    """A scoped root: seen only through `visible_to(user)` or `as_system("why")`."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def set(self, **values: Any) -> None:
        """Write these columns and no others."""
        for name, value in values.items():
            setattr(self, name, value)
        held = {name: getattr(self, name) for name in values}
        if not columns.write(self, held):
            raise self.DoesNotExist(f"{self._meta.object_name} {self.pk} is gone")

    @classmethod
    def scope(cls) -> Scope:
        """The door of this model; each scoped root returns its own."""
        raise TypeError(f"{cls.__name__} must say its scope()")


class PartQuerySet(GuardedQuerySet[Part]):
    """Rows that are seen exactly when their root is."""

    def of(self, root: Any) -> Self:
        """The parts of a root that was itself reached through its scope."""
        parts = self._scoped(f"of {root.pk}").filter(**{self.model.part_of: root})
        key = self.model._meta.get_field(self.model.part_of)
        parts._known_related_objects = {key: {root.pk: root}}  # type: ignore[attr-defined]  # as reverse keys do
        return parts

    def visible_to(self, user: Any) -> Self:
        """The parts of every root that the user may see."""
        return self._scoped(f"user {user.pk}").filter(self._in(self._roots().visible_to(user)))

    def visible_to_asker(self) -> Self:
        """As of roots."""
        return self._scoped("whoever asks").filter(self._in(self._roots().visible_to_asker()))

    def _roots(self) -> Any:
        root: Any = self.model._meta.get_field(self.model.part_of).related_model
        return root._default_manager

    def _in(self, roots: Any) -> models.Q:
        return models.Q(**{f"{self.model.part_of}__in": roots})


class PartModel(models.Model):
    """A part of a scoped root, named by the foreign key `part_of`."""

    part_of: str

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
