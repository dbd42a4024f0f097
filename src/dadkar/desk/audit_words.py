"""What the auditor reads of each kind of event: those of the desk, and those of the administrator."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dadkar.desk.story import SENTENCES as OF_THE_DESK

ADDED, CHANGED = pgettext_lazy("audit", "%(what)s added"), pgettext_lazy("audit", "%(what)s changed")
TABLES = {
    "user": _("account"),
    "membership": _("role"),
    "organisation": _("organisation"),
    "county": _("county"),
    "topic": _("topic"),
    "right": _("right with a term"),
    "retention": _("period of keeping"),
    "holiday": _("holiday"),
    "workingtime": _("office hours"),
}
SENTENCES: dict[str, Any] = {
    **OF_THE_DESK,
    "people.house.founded": _("The house was founded"),
    "people.organisation.moved": _("An organisation was moved in the tree"),
    "people.holiday.withdrawn": _("A holiday was withdrawn"),
    "people.user.one-time-password": _("A one-time password was given"),
    "people.user.second-factor-dropped": _("A second step was taken away"),
    "deputy.named": _("A deputy was named"),
    "deputy.ended": _("A deputy’s time was ended"),
    "token.made": _("A program’s token was made"),
    "token.ended": _("A program’s token was ended"),
}
KINDS = [
    *SENTENCES,
    *(f"people.{table}.{verb}" for table in TABLES for verb in ("added", "changed")),
]


def says(kind: str) -> Any:
    """The kind in words; one that nobody has put into words stands as it is."""
    _people, _dot, rest = kind.partition("people.")
    table, _dot, verb = rest.partition(".")
    if kind not in SENTENCES and table in TABLES and verb in ("added", "changed"):
        return (ADDED if verb == "added" else CHANGED) % {"what": TABLES[table]}
    return SENTENCES.get(kind, kind)
