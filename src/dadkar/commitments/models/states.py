"""Where a commitment can stand, and which verbs lead where; what can be promised, and what can come of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a commitment stands. Overdue is not a state: it is derived from the clock."""

    OPEN = "open", _("promised")
    CLAIMED = "claimed", _("said to be done")
    CONFIRMED = "confirmed", _("confirmed")
    UNCONFIRMED = "unconfirmed", _("unconfirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


EDGES = {
    State.OPEN: {
        "promise": State.OPEN,
        "claim": State.CLAIMED,
        "acknowledge": State.CONFIRMED,
        "withdraw": State.WITHDRAWN,
    },
    State.CLAIMED: {
        "confirm": State.CONFIRMED,
        "dispute": State.OPEN,
        "leave_unconfirmed": State.UNCONFIRMED,
        "withdraw": State.WITHDRAWN,
    },
    State.CONFIRMED: {"take_back": State.OPEN, "reopen": State.OPEN},
    State.UNCONFIRMED: {"confirm": State.CONFIRMED, "dispute": State.OPEN, "reopen": State.OPEN},
    State.WITHDRAWN: {},
}


class Step(models.TextChoices):
    """What a body can promise: mostly a step of its own, for the employer owes the thing itself."""

    INSPECT = "inspect", _("inspect the workplace")
    SUMMON = "summon", _("summon to conciliation")
    HEAR = "hear", _("hear the matter")
    SERVE = "serve", _("serve the ruling")
    ENFORCE = "enforce", _("enforce the ruling")
    PAY = "pay", _("pay what is owed")
    OTHER = "other", _("another step")


class Outcome(models.TextChoices):
    """What reached the people it was promised to; stated by them alone."""

    FULL = "full", _("in full")
    PART = "part", _("in part")
    NONE = "none", _("not yet")
