"""Lists as offices keep them, made for the tests."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from dadkar.cases.importing import drafts, running
from dadkar.cases.importing.headings import Matching
from dadkar.cases.models import Case, ImportBatch
from dadkar.kernel.flow import WrongState

HEADINGS = ["ردیف", "شماره پرونده", "شرح مشکل", "موضوع", "نام کارگاه", "شهرستان", "تعداد", "ماه", "مبلغ",
            "واحد", "تاریخ ثبت", "نام و نام خانوادگی", "تلفن همراه"]  # fmt: skip
ROW = [1, "۱۴۰۲/۷۷", "چهار ماه حقوق نگرفته‌ایم", "حقوق معوق", "قند یاسوج", "بویراحمد", "۲۰۰ نفر", 4,
       "۱۲ میلیون", "تومان", "۱۴۰۲/۵/۱۲", "گلی کریمی", "۰۹۱۷۱۲۳۴۵۶۷"]  # fmt: skip


def row(**changes: Any) -> list[Any]:
    """ROW with some cells changed, named by their columns' letters."""
    cells = list(ROW)
    for letter, value in changes.items():
        cells["ABCDEFGHIJKLM".index(letter)] = value
    return cells


def book(*rows: list[Any], headings: list[Any] | None = None, merge: str = "", title: str = "") -> bytes:
    """A workbook with these rows below its headings."""
    made = Workbook()
    sheet = made.active
    if title:
        sheet.append([title])
    sheet.append(headings or HEADINGS)
    for one in rows:
        sheet.append(one)
    if merge:
        sheet.merge_cells(merge)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def taken(cast: Any, data: bytes) -> ImportBatch:
    """The draft of a file at the branch."""
    return drafts.take_in(data, name="لیست.xlsx", house=cast.house, desk=cast.branch, by=cast.worker)[0]


def matched(cast: Any, data: bytes, **changes: Any) -> ImportBatch:
    """A draft whose columns are as suggested, but for the `changes` of the matching."""
    batch = taken(cast, data)
    matching = Matching.from_json(batch.matching)
    for name, value in changes.items():
        setattr(matching, name, value)
    list(drafts.check(drafts.match(batch, matching, by=cast.worker)))
    return ImportBatch.objects.get(pk=batch.pk)


def brought_in(cast: Any, data: bytes, *, leave_out: bool = False, **changes: Any) -> ImportBatch:
    """A list with its cases."""
    batch = running.approve(matched(cast, data, **changes), leave_out=leave_out, by=cast.worker)
    list(running.bring_in(batch))
    return ImportBatch.objects.get(pk=batch.pk)


def faults_of(batch: ImportBatch) -> list[str]:
    """The cells that can't be read."""
    return [cell for cell, _why in batch.preview.open()["faults"]]


def cases() -> Any:
    return Case.objects.as_system("test").order_by("pk")


__all__ = ["WrongState", "book", "brought_in", "cases", "faults_of", "matched", "row", "taken"]
