"""What may not go to a body from a case that needs care: name, shift, exact date, quotation (DESIGN §7).

A person still reads every summary; this finds what a tired eye passes over.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Case, Contact, Referral
from dadkar.kernel.calendar import MONTHS_EN, MONTHS_FA
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.persian import normalise
from dadkar.kernel.sealing.fields import clear

QUOTED = 7  # words in a row that are the applicant's own
_WORD = re.compile(r"\w+")
_MONTH = "|".join(normalise(month) for month in (*MONTHS_FA, *MONTHS_EN))
_DATE = re.compile(rf"\b1[34]\d\d/\d{{1,2}}/\d{{1,2}}\b|\b\d{{1,2}} (?:{_MONTH})\b")
_SHIFT = re.compile(r"\b(?:شیفت|نوبت) ?(?:صبح|عصر|شب|اول|دوم|سوم|\d)\b|\b(?:night|morning|day) shift\b")


def require_care(referral: Referral) -> None:
    """Raise NotAllowed when the summary of a case that needs care says too much."""
    if not referral.case.needs_care:
        return
    found = list(_too_much(referral.case, clear(referral.summary, "")))
    if found:
        raise NotAllowed(
            _("From this case no name, shift, exact date or quotation may go out. Take out: %(found)s.")
            % {"found": gettext(", ").join(map(str, found))}
        )


def _too_much(case: Case, summary: str) -> Iterator[Any]:
    said = normalise(summary)
    words = _WORD.findall(said)
    if any(_stands_in(words, name) for name in _names(case)):
        yield _("the name or number")
    if match := _SHIFT.search(said):
        yield f"«{match[0]}»"
    if match := _DATE.search(said):
        yield f"«{match[0]}»"
    if quoted := _quoted(words, _WORD.findall(normalise(clear(case.narrative, "")))):
        yield f"«{quoted}»"


def _names(case: Case) -> list[str]:
    """What the applicant gave as name and number, the number also as people write it."""
    contact = Contact.objects.of(case).first()
    if contact is None:
        return []
    phone = clear(contact.phone, "")
    return [
        clear(contact.name, ""),
        phone.removeprefix("+"),
        "0" + phone.removeprefix("+98") if phone else "",
    ]


def _stands_in(words: list[str], name: str) -> bool:
    wanted = _WORD.findall(normalise(name))
    return bool(wanted) and any(
        words[place : place + len(wanted)] == wanted for place in range(len(words) - len(wanted) + 1)
    )


def _quoted(words: list[str], told: list[str]) -> str:
    """The first words of the summary that stand so in what was told; empty when there are none."""
    theirs = {tuple(told[place : place + QUOTED]) for place in range(len(told) - QUOTED + 1)}
    runs = (words[place : place + QUOTED] for place in range(len(words) - QUOTED + 1))
    return next((" ".join(run) for run in runs if tuple(run) in theirs), "")
