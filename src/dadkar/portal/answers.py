"""What the holder of a code can say on the page that it opens: one small form each.

The page shows those that `offers()` finds; a press is found among them again by its `do` and `about`. What
is offered no more was done, or moved on, meanwhile.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions, board
from dadkar.cases.models import Petition, Referral
from dadkar.cases.models.case_states import FOLLOWED
from dadkar.commitments.models import Outcome, Step
from dadkar.kernel.fields import MoneyField, PersianTextField
from dadkar.kernel.models.press import Press
from dadkar.portal.files import FilesField
from dadkar.portal.following import Following
from dadkar.portal.saying import ROWS, Saying
from dadkar.portal.told import TellMe

# -- the summary that will go to a body ----------------------------------------------------------------


class Agree(Saying):
    do, done = "agree", _("Thank you. Now it can go to the office.")

    def say(self) -> None:
        actions.agree(self.about, by=self.by)


class Correct(Saying):
    do, done = "correct", _("Thank you. We put it right, and show it to you once more.")
    text = PersianTextField(label=_("What must be put otherwise, or left out?"), rows=ROWS)

    def say(self) -> None:
        actions.correct(self.about, self.cleaned_data["text"], by=self.by)


# -- “done” for you too? -------------------------------------------------------------------------------


class Settled(Saying):
    do, done = "settled", _("Thank you. It was closed with your confirmation.")
    amount = MoneyField(label=_("How much money came? You can leave it empty."), required=False)

    def say(self) -> None:
        amount = self.cleaned_data["amount"]
        actions.confirm(self.case, self.about, Outcome.FULL, by=self.by, via=self.via, amount_rial=amount)
        if self.case.ended_as:
            self.done = _("Thank you. For you it was closed with your confirmation.")
        elif self.case.is_open:
            self.done = _("Thank you. Written down. What else was promised to you stays open.")


class Partly(Saying):
    do, done = "partly", _("Thank you. What remains stays open, and the office is asked for it.")
    amount = MoneyField(label=_("How much money came? You can leave it empty."), required=False)
    remains = PersianTextField(label=_("What remains?"), rows=ROWS)

    def say(self) -> None:
        said = self.cleaned_data
        actions.confirm(
            self.case, self.about, Outcome.PART, by=self.by, via=self.via, amount_rial=said["amount"],
            remains=said["remains"],
        )  # fmt: skip


class NothingCame(Saying):
    do, done = "nothing", _("Thank you. It stays open, and the office is asked for the next step.")
    remains = PersianTextField(label=_("What remains?"), rows=ROWS)

    def say(self) -> None:
        remains = self.cleaned_data["remains"]
        actions.confirm(self.case, self.about, Outcome.NONE, by=self.by, via=self.via, remains=remains)


class NotDone(Saying):
    do, done = "not-done", _("Thank you. The promise is open again, and we tell the office.")
    remains = PersianTextField(label=_("What was not done?"), rows=ROWS)

    def say(self) -> None:
        actions.dispute(self.case, self.about, self.cleaned_data["remains"], by=self.by, via=self.via)


# -- the petition, which shows the name ----------------------------------------------------------------


class Consent(Saying):
    do, done = "consent", _("Thank you. Now the house can hand your petition to the board, with your name.")

    def say(self) -> None:
        board.consent(self.about, Petition.ConsentVia.CODE, by=self.by)


class TakeConsentBack(Saying):
    do, done = "no-consent", _("Your name goes nowhere. The petition waits until you agree again.")
    reason = PersianTextField(label=_("Why? You can leave it empty."), rows=ROWS, required=False)

    def say(self) -> None:
        board.take_consent_back(self.about, self.cleaned_data["reason"], by=self.by)


# -- other questions -----------------------------------------------------------------------------------


class GiveInfo(Saying):
    do, done = "info", _("Thank you. The office has your answer, and its time runs on.")
    text = PersianTextField(label=_("Your answer"), rows=ROWS, help_text=_("It goes to the office as you "
                                                                           "write it. If you would "
                                                                           "rather have the "
                                              "house answer, write to us below instead."))  # fmt: skip

    def say(self) -> None:
        actions.give_info(self.about, self.cleaned_data["text"], by=self.by)


class Appeal(Saying):
    do, done = "appeal", _("The working group will look at it.")
    reason = PersianTextField(
        label=_("Why do you not accept it? You can leave it empty."), rows=ROWS, required=False
    )

    def say(self) -> None:
        actions.appeal(self.about, self.cleaned_data["reason"], by=self.by)


class GiveTime(Saying):
    do, done = "more-time", _("Written down. The new day holds from now on.")

    def say(self) -> None:
        actions.grant_extension(self.case, self.about.commitment, self.about, by=self.by)


class RefuseTime(Saying):
    do, done = "no-more-time", _("Written down. The old day stays.")
    reason = PersianTextField(
        label=_("Why not? You can leave it empty."), rows=ROWS, required=False,
        help_text=_("The office reads it as you write it."),
    )  # fmt: skip

    def say(self) -> None:
        self.about.commitment.refuse_extension(self.about, self.cleaned_data["reason"], by=self.by)


# -- at any time ---------------------------------------------------------------------------------------


class Write(Saying):
    do, done = "write", _("Your message has reached us.")
    text = PersianTextField(label=_("Write to us"), rows=ROWS)

    def say(self) -> None:
        actions.say(self.case, self.cleaned_data["text"], by=self.by)


class AddFiles(Saying):
    do, done = "files", _("The files are kept with your case.")
    files = FilesField(  # type: ignore[assignment]  # the name is free: a field leaves no attribute
        label=_("Photo or paper"),
        help_text=_("Cover faces, cards and signatures. We remove the place and hour hidden in a photo."),
    )

    def say(self) -> None:
        actions.add_files(self.case, self.cleaned_data["files"], by=self.by)


class Withdraw(Saying):
    do, done = "withdraw", _("It was closed at your wish.")
    reason = PersianTextField(label=_("Why? You can leave it empty."), rows=ROWS, required=False)

    def say(self) -> None:
        actions.withdraw(self.case, self.cleaned_data["reason"], by=self.by)


class Came(Saying):
    """What was owed has come, though no body has said so."""

    do, done = "came", _("Thank you. It was closed with your confirmation.")
    amount = MoneyField(label=_("How much money came? You can leave it empty."), required=False)

    def say(self) -> None:
        actions.settled(self.case, by=self.by, via=self.via, amount_rial=self.cleaned_data["amount"])


class NotSettled(Saying):
    """Takes the last confirmation back while it is fresh, and opens a closed case again."""

    do, done = "not-settled", _("It is open again.")
    reason = PersianTextField(label=_("What is not settled?"), rows=ROWS)

    def say(self) -> None:
        fresh, reason = self.following.fresh_confirmation, self.cleaned_data["reason"]
        actions.object_to_end(self.case, fresh, reason, by=self.by, via=self.via)


class Renew(Saying):
    """A code that nobody else has seen. The page of the receipt shows it."""

    do, done = "renew", ""

    def say(self) -> str:
        nonce = self.nonce.bytes if self.nonce else None
        return actions.renew_code(self.case, by=self.by, nonce=nonce)


class MakeFeed(Saying):
    """An address that says only that there is news. Its own page shows it, this once."""

    do, done = "feed", ""

    def say(self) -> str:
        return actions.make_feed(self.case, by=self.by)


class EndFeed(Saying):
    do, done = "no-feed", _("That address shows nothing any more.")

    def say(self) -> None:
        actions.end_feed(self.case, by=self.by)


# -- which of them are open now ------------------------------------------------------------------------


def offers(following: Following) -> dict[str, Saying]:
    """What can be said now, by key, in the order of the page."""
    return {saying.key: saying for saying in _offered(following)}


def _offered(following: Following) -> Iterator[Saying]:
    if following.is_open:
        yield from _asked(following)
        yield from (AddFiles(following), Withdraw(following))
        if following.state in FOLLOWED and not following.claimed:
            yield Came(following)
    else:
        yield from _is_it_done(following)
    if following.may_object:
        yield NotSettled(following)
    yield from (Write(following), Renew(following), TellMe(following), MakeFeed(following))
    if following.has_feed:
        yield EndFeed(following)


def _asked(following: Following) -> Iterator[Saying]:
    for referral in following.referrals_at(Referral.State.PROPOSED):
        yield from (Agree(following, referral), Correct(following, referral))
    yield from _is_it_done(following)
    for petition in following.petitions:
        yield (TakeConsentBack if petition.is_consented else Consent)(following, petition)
    for extension in following.extensions:
        yield from (GiveTime(following, extension), RefuseTime(following, extension))
    for referral in following.referrals_at(Referral.State.INFO):
        yield GiveInfo(following, referral)
    for referral in following.referrals_at(Referral.State.REFUSED):
        yield Appeal(following, referral)


def _is_it_done(following: Following) -> Iterator[Saying]:
    for commitment in following.claimed:
        yield from (Settled(following, commitment), Partly(following, commitment))
        if commitment.step != Step.PAY:
            yield NothingCame(following, commitment)
        yield NotDone(following, commitment)


@transaction.atomic
def do(saying: Saying) -> Any:
    """Say it, whole or not at all; and once, however often the same form is sent."""
    return saying.say() if Press.objects.is_new(saying.nonce) else None
