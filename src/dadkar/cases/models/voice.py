from datetime import date

from django.db import models

from dadkar.commitments.models import Commitment, Confirmation, Outcome
from dadkar.commitments.models.rows import last_day_to_take_back
from dadkar.kernel import moment
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing.fields import SealedTextField

from .part import CasePart


class VoiceWord(CasePart):
    """What one of several people says to a claim that was made to them all, for themselves alone.

    As in a `Confirmation`: `kept` is about the step, `outcome` about what reached them.
    """

    Via = Confirmation.Via

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="words")
    kept = models.BooleanField()
    outcome = models.CharField(max_length=4, choices=Outcome)
    amount_rial = models.BigIntegerField(null=True)
    via = models.CharField(max_length=12, choices=Confirmation.Via)
    remains = SealedTextField(
        name="voice_word.remains", purpose="content", owner="case.uuid", row="uuid", null=True
    )
    taken_back_at = models.DateTimeField(null=True)

    @property
    def is_full(self) -> bool:
        return self.kept and self.outcome == Outcome.FULL

    @property
    def fresh_until(self) -> date:
        """The last day on which it can be taken back."""
        return last_day_to_take_back(self.at, self.case.house)

    @property
    def is_fresh(self) -> bool:
        """Whether it can still be taken back."""
        return self.kept and self.taken_back_at is None and moment.today() <= self.fresh_until

    def answers(self, commitment: Commitment) -> bool:
        """Whether it still answers what is claimed now: a full yes stands, the rest is asked anew."""
        return self.is_full or (commitment.claimed_at is not None and self.at >= commitment.claimed_at)

    def take_back(self) -> None:
        """Raises WrongState when it was already taken back or its time is over."""
        if not self.is_fresh:
            raise WrongState(Confirmation.TOO_LATE)
        self.taken_back_at = moment.now()
        self.save(update_fields=["taken_back_at"])
