"""From the bytes of a file to its list."""

import hashlib

from django.utils.translation import gettext_lazy as _

from dadkar.cases.importing import headings, separated, workbook
from dadkar.cases.importing.sheet import BadFile, Sheet

MOST_BYTES = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Both old Excel files and new ones with a password begin so (MS-CFB 2.2)."""
ZIP = b"PK\x03\x04"

EMPTY = _("There is nothing in this file.")
TOO_LARGE = _("This file is larger than 20 megabytes. Please send the list in parts.")
OLD_EXCEL = _("This is an old Excel file (.xls). Open it, save it as “Excel workbook (.xlsx)” and send that.")
LOCKED = _("This workbook is locked with a password. Save it without one and send it again.")
OTHER_OFFICE = _("This is not an Excel workbook. Save the list as .xlsx or as CSV and send that.")


def fingerprint(data: bytes) -> bytes:
    """SHA-256 of the file: the same file twice is known by it."""
    return hashlib.sha256(data).digest()


def read(data: bytes) -> Sheet:
    """The list in a file, whatever its name says it is. Raises BadFile with a sentence for the sender.

    Of several sheets the one whose headings look most like a list of cases.
    """
    if not data.strip():
        raise BadFile(EMPTY)
    if len(data) > MOST_BYTES:
        raise BadFile(TOO_LARGE)
    if data.startswith(OLE):
        raise BadFile(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else OLD_EXCEL)
    if data.startswith((b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html", b"\xff\xd8\xff", b"\x89PNG")):
        raise BadFile(OTHER_OFFICE)
    sheets = _workbook(data) if data.startswith(ZIP) else [separated.sheet_of(data)]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise BadFile(EMPTY)
    best = max(sheets, key=lambda sheet: headings.likeness(sheet, headings.heading_row(sheet)))
    best.others = [sheet.name for sheet in sheets if sheet is not best]
    return best


def _workbook(data: bytes) -> list[Sheet]:
    if b"xl/workbook" not in data:
        raise BadFile(OTHER_OFFICE)
    return workbook.sheets_of(data)
