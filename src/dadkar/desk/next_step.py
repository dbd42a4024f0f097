"""What the house should do next on a case: one sentence, and the button that does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment

State = Referral.State


@dataclass(frozen=True)
class Way:
    """How the house moves a referral on: the verb that must be allowed, or none; a POST when `posts`."""

    said: Any
    label: Any
    url: str
    verb: str = ""
    posts: bool = False


@dataclass(frozen=True)
class Next:
    """`url` is empty where there is only to wait."""

    said: str
    label: str = ""
    url: str = ""
    posts: bool = False


WAYS = {  # in this order: first what others wait for
    State.INFO: Way(
        gettext_lazy("%(body)s has asked for information; its clock stands still until it is given."),
        gettext_lazy("Give the information"), "summary-give-info", "give_info",
    ),
    State.NOT_COMPETENT: Way(
        gettext_lazy("%(body)s says that another body is competent. Agree, or send it back."),
        gettext_lazy("Look at the answer"), "", "agree_not_competent",
    ),
    State.REFUSED: Way(
        gettext_lazy("%(body)s has refused, with a ground. Send it back, or end this referral."),
        gettext_lazy("Send the answer back"), "summary-send-back", "send_back",
    ),
    State.AGREED: Way(
        gettext_lazy("The summary for %(body)s is agreed to. Send it with a letter."),
        gettext_lazy("Write the letter"), "letter-new",
    ),
    State.DRAFT: Way(
        gettext_lazy("The summary for %(body)s is written. Ask the applicant or a colleague for agreement."),
        gettext_lazy("Ask for agreement"), "summary-propose", "propose", posts=True,
    ),
    State.PROPOSED: Way(
        gettext_lazy("The summary for %(body)s waits for the applicant’s or a second colleague’s agreement."),
        gettext_lazy("Agree to the summary"), "summary-agree", "agree", posts=True,
    ),
}  # fmt: skip
WAITS = {
    State.SENT: gettext_lazy("%(body)s must answer. Nothing to do here until it does, or its date passes."),
    State.PROMISED: gettext_lazy(
        "%(body)s has promised a step. Once it says that it is done, ask the applicant."
    ),
    State.BOARD: gettext_lazy("It is before the board. Write down what the hearing brings."),
    State.PETITION: gettext_lazy("%(body)s needs the applicant’s own petition. Help to write it."),
    State.APPEALED: gettext_lazy(
        "The working group looks at the refusal of %(body)s; send it back if it agrees."
    ),
}  # fmt: skip


def next_step(
    case: Case, blocks: Sequence[dict[str, Any]], verbs: set[str], together: dict[str, Any] | None = None
) -> Next | None:
    """Of a case, its referrals and what it is followed together with, as on its page; None when closed."""
    if not case.is_open:
        return None
    if "take" in verbs and case.officer is None:
        return Next(
            _("Nobody has taken this case yet."),
            _("Take the case"),
            reverse("case-take", args=[case.uuid]),
            True,
        )
    if case.is_voice and together:
        return _of_one(case, together)
    return (
        _their_word(blocks, case if together else None)
        or _ours(blocks)
        or _first(case, blocks)
        or _wait(blocks)
    )


def _of_one(case: Case, together: dict[str, Any]) -> Next:
    """One of several: only its own word is waited for, and all else is done in its lead."""
    if together["asked"]:
        said = _("%(body)s says that it is done. Only the applicant’s word closes it.")
        body = {"body": together["asked"][0].debtor}
        return Next(said % body, _("What the applicant says"), reverse("case-word", args=[case.uuid]))
    return Next(_("It moves with the case that it is followed together with. Nothing to do here by itself."))


def _their_word(blocks: Sequence[dict[str, Any]], shared: Case | None) -> Next | None:
    """A later date that is asked for, or a step that is said to be done."""
    for step in (step for block in blocks for step in block["steps"]):
        promise, body = step["commitment"], {"body": step["commitment"].debtor}
        if step["asked"]:
            said = _("%(body)s asks for a later date.") % body
            return Next(said, _("Grant the later date"), reverse("promise-grant", args=[promise.uuid]))
        if promise.state == Commitment.State.CLAIMED and shared:
            said = _("%(body)s says that it is done. Each of the people is asked for themselves.") % body
            return Next(said, _("Who has said what"), "#voices")
        if promise.state == Commitment.State.CLAIMED:
            said = _("%(body)s says that it is done. Only the applicant’s word closes it.") % body
            return Next(said, _("What the applicant says"), reverse("promise-outcome", args=[promise.uuid]))
    return None


def _ours(blocks: Sequence[dict[str, Any]]) -> Next | None:
    """What a referral waits for from this house."""
    for state, way in WAYS.items():
        for block in blocks:
            row = block["row"]
            if row.state == state:
                said = str(way.said) % {"body": row.body}
                if way.verb and way.verb not in block["verbs"]:
                    return Next(said)
                return Next(said, str(way.label), _address(way, row), way.posts)
    return None


def _address(way: Way, row: Referral) -> str:
    if not way.url:
        return f"#referral-{row.uuid}"
    if way.url == "letter-new":
        return f"{reverse(way.url)}?body={row.body.uuid}&referral={row.uuid}"
    return reverse(way.url, args=[row.uuid])


def _first(case: Case, blocks: Sequence[dict[str, Any]]) -> Next | None:
    """Before anything has gone to a body."""
    if case.topic is None:
        said = _("Set the topic: which bodies answer, and how soon, follows from it.")
        return Next(said, _("Topic, workplace and urgency"), reverse("case-classify", args=[case.uuid]))
    if all(block["row"].state == State.ENDED for block in blocks):
        said = _("No body has this case now. Write a summary for the one that must answer.")
        return Next(said, _("Refer to a body"), reverse("case-refer", args=[case.uuid]))
    return None


def _wait(blocks: Sequence[dict[str, Any]]) -> Next | None:
    for block in blocks:
        if said := WAITS.get(block["row"].state):
            return Next(str(said) % {"body": block["row"].body})
    return None
