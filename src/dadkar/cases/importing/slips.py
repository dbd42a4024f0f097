"""The receipts of a list that was brought in, as slips to fold.

A code is never stored; it follows from a nonce. For a list the nonces follow from one random seed, which is
kept sealed under a key of its own. So the slips can be printed, and printed again after a paper jam, until
the office says that they are done, or for 15 days; then that key is erased, and nobody can make a code again.

What this means: until then whoever opens the seed (database and keyring together, or an officer of the desk
by way of this page, which is written down) can make the codes of the list. They are marked as made by the
office, so that what is confirmed with them counts as “through the office” until their holders renew them;
and a renewed code does not follow from the seed.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Case, ImportBatch, ImportedRow, Receipt
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing import keys
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.sealing.fields import clear
from dadkar.kernel.sealing.receipts import NONCE_BYTES

SLIPS_A_PART = 200  # fifty sheets of paper, some seconds of work

OVER = _("The codes of this list can no longer be printed. A lost one is replaced from its case, in person.")


def nonce(seed: bytes, row: int) -> bytes:
    """The nonce of a row, always the same."""
    return hmac.digest(seed, b"row" + row.to_bytes(8, "big"), hashlib.sha256)[:NONCE_BYTES]


@dataclass(frozen=True)
class Part:
    """Some rows of a list whose slips are printed together."""

    number: int
    first: int
    last: int
    printed: bool


def parts(batch: ImportBatch) -> list[Part]:
    """The parts in which the slips are printed; none once the seed is erased."""
    if not can_print(batch):
        return []
    rows = ImportedRow.objects.as_system("how many slips").filter(batch=batch).order_by("row")
    marks = list(rows.values_list("row", "case__receipt__printed_at"))
    return [
        Part(
            number,
            marks[start][0],
            marks[start : start + SLIPS_A_PART][-1][0],
            all(printed for _row, printed in marks[start : start + SLIPS_A_PART]),
        )
        for number, start in enumerate(range(0, len(marks), SLIPS_A_PART))
    ]


def can_print(batch: ImportBatch) -> bool:
    """Whether the seed is still there."""
    return bool(clear(batch.seed))


@transaction.atomic
def codes(batch: ImportBatch, part: int, *, by: Any) -> list[tuple[Case, str]]:
    """The cases of a part that `by` may see, with their codes; those renewed since are left out.

    The receipts are marked as printed, and it is written down. A list that was not brought in has none.
    Raises WrongState once the seed is erased.
    """
    if batch.seed is None:
        return []
    try:
        seed = bytes.fromhex(batch.seed.open())
    except Erased as error:
        raise WrongState(OVER) from error
    rows = _rows(batch, part)
    visible = (
        Case.objects.visible_to(by).select_related("house", "desk").in_bulk([row.case_id for row in rows])
    )
    receipts = _receipts(list(visible))
    found = [
        (visible[row.case_id], code)
        for row in rows
        if row.case_id in visible and (code := receipts[row.case_id].code_for(nonce(seed, row.row)))
    ]
    Receipt.objects.as_system("slips were made").filter(case__in=[case.pk for case, _code in found]).update(
        printed_at=moment.now()
    )
    batch.record("slips", by=by, part=part, count=len(found))
    return found


def _rows(batch: ImportBatch, part: int) -> Sequence[ImportedRow]:
    start = part * SLIPS_A_PART
    rows = ImportedRow.objects.as_system("a part of a list in sight").filter(batch=batch)
    return list(rows.order_by("row")[start : start + SLIPS_A_PART])


def _receipts(cases: list[int]) -> dict[int, Receipt]:
    return {row.case_id: row for row in Receipt.objects.as_system("slips").filter(case__in=cases)}


@transaction.atomic
def forget(batch: ImportBatch, *, by: Actor) -> None:
    """The slips are printed: erase the seed, so that nobody can make these codes again."""
    keys.erase(batch.uuid, "slips")
    batch.printed_at = moment.now()
    batch.save(update_fields=["printed_at"])
    batch.record("slips_forgotten", by=by)
