"""Bringing a checked list in: page by page, each page in one transaction with what is left of it.

A worker that dies leaves whole pages done and whole pages to do; whoever calls `bring_in` next goes on.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dadkar.cases.filing import file_cases
from dadkar.cases.importing import slips
from dadkar.cases.importing.checking import Checker, Reading
from dadkar.cases.importing.drafts import (
    BAD,
    GOOD,
    KNOWN,
    NOT_A_DRAFT,
    as_left_out,
    checker_of,
    known_digests,
)
from dadkar.cases.importing.headings import Matching
from dadkar.cases.importing.sheet import Row
from dadkar.cases.models import ImportBatch, ImportedRow
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, System
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing import keys
from dadkar.people.models import User

UNDER_WAY = (ImportBatch.State.CHECKING, ImportBatch.State.RUNNING)
KEPT_FOR = timedelta(days=15)
STALLED_AFTER = timedelta(minutes=3)

NOT_MATCHED = _("Say first which column is what.")
BAD_ROWS = _("Some rows can't be read. Correct the file, or say that these rows are left out.")
NOTHING_NEW = _("There is no row to bring in.")
SEEN_OTHERWISE = _("Somebody else matched the columns anew meanwhile. Look at the preview again.")


@transaction.atomic
def approve(
    batch: ImportBatch, *, leave_out: bool = False, seen: str | None = None, by: Actor
) -> ImportBatch:
    """Let a checked list be brought in; nothing is, as long as bad rows are not left out on purpose.

    `seen` is the batch's `moved_at` as the approver saw it. Raises WrongState. The caller starts `bring_in`.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    if locked.preview is None:
        raise WrongState(NOT_MATCHED)
    if seen is not None and seen != locked.moved_at.isoformat():
        raise WrongState(SEEN_OTHERWISE)
    found = locked.preview.open()
    if found[BAD] and not leave_out:
        raise WrongState(BAD_ROWS)
    if not found[GOOD]:
        raise WrongState(NOTHING_NEW)
    locked.state, locked.by = ImportBatch.State.RUNNING, by.ref
    locked.rows, locked.done, locked.seed = found[GOOD], 0, secrets.token_hex(32)
    locked.moved_at, locked.kept_until = moment.now(), moment.now() + KEPT_FOR
    locked.save()
    locked.record("start", by=by, rows=found[GOOD], left_out=found[BAD], known=found[KNOWN])
    return locked


def bring_in(batch: ImportBatch) -> Iterator[int]:
    """Bring in what is left of an approved list; yields how many rows are done after each page."""
    with keys.key_cache():
        checker = checker_of(batch, Matching.from_json(batch.matching))
        assert batch.seed is not None  # approved with one
        seed = bytes.fromhex(batch.seed.open())
        by = actor_of(batch)
        while (done := _bring_in_page(batch.pk, checker, seed, by)) is not None:
            yield done


@transaction.atomic
def _bring_in_page(pk: int, checker: Checker, seed: bytes, by: Actor) -> int | None:
    batch = ImportBatch.objects.select_for_update().select_related("house", "desk").get(pk=pk)
    if batch.state != ImportBatch.State.RUNNING:
        return None
    page = batch.pages.select_related("batch").first()
    if page is None:
        _finish(batch, by)
        return None
    readings = _new_readings(batch, checker, [Row.from_json(kept) for kept in page.rows.open()])
    _file(batch, readings, seed, by)
    page.delete()
    batch.done, batch.moved_at = batch.done + len(readings), moment.now()
    batch.save(update_fields=["done", "moved_at", "left_out"])
    return batch.done


def _twin_of(row: Row, _alike: object) -> int:
    return row.twin


def _new_readings(batch: ImportBatch, checker: Checker, rows: list[Row]) -> list[Reading]:
    """The good rows of a page, read once more: what the house knows may have changed since the preview."""
    good = [row for row in rows if row.fate == GOOD]
    readings = [checker.read(row, partial(_twin_of, row)) for row in good]
    if spoiled := [reading for reading in readings if reading.faults]:
        before = batch.left_out.open() if batch.left_out else []
        batch.left_out = [*before, *map(as_left_out, spoiled)]
    fit = [reading for reading in readings if reading.filing]
    known = known_digests(batch.house_id, (reading.digest for reading in fit))
    return [reading for reading in fit if reading.digest not in known]


def _file(batch: ImportBatch, readings: list[Reading], seed: bytes, by: Actor) -> None:
    filings = []
    for reading in readings:
        assert reading.filing is not None
        reading.filing.facts = {"list": str(batch.uuid), "row": reading.row.number}
        filings.append((reading.filing, slips.nonce(seed, reading.row.number)))
    if not filings:
        return
    filed = file_cases(filings, house=batch.house, desk=batch.desk, by=by, by_office=True)
    ImportedRow._base_manager.bulk_create(
        [
            ImportedRow(house=batch.house, batch=batch, row=one.row.number, digest=one.digest, case=case)
            for one, (case, _code) in zip(readings, filed, strict=True)
        ]
    )


def _finish(batch: ImportBatch, by: Actor) -> None:
    batch.state, batch.finished_at, batch.moved_at = ImportBatch.State.DONE, moment.now(), moment.now()
    batch.save(update_fields=["state", "finished_at", "moved_at"])
    batch.record("done", by=by, rows=batch.done)


def actor_of(batch: ImportBatch) -> Actor:
    """Who approved it: the cases are filed in their name."""
    kind, _colon, name = batch.by.partition(":")
    return User.objects.get(uuid=name) if kind == "user" else System(name)


def is_stalled(batch: ImportBatch) -> bool:
    """Whether a list is under way and nobody has moved it for a while."""
    return batch.state in UNDER_WAY and moment.now() - batch.moved_at > STALLED_AFTER


def stalled() -> list[ImportBatch]:
    """The lists whose worker has died."""
    return list(ImportBatch.objects.filter(state__in=UNDER_WAY, moved_at__lt=moment.now() - STALLED_AFTER))


def forget_kept() -> int:
    """Erase seeds and rows left out of finished lists once their days are over; return how many lists."""
    over = ImportBatch.objects.filter(state=ImportBatch.State.DONE, kept_until__lt=moment.now())
    batches = list(over)
    for batch in batches:
        with transaction.atomic():
            keys.erase(batch.uuid, "preview", "slips")
            batch.kept_until = None
            batch.save(update_fields=["kept_until"])
    return len(batches)
