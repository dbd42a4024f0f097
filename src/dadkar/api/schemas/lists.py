"""Lists that are brought in, as programs send and see them."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import ListColumn, ListState, ListUnit
from dadkar.api.schemas.out import Moment
from dadkar.api.schemas.texts import Said
from dadkar.cases.importing import drafts
from dadkar.cases.models import ImportBatch
from dadkar.kernel.sealing.fields import clear

Letter = Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]


class MatchIn(Said):
    """Which column is what, by letter; columns that are left out are not taken."""

    heading: int = Field(ge=0, le=1000, description="the number of the row with the headings")
    columns: dict[Letter, ListColumn] = Field(max_length=200)
    unit: ListUnit | None = Field(None, description="what a bare amount counts, where the list says nothing")


class ApproveIn(Said):
    seen: str = Field(max_length=64, description="`seen` of the preview that is approved")
    leave_out: bool = Field(False, description="whether rows that can't be read stay out")


class ColumnOut(Schema):
    letter: str
    heading: str
    column: ListColumn | None = Field(description="what it is taken for; null when it is left out")


class FaultOut(Schema):
    cell: str
    why: str


class PreviewOut(Schema):
    """What would become of each row: a case, a fault, a case that is here already, or nothing."""

    good: int
    bad: int
    known: int
    nothing: int
    faults: list[FaultOut] = Field(description="the first hundred")


class ListOut(Schema):
    """A list on its way in. What is null has been erased, or is not there yet."""

    id: UUID
    name: str | None
    state: ListState
    at: Moment
    rows: int
    done: int
    heading: int
    unit: str
    columns: list[ColumnOut] | None
    never_taken: list[str] | None = Field(description="headings of columns that were dropped unread")
    preview: PreviewOut | None
    seen: str = Field(description="say it again when you approve: then nobody has matched it anew meanwhile")

    @classmethod
    def of(cls, row: ImportBatch) -> "ListOut":
        layout: Any = clear(row.layout)
        found: Any = clear(row.preview)
        heading, chosen = row.matching["heading"], row.matching["columns"]
        columns = [
            ColumnOut(letter=letter, heading=text, column=chosen.get(letter))
            for letter, text in drafts.headings_in(layout, heading).items()
        ] if layout else None  # fmt: skip
        counts = {fate: found[fate] for fate in ("good", "bad", "known", "nothing")} if found else {}
        faults = [FaultOut(cell=cell, why=str(why)) for cell, why in found["faults"]] if found else []
        plain = ("state", "at", "rows", "done")
        return cls(
            id=row.uuid,
            name=clear(row.name),
            heading=heading,
            unit=row.matching["unit"],
            columns=columns,
            never_taken=layout["dropped"] if layout else None,
            preview=PreviewOut(**counts, faults=faults) if found else None,
            seen=row.moved_at.isoformat(),
            **{name: getattr(row, name) for name in plain},
        )


class ListsOut(Schema):
    """The newest fifty, newest first."""

    results: list[ListOut]


class BroughtIn(Schema):
    """Which case a row has become."""

    row: int
    case: UUID


class BroughtInPage(Schema):
    results: list[BroughtIn]
    next: str | None = Field(description="the address of what follows; null at the end")
