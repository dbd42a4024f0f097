"""A list before it is brought in: taken in sealed, its columns matched, each row checked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dadkar.cases.importing import files, headings
from dadkar.cases.importing.checking import Checker, Reading
from dadkar.cases.importing.headings import Matching
from dadkar.cases.importing.sheet import BadFile, Row, Sheet
from dadkar.cases.models import ImportBatch, ImportedRow, ImportPage
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing import keys

ROWS_A_PAGE = 250
SHOWN_ROWS, SHOWN_FAULTS = 10, 100
KEPT_AS_DRAFT = timedelta(days=7)

GOOD, BAD, KNOWN, NOTHING = "good", "bad", "known", "nothing"
"""What becomes of a row: a case; named with its fault; it is here already; it says nothing."""

DRAFTS = (ImportBatch.State.DRAFT, ImportBatch.State.CHECKING)

NO_ROWS = _("Below its headings this list has no row.")
NOT_A_DRAFT = _("This list is being brought in already.")
OTHER_DESK = _("Another desk of the house has brought in this very file.")


# -- taking in ------------------------------------------------------------------------------------------


def take_in(data: bytes, *, name: str, house: Any, desk: Any, by: Actor) -> tuple[ImportBatch, bool]:
    """The batch of a file, and whether it is new: the same file twice is the same batch. Raises BadFile."""
    print_of_file = files.fingerprint(data)
    if known := ImportBatch.objects.filter(house=house, file_hash=print_of_file).first():
        return known, False
    sheet = files.read(data)
    heading = headings.heading_row(sheet)
    dropped = drop_what_is_never_taken(sheet, heading)
    if not any(row.number > heading for row in sheet.rows):
        raise BadFile(NO_ROWS)
    layout = {
        "sheet": sheet.name, "others": sheet.others, "dropped": dropped, "letters": sheet.letters,
        "first": [row.to_json() for row in sheet.rows[: headings.LOOKED_AT + SHOWN_ROWS]],
    }  # fmt: skip
    batch = ImportBatch(
        house=house, desk=desk, file_hash=print_of_file, by=by.ref, name=name[-120:], layout=layout,
        matching=headings.suggest(headings_in(layout, heading), heading).to_json(), rows=len(sheet.rows),
    )  # fmt: skip
    try:
        with transaction.atomic(), keys.key_cache():
            batch.save()
            ImportPage.objects.bulk_create(_pages(batch, sheet.rows))
    except IntegrityError:  # the same file, sent twice at the same moment
        return ImportBatch.objects.get(house=house, file_hash=print_of_file), False
    return batch, True


def drop_what_is_never_taken(sheet: Sheet, heading: int) -> list[str]:
    """Take out columns about belief, origin or membership, before anything is kept; return their headings."""
    row = headings.row_numbered(sheet.rows, heading)
    texts = {letter: row.text(letter) for letter in row.cells} if row else {}
    dropped = {letter: text for letter, text in texts.items() if headings.is_never_taken(text)}
    for one in sheet.rows:
        for letter in dropped:
            one.cells.pop(letter, None)
    return list(dropped.values())


def _pages(batch: ImportBatch, rows: list[Row]) -> Iterator[ImportPage]:
    for number, start in enumerate(range(0, len(rows), ROWS_A_PAGE)):
        kept = [row.to_json() for row in rows[start : start + ROWS_A_PAGE]]
        yield ImportPage(batch=batch, number=number, rows=kept)


# -- matching --------------------------------------------------------------------------------------------


def first_rows(layout: dict[str, Any]) -> list[Row]:
    """The rows at the top of the list, headings among them."""
    return [Row.from_json(kept) for kept in layout["first"]]


def headings_in(layout: dict[str, Any], number: int) -> dict[str, str]:
    """The heading of each column, "" where there is none."""
    row = headings.row_numbered(first_rows(layout), number)
    return {letter: " ".join(row.text(letter).split()) if row else "" for letter in layout["letters"]}


def checker_of(batch: ImportBatch, matching: Matching) -> Checker:
    return Checker(batch.house, matching, headings_in(batch.layout.open(), matching.heading))


@transaction.atomic
def match(batch: ImportBatch, matching: Matching, *, by: Actor) -> ImportBatch:
    """Say which column is what. The caller then runs `check`, which reads the whole list so.

    Raises WrongState when the list is no draft any more, or can't be read so.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    if fault := matching.fault(headings_in(locked.layout.open(), matching.heading)):
        raise WrongState(fault)
    locked.state, locked.matching, locked.by = ImportBatch.State.CHECKING, matching.to_json(), by.ref
    locked.preview, locked.done, locked.moved_at = None, 0, moment.now()
    locked.save(update_fields=["state", "matching", "by", "preview", "done", "moved_at"])
    return locked


def check(batch: ImportBatch) -> Iterator[int]:
    """Read every row as the case it would become, and keep the outcome as the sealed preview.

    Yields how many rows have been read. Whoever is interrupted begins anew; nothing has become a case.
    """
    with keys.key_cache():
        readings = _Readings(checker_of(batch, Matching.from_json(batch.matching)), batch.house_id)
        done = 0
        for page in batch.pages.select_related("batch").iterator(chunk_size=8):
            rows = [Row.from_json(kept) for kept in page.rows.open()]
            readings.read(rows)
            page.rows = [row.to_json() for row in rows]
            page.save(update_fields=["rows"])
            done += len(rows)
            ImportBatch.objects.filter(pk=batch.pk).update(done=done, moved_at=moment.now())
            yield done
        batch.state, batch.moved_at = ImportBatch.State.DRAFT, moment.now()
        batch.preview, batch.left_out = readings.preview(), readings.left_out
        batch.save(update_fields=["state", "moved_at", "preview", "left_out"])


class _Readings:
    """What comes of a list, gathered page by page: counts, the first rows, every fault."""

    def __init__(self, checker: Checker, house: int) -> None:
        self._checker, self._house = checker, house
        self._seen: Counter[bytes] = Counter()
        self._fates: Counter[str] = Counter()
        self._remarks: Counter[str] = Counter()
        self._first: list[dict[str, Any]] = []
        self._faults: list[tuple[str, str]] = []
        self.left_out: list[dict[str, Any]] = []

    def read(self, rows: list[Row]) -> None:
        below = [row for row in rows if row.number > self._checker.matching.heading]
        readings = [self._checker.read(row, self._twins(row)) for row in below]
        known = known_digests(self._house, (reading.digest for reading in readings))
        for reading in readings:
            self._judge(reading, known)

    def _twins(self, row: Row) -> Any:
        def occurrence(alike: bytes) -> int:
            row.twin = self._seen[alike]
            self._seen[alike] += 1
            return row.twin

        return occurrence

    def _judge(self, reading: Reading, known: set[bytes]) -> None:
        row = reading.row
        if reading.is_empty:
            row.fate = NOTHING
        elif reading.faults:
            row.fate = BAD
            self._faults += [(fault.cell, fault.why) for fault in reading.faults]
            self.left_out.append(as_left_out(reading))
        else:
            row.fate = KNOWN if reading.digest in known else GOOD
        self._fates[row.fate] += 1
        if row.fate == GOOD:
            self._remarks.update(reading.remarks)
            if len(self._first) < SHOWN_ROWS:
                self._first.append(as_shown(reading))

    def preview(self) -> dict[str, Any]:
        return {
            **{fate: self._fates[fate] for fate in (GOOD, BAD, KNOWN, NOTHING)},
            "remarks": dict(self._remarks), "first": self._first, "faults": self._faults[:SHOWN_FAULTS],
            "more_faults": max(0, len(self._faults) - SHOWN_FAULTS),
        }  # fmt: skip


def known_digests(house: int, digests: Iterable[bytes]) -> set[bytes]:
    """Which of these rows are cases of the house already, from this list or an earlier edition of it."""
    rows = ImportedRow.objects.as_system("rows known already").filter(house=house, digest__in=list(digests))
    return {bytes(digest) for digest in rows.values_list("digest", flat=True)}


def as_left_out(reading: Reading) -> dict[str, Any]:
    """A bad row with its reasons, as it is given back to be corrected."""
    row = reading.row
    why = "\n".join(f"{fault.cell}: {fault.why}" for fault in reading.faults)
    return {"row": row.number, "cells": {letter: row.text(letter) for letter in row.cells}, "why": why}


def as_shown(reading: Reading) -> dict[str, Any]:
    """A row of the preview, as the case will be."""
    filing, row = reading.filing, reading.row
    assert filing is not None
    said = filing.details
    return {
        "row": row.number, "narrative": filing.narrative[:240],
        "topic": said["topic"].code if said["topic"] else "",
        "county": said["county"].code if said["county"] else "",
        "workplace": str(said["workplace"] or said["workplace_typed"]), "is_known": bool(said["workplace"]),
        "people": said["people"], "months": said["months"], "amount_rial": said["amount_rial"],
        "office_date": said["office_date"].isoformat() if said["office_date"] else "",
        "office_reference": said["office_reference"], **filing.contact,
    }  # fmt: skip


# -- giving up ---------------------------------------------------------------------------------------------


@transaction.atomic
def discard(batch: ImportBatch) -> None:
    """Forget a draft with all that was in it. Raises WrongState once it is being brought in."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state not in DRAFTS:
        raise WrongState(NOT_A_DRAFT)
    keys.erase(locked.uuid, "preview", "slips")
    locked.delete()


def discard_forgotten() -> int:
    """Forget drafts that nobody has touched for a week; return how many."""
    old = ImportBatch.objects.filter(state__in=DRAFTS, moved_at__lt=moment.now() - KEPT_AS_DRAFT)
    batches = list(old)
    for batch in batches:
        discard(batch)
    return len(batches)
