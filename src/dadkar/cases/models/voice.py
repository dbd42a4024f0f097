from typing import Any

from django.db import models

from dadkar.commitments.models import Commitment, Outcome
from dadkar.commitments.models.rows import SecondKey
from dadkar.kernel.sealing.fields import SealedTextField

from .part import CasePart


class VoiceWord(SecondKey, CasePart):
    """What one of several people says to a claim that was made to them all, for themselves alone."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="words")
    remains = SealedTextField(
        name="voice_word.remains", purpose="content", owner="case.uuid", row="uuid", null=True
    )

    class Meta(CasePart.Meta):
        pass

    @property
    def is_full(self) -> bool:
        return self.kept and self.outcome == Outcome.FULL

    @property
    def house(self) -> Any:
        return self.case.house

    def answers(self, commitment: Commitment) -> bool:
        """Whether it still answers what is claimed now: a full yes stands, the rest is asked anew."""
        return self.is_full or (commitment.claimed_at is not None and self.at >= commitment.claimed_at)
