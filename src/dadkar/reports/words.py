"""What the numbers are called, and what each means: on pages, in exports and in the API's documentation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.people.models import RoleClass
from dadkar.reports.models import By

COLUMNS: list[tuple[str, Any, Any]] = [
    (
        "promises",
        _("promises"),
        _("Steps that a body promised by a date in this time; those that the people gave up are left out."),
    ),
    ("said", _("called done"), _("The body says that it is done, whether or not anybody has confirmed it.")),
    ("confirmed", _("confirmed"), _("The people it was promised to say that it was done.")),
    ("claimed", _("waiting for their word"), _("Called done; the people have not answered yet.")),
    (
        "unconfirmed",
        _("closed without their word"),
        _("Called done, nobody could be reached in ten working days and two safe attempts."),
    ),
    ("overdue", _("past the date"), _("Neither called done nor in a lawful wait when its date had passed.")),
    (
        "waiting",
        _("lawful wait"),
        _(
            "Not yet done, while the matter is before the board, needs the applicant’s petition, "
            "or waits for papers. Never counted as the body’s delay."
        ),
    ),
    ("in_time", _("still in time"), _("Its date has not come yet.")),
    ("disputed", _("ever disputed"), _("The people refused at least one “done”, whatever came after.")),
    ("office", _("through the office"), _("Of the confirmed: with a code that an office gave out.")),
    (
        "told",
        _("told to the desk"),
        _("Of the confirmed: by telephone or in person, and written down by the desk."),
    ),
    ("sent", _("letters"), _("Referrals that were sent in this time.")),
    ("late", _("unanswered, late"), _("Letters that wait for an answer past its term.")),
    (
        "redirected",
        _("redirected"),
        _(
            "Letters to which the body said that another is competent, and the house agreed; "
            "between a body and its own unit it does not count."
        ),
    ),
    (
        "cases",
        _("cases"),
        _("Filed in this time; by agency, cases whose first letter to it was sent in this time."),
    ),
    ("open", _("open cases"), _("Of those cases: not closed.")),
    ("reopened", _("re-opened"), _("Of those cases: opened again after they were closed.")),
]
SPANS: list[tuple[str, Any, Any]] = [
    (
        "answer",
        _("to the first answer"),
        _(
            "Working days from the letter to the body’s first answer, without those in which it "
            "waited for information that it had asked for."
        ),
    ),
    (
        "claim",
        _("from promise to “done”"),
        _(
            "Working days from the promise to the “done” that stands, without lawful waits; one "
            "that was refused does not end it."
        ),
    ),
    ("confirm", _("from “done” to the people’s word"), _("Working days from there to the confirmation.")),
]
RELEASED: dict[str, Any] = {
    "confirmed": _("confirmed by the people"),
    "only_said": _("only called done"),
    "overdue": _("past the date"),
    "redirected": _("redirected"),
    "answer_median": _("median working days to the first answer"),
    "answer_p90": _("working days within which nine of ten were answered"),
}
BODY_LEFT_OUT = {"open", "reopened", "cases"}
BY_LABELS = dict(By.choices)


def columns_of(role_class: RoleClass) -> list[tuple[str, Any, Any]]:
    """What is told of a board: to a body, nothing of the cases behind its letters."""
    left_out = BODY_LEFT_OUT if role_class == RoleClass.BODY else set()
    return [column for column in COLUMNS if column[0] not in left_out]
