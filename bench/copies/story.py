"""One seed case with every row that belongs to it, found by the models' own relations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, models

from dadkar.cases.models import Case
from dadkar.commitments.models import Commitment, Told
from dadkar.kernel.models import ClockEvent, SealedKey
from dadkar.records.models import Event, EventBody, Letter
from dadkar.reports.models import Fact

Model = type[models.Model]

# What belongs to a story by a uuid and not by a foreign key: the column that names it.
BY_UUID: dict[Model, str] = {
    Commitment: "owed_to",
    Told: "subject",
    ClockEvent: "clock",
    Event: "subject",
    EventBody: "key_owner",
    SealedKey: "owner",
}
# What the boards have counted of a case names it by its plain id.
BY_CASE: dict[Model, str] = {Fact: "case"}


@dataclass(eq=False)
class Row:
    """A row as COPY writes it: one piece of escaped text a column. `object` is the same row in Django."""

    model: Model
    texts: dict[str, bytes]
    object: Any


@dataclass
class Story:
    """The rows of one seed case, each table's after those it points to, and the uuids that are its own."""

    rows: list[Row] = field(default_factory=list)
    uuids: set[UUID] = field(default_factory=set)

    def of(self, model: Model) -> list[Row]:
        return [row for row in self.rows if row.model is model]

    @property
    def case(self) -> Any:
        return self.of(Case)[0].object


def read_all() -> list[Story]:
    """Every story of the seed, oldest first."""
    stories = {pk: Story() for pk in Case._base_manager.order_by("filed_at").values_list("pk", flat=True)}
    homes: dict[tuple[Model, Any], Story] = {(Case, pk): story for pk, story in stories.items()}
    by_uuid: dict[UUID, Story] = {}
    for model in family():
        for row in rows_of(model):
            story = homes.get((Case, row.object.pk)) if model is Case else _home(row, homes, by_uuid)
            if story is None:
                continue
            homes[model, row.object.pk] = story
            story.rows.append(row)
            for name in ("uuid", "uid"):
                if isinstance(own := getattr(row.object, name, None), UUID):
                    by_uuid[own] = story
                    story.uuids.add(own)
    return list(stories.values())


def family() -> list[Model]:
    """The tables of a story, each after those whose rows tell where its own belong."""
    found: list[Model] = []
    for root in (Case, Letter, Commitment):
        _add(root, found)
    order = [Case, Letter, Commitment, *(m for m in found if m not in (Case, Letter, Commitment))]
    return [*order, *(model for model in [*BY_UUID, *BY_CASE] if model not in order)]


def _add(model: Model, found: list[Model]) -> None:
    """The model, then whatever points at it."""
    if model in found:
        return
    found.append(model)
    for relation in model._meta.related_objects:
        if not relation.many_to_many and isinstance(relation.related_model, type):
            _add(relation.related_model, found)


def _home(row: Row, homes: dict[tuple[Model, Any], Story], by_uuid: dict[UUID, Story]) -> Story | None:
    if name := BY_UUID.get(row.model):
        return by_uuid.get(getattr(row.object, name))
    if name := BY_CASE.get(row.model):
        return homes.get((Case, getattr(row.object, name)))
    if row.model is Letter:
        return _home_of_letter(row.object, homes)
    for column in row.model._meta.local_concrete_fields:
        if column.is_relation and (
            home := homes.get((column.related_model, getattr(row.object, column.attname)))
        ):
            return home
    return None


def _home_of_letter(letter: Letter, homes: dict[tuple[Model, Any], Story]) -> Story | None:
    """A letter of the seed carries the referral of one case, or brings an answer to one."""
    from dadkar.cases.models import Referral

    rows = Referral._base_manager.filter(models.Q(letter=letter) | models.Q(answers__letter=letter))
    cases = {homes[Case, pk] is not None and pk for pk in rows.values_list("case", flat=True)}
    return homes[Case, cases.pop()] if len(cases) == 1 else None


def rows_of(model: Model) -> Iterator[Row]:
    """Every row of a table, in the order of its key."""
    columns = model._meta.local_concrete_fields
    key = [column.column for column in columns if column.primary_key] or _composite(model)
    names = ", ".join(f'"{column.column}"' for column in columns if column.concrete)
    statement = f'COPY (SELECT {names} FROM "{model._meta.db_table}" ORDER BY {_list(key)}) TO STDOUT'
    objects = model._base_manager.order_by(*_attributes(model, key)).iterator()
    connection.ensure_connection()
    with connection.connection.cursor().copy(statement) as copy:
        lines = b"".join(bytes(block) for block in copy).splitlines()
    attributes = [column.attname for column in columns]
    for line, one in zip(lines, objects, strict=True):
        yield Row(model, dict(zip(attributes, line.split(b"\t"), strict=True)), one)


def _composite(model: Model) -> list[str]:
    return [column.column for column in model._meta.pk_fields]


def _attributes(model: Model, key: Iterable[str]) -> list[str]:
    of_column = {column.column: column.attname for column in model._meta.local_concrete_fields}
    return [of_column[name] for name in key]


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
