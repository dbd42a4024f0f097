"""What a case can be: its states with the edges between them, the phases that others see, and more."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.clock import Term, Unit


class State(models.TextChoices):
    """Where a case stands inside the house. Workers see the few phases of `PHASES`."""

    RECEIVED = "received", _("not yet taken")
    TRIAGE = "triage", _("being looked into")
    REFERRED = "referred", _("with a body")
    PROMISED = "promised", _("a step is promised")
    CLAIMED = "claimed", _("said to be done")
    CONFIRMED = "confirmed", _("closed: confirmed")
    UNCONFIRMED = "unconfirmed", _("closed: unconfirmed")
    WITHDRAWN = "withdrawn", _("closed: withdrawn")
    DECLINED = "declined", _("closed: declined")


OPEN = [State.RECEIVED, State.TRIAGE, State.REFERRED, State.PROMISED, State.CLAIMED]
CLOSED = [State.CONFIRMED, State.UNCONFIRMED, State.WITHDRAWN, State.DECLINED]
FOLLOWED = {State.TRIAGE, State.REFERRED, State.PROMISED, State.CLAIMED}

UNDER_WAY = {
    "follow": FOLLOWED,
    "assign": None,
    "confirm": State.CONFIRMED,
    "withdraw": State.WITHDRAWN,
    "rest": set(CLOSED),
}


def _under_way(state: State, **more: Any) -> dict[str, Any]:
    """The edges that every case at work has: follow its parts, change hands, be confirmed or given up."""
    return UNDER_WAY | {"assign": state} | more


EDGES = {
    State.RECEIVED: {
        "take": State.TRIAGE,
        "assign": State.TRIAGE,
        "decline": State.DECLINED,
        "withdraw": State.WITHDRAWN,
        "join": State.TRIAGE,
    },
    State.TRIAGE: _under_way(State.TRIAGE, decline=State.DECLINED, join=State.TRIAGE),
    State.REFERRED: _under_way(State.REFERRED, join=State.TRIAGE),
    State.PROMISED: _under_way(State.PROMISED),
    State.CLAIMED: _under_way(State.CLAIMED, close_unconfirmed=State.UNCONFIRMED),
    State.CONFIRMED: {"reopen": State.TRIAGE, "carry_on": State.TRIAGE},
    State.UNCONFIRMED: {"reopen": State.TRIAGE, "confirm": State.CONFIRMED, "carry_on": State.TRIAGE},
    State.WITHDRAWN: {"reopen": State.TRIAGE, "carry_on": State.TRIAGE},
    State.DECLINED: {"reopen": State.TRIAGE, "carry_on": State.TRIAGE},
}


class Phase(models.TextChoices):
    """What a worker and the public see."""

    RECEIVED = "received", _("It has reached us")
    WITH_BODY = "with-body", _("With the agency, waiting for its answer")
    PROMISED = "promised", _("They have promised")
    YOURS = "yours", _("They say it is done; we wait for your word")
    CLOSED = "closed", _("Closed")


PHASES = {
    State.RECEIVED: Phase.RECEIVED,
    State.TRIAGE: Phase.RECEIVED,
    State.REFERRED: Phase.WITH_BODY,
    State.PROMISED: Phase.PROMISED,
    State.CLAIMED: Phase.YOURS,
} | dict.fromkeys(CLOSED, Phase.CLOSED)


class Urgency(models.IntegerChoices):
    """How soon it must be looked at; a hazard counts in hours, day and night."""

    NORMAL = 0, _("normal")
    URGENT = 1, _("urgent")
    HAZARD = 2, _("immediate hazard")


class Channel(models.TextChoices):
    """How it reached the house."""

    WEB = "web", _("the site")
    PHONE = "phone", _("telephone")
    VISIT = "visit", _("visit")
    PAPER = "paper", _("letter or paper")
    IMPORT = "import", _("a list")
    API = "api", _("another system")


class StillThere(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNSAID = "", _("I'd rather not say")


class Told(models.TextChoices):
    """How the applicant wants to be told; nothing, by default."""

    CODE = "code", _("I come back with my code (safest)")
    SMS = "sms", _("text message")
    CALL = "call", _("a call, only at the hours I give")
    EMAIL = "email", _("e-mail")


IMMEDIATE = Term(4, Unit.CLOCK_HOUR)
READ_WITHIN = {
    Urgency.NORMAL: Term(3, Unit.WORKING_DAY),
    Urgency.URGENT: Term(1, Unit.WORKING_DAY),
    Urgency.HAZARD: IMMEDIATE,
}
