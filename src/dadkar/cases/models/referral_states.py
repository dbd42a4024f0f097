"""Where a referral can stand, and which verbs lead where."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a referral stands. Only the house ends one."""

    DRAFT = "draft", _("being written")
    PROPOSED = "proposed", _("waiting to be agreed to")
    AGREED = "agreed", _("agreed, not yet sent")
    SENT = "sent", _("waiting for an answer")
    INFO = "info", _("the body asks for information")
    PROMISED = "promised", _("a step is promised")
    PETITION = "petition", _("needs the applicant's own petition")
    BOARD = "board", _("before the board")
    NOT_COMPETENT = "not-competent", _("says it is not competent")
    REFUSED = "refused", _("refused, with a ground")
    APPEALED = "appealed", _("the working group looks at the refusal")
    ENDED = "ended", _("ended")


ANSWERS = {
    "promise": State.PROMISED,
    "need_petition": State.PETITION,
    "before_board": State.BOARD,
    "not_competent": State.NOT_COMPETENT,
    "refuse": State.REFUSED,
}

EDGES = {
    State.DRAFT: {"rewrite": State.DRAFT, "propose": State.PROPOSED, "end": State.ENDED},
    State.PROPOSED: {
        "agree": State.AGREED,
        "agree_told": State.AGREED,
        "correct": State.DRAFT,
        "end": State.ENDED,
    },
    State.AGREED: {"send": State.SENT, "correct": State.DRAFT, "end": State.ENDED},
    State.SENT: ANSWERS | {"ask_info": State.INFO, "end": State.ENDED},
    State.INFO: {"give_info": State.SENT, "end": State.ENDED},
    State.PROMISED: ANSWERS | {"next_step": State.SENT, "end": State.ENDED},
    State.PETITION: ANSWERS | {"end": State.ENDED},
    State.BOARD: ANSWERS | {"end": State.ENDED},
    State.NOT_COMPETENT: {"agree_not_competent": State.ENDED, "send_back": State.SENT, "end": State.ENDED},
    State.REFUSED: {"appeal": State.APPEALED, "send_back": State.SENT, "end": State.ENDED},
    State.APPEALED: {"send_back": State.SENT, "end": State.ENDED},
    State.ENDED: {"reopen": State.SENT},
}

WITH_THE_BODY = [
    State.SENT,
    State.INFO,
    State.PROMISED,
    State.PETITION,
    State.BOARD,
    State.NOT_COMPETENT,
    State.REFUSED,
    State.APPEALED,
]
UNSENT = [State.DRAFT, State.PROPOSED, State.AGREED]
CLOCK_RUNS = [State.SENT]
