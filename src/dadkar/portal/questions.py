"""What the page asks first: each question with what was said to it, and the answers to choose from."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Answer, Referral
from dadkar.portal.answers import (
    Agree,
    Appeal,
    Consent,
    Correct,
    GiveInfo,
    GiveTime,
    NotDone,
    NothingCame,
    Partly,
    RefuseTime,
    Saying,
    Settled,
    TakeConsentBack,
)  # fmt: skip
from dadkar.portal.following import Following
from dadkar.portal.words import day_text, sentence
from dadkar.records.models import Event

MAIN, QUIET = "", "quiet"


@dataclass
class Choice:
    """An answer to choose: a button, or a fold with something to write."""

    label: Any
    saying: Saying
    kind: str = QUIET


@dataclass
class Question:
    """`lead` says who says what, `quote` is in their own words, `asks` is the question itself."""

    lead: str
    quote: str = ""
    asks: Any = ""
    hint: Any = ""
    choices: list[Choice] = field(default_factory=list)


def questions(following: Following, offered: dict[str, Saying]) -> list[Question]:
    """The open questions; those that close something come first."""
    found = []
    for asks, rows in (
        (_is_it_done, following.claimed),
        (_with_your_name, following.petitions),
        (_may_it_go, following.referrals_at(Referral.State.PROPOSED)),
        (_what_is_wanted, following.referrals_at(Referral.State.INFO)),
        (_more_time, following.extensions),
        (_do_you_accept, following.referrals_at(Referral.State.REFUSED)),
    ):
        found += [_with_choices(asks(row, following), row, offered) for row in rows]
    return [question for question in found if question.choices]


ANSWERS = [
    (Settled, _("Yes, it is done"), MAIN),
    (Partly, _("A part is done"), QUIET),
    (NothingCame, _("They did their step, but nothing has reached me"), QUIET),
    (NotDone, _("No, it is not done"), QUIET),
    (Agree, _("I agree, send it"), MAIN),
    (Correct, _("Something must be put otherwise"), QUIET),
    (Consent, _("I agree that my name is seen"), MAIN),
    (TakeConsentBack, _("I do not agree any more"), QUIET),
    (GiveInfo, _("Answer it"), MAIN),
    (GiveTime, _("I agree to the new day"), MAIN),
    (RefuseTime, _("I do not agree"), QUIET),
    (Appeal, _("I do not accept this; let the working group look at it"), MAIN),
]


def _with_choices(question: Question, row: Any, offered: dict[str, Saying]) -> Question:
    for saying, label, kind in ANSWERS:
        if one := offered.get(f"{saying.do}-{row.uuid}"):
            question.choices.append(Choice(label, one, kind))
    return question


def _is_it_done(commitment: Any, following: Following) -> Question:
    return Question(
        lead=sentence(_("%(body)s says:"), body=commitment.debtor),
        quote=_what_is_done(commitment, following),
        asks=_("Is it done for you too?"),
    )


def _what_is_done(commitment: Any, following: Following) -> str:
    """As the body says it now; to a voice as it promised it: what it says now it says to the lead."""
    said = "" if following.case.is_voice else last_said("commitment.claim", commitment.uuid)
    return said or commitment.what.open()


def _may_it_go(referral: Any, following: Following) -> Question:
    return Question(
        lead=sentence(_("We would like to send this to %(body)s:"), body=referral.body),
        quote=referral.summary.open(),
        asks=_("Is it right, and may it go?"),
        hint=_(
            "Only this goes there: not your own words, nor your files. Nothing is sent before it is agreed "
            "to: by you or, if you do not come back for three working days, by a second colleague."
        ),
    )


def _with_your_name(petition: Any, following: Following) -> Question:
    lead = _("Your petition to the board (%(board)s) is ready:")
    if petition.is_consented:
        hint: Any = _(
            "You agreed that your name is seen. It has not gone yet: you can still change your mind."
        )
    else:
        hint = _(
            "A board rules only with a name: the board and the employer will see yours. Until you agree, it "
            "goes nowhere. An inspection needs no name; ask us about it."
        )
    return Question(
        lead=sentence(lead, board=petition.get_board_display()),
        quote=petition.wants.open(),
        asks="" if petition.is_consented else _("May it go, with your name?"),
        hint=hint,
    )


def _what_is_wanted(referral: Any, following: Following) -> Question:
    return Question(
        lead=sentence(_("%(body)s asks:"), body=referral.body),
        quote=last_said("referral.ask_info", referral.uuid),
        hint=_("Write no name and no number unless you want the office to know them."),
    )


def _more_time(extension: Any, following: Following) -> Question:
    return Question(
        lead=sentence(
            _("%(body)s asks for more time, until %(day)s:"),
            body=extension.commitment.debtor,
            day=day_text(extension.until),
        ),
        quote=extension.reason.open(),
        asks=_("Do you agree?"),
        hint=_("If you leave this open, the house answers."),
    )


def _do_you_accept(referral: Any, following: Following) -> Question:
    return Question(
        lead=sentence(_("%(body)s did not accept it:"), body=referral.body),
        quote=following.said_by_body(referral, Answer.Kind.REFUSE),
        hint=_("You can ask the working group to look at it. It costs nothing, and no name is needed."),
    )


def last_said(kind: str, subject: Any) -> str:
    """What was written with the last event of a kind; empty when it has been erased."""
    event = [one for one in Event.objects.timeline([subject]) if one.kind == kind][-1:]
    return next((str(said) for one in event for said in one.body.values()), "")
