"""From what was typed to a case: no rule of its own, only the words of the form in the verb's words."""

from typing import Any

from django.utils.translation import get_language, gettext

from dadkar.cases import actions
from dadkar.cases.models import Case
from dadkar.portal.forms import ONLY_ME, SEVERAL, FilingForm
from dadkar.portal.house import desk_of

CONTACT = ("name", "phone", "email", "safe_hours", "must_not_see")


def filing_from(form: FilingForm) -> actions.Filing:
    """The filing that a valid form asks for."""
    said = form.cleaned_data
    files = [*said["files"], *([said["voice"]] if said["voice"] else [])]
    return actions.Filing(
        narrative=said["narrative"] or gettext("(a spoken message)"),
        details=details_from(said),
        contact={name: said[name] for name in CONTACT if said.get(name)},
        files=files,
        closed_to=list(said.get("closed_to") or []),
    )


def details_from(said: dict[str, Any]) -> dict[str, Any]:
    """The columns of the case. A small workplace is kept only in the worker's own words, which are sealed."""
    topic, workplace = said["topic"], said["workplace"]
    is_small = said["is_small"] or bool(workplace and is_known_small(workplace))
    return {
        "channel": Case.Channel.WEB,
        "language": (get_language() or "fa")[:2],
        "topic": topic,
        "county": said["county"] or (workplace.county if workplace else None),
        "workplace": None if said["is_small"] else workplace,
        "workplace_typed": said["workplace_typed"] or "",
        "is_small": is_small,
        "people": {ONLY_ME: 1, SEVERAL: said["people_count"]}.get(said["people"]),
        "months": said["months"],
        "amount_rial": said["amount"],
        "still_there": said["still_there"],
        "left_on": said["left_on"],
        "told": said["told"] or Case.Told.CODE,
        "urgency": urgency_of(said),
        "sensitive": bool(topic and topic.sensitive),
    }


def is_known_small(workplace: Any) -> bool:
    facts = getattr(workplace, "workplace", None)
    return bool(facts and facts.is_small)


def urgency_of(said: dict[str, Any]) -> Case.Urgency:
    """An immediate hazard counts in hours, day and night."""
    immediate = said["danger"] or (said["topic"] and said["topic"].is_immediate)
    return Case.Urgency.HAZARD if immediate else Case.Urgency.NORMAL


def file(form: FilingForm, nonce: bytes) -> tuple[Case, str]:
    """File it, and return the case with its code; empty when the code has been replaced since.

    Raises `records.remake.errors.Refused` for a file that can't be kept; then nothing is.
    """
    filing = filing_from(form)
    desk = desk_of(form.house, filing.details["county"], filing.closed_to)
    return actions.file_case(filing, house=form.house, desk=desk, nonce=nonce)
