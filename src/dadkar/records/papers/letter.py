"""A numbered letter as plain data. Strings are printed as given, but for their digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from dadkar.records.papers.table import Table, printed_table
from dadkar.records.papers.text import all_printed, ltr


@dataclass(frozen=True)
class House:
    """Whose letterhead it is; `above` is the line over the name, such as the province."""

    name: str
    above: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Addressee:
    """To whom: «جناب آقای …، مدیرکل محترم» and the organisation."""

    title: str
    organisation: str = ""


@dataclass(frozen=True)
class Signatory:
    name: str
    title: str


@dataclass(frozen=True)
class Reference:
    """Another letter, by its number and date."""

    number: str
    date: str


@dataclass(frozen=True)
class Letter:
    """A letter of the house. Dates are strings in the letter's own calendar; `date_beside` is the other one.

    `opening` and `closing` default to the custom of the language; "" leaves them out.
    """

    house: House
    number: str
    date: str
    to: Addressee
    subject: str
    body: Sequence[str]
    signatory: Signatory
    lang: str = "fa"
    date_beside: str = ""
    enclosures: Sequence[str] = ()
    in_reply_to: Reference | None = None
    copies: Sequence[str] = ()
    table: Table | None = None
    opening: str | None = None
    closing: str | None = None
    confidential: bool = False
    invocation: bool = False


def printed_letter(letter: Letter) -> dict[str, Any]:
    """Return the letter as strings ready for paper: what both the PDF and the Word file show."""
    lang = letter.lang
    with override(lang):
        opening = _("With greetings and respect,") if letter.opening is None else letter.opening
        closing = _("With respect,") if letter.closing is None else letter.closing
        count = len(letter.enclosures)
        head = [
            (pgettext("paper", "Number"), letter.number),
            (pgettext("paper", "Date"), letter.date),
            ("", letter.date_beside),
            (pgettext("paper", "Enclosures"), str(count) if count else pgettext("paper", "none")),
        ]
        reply = _("In reply to letter %(number)s of %(date)s")
        words = {
            "invocation": _("In the name of God") if letter.invocation else "",
            "confidential": pgettext("paper", "Confidential") if letter.confidential else "",
            "subject_label": pgettext("paper", "Subject:"),
            "enclosures_label": pgettext("paper", "Enclosures:"),
            "copies_label": pgettext("paper", "Copies:"),
            "phone_label": pgettext("paper", "Phone:"),
            "page": pgettext("paper", "Page {page} of {pages}"),
        }
    data = {
        **words,
        "above": letter.house.above,
        "house": letter.house.name,
        "address": letter.house.address,
        "head": [pair for pair in head if pair[1]],
        "to": [letter.to.title, letter.to.organisation],
        "subject": letter.subject,
        "reply": reply % vars(letter.in_reply_to) if letter.in_reply_to else "",
        "opening": opening,
        "body": list(letter.body),
        "closing": closing,
        "signatory": [letter.signatory.name, letter.signatory.title],
        "enclosures": list(letter.enclosures),
        "copies": list(letter.copies),
    }
    return {
        **all_printed(data, lang),
        "lang": lang,
        "page": words["page"],
        "phone": ltr(letter.house.phone, lang),
        "table": letter.table and printed_table(letter.table, lang),
    }
