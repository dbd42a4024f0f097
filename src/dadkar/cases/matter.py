"""One matter, many voices: in whose referrals a case is followed, and whose word is still awaited.

A lead carries the matter; its voices are followed in its referrals, and each answers for itself. Of an
ordinary case all of this says what it always said: it is its own lead and has no voice.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from dadkar.cases import access
from dadkar.cases.models import Case, VoiceWord
from dadkar.commitments.models import Commitment
from dadkar.kernel.prepared import Prepared, Slot

WHY = "of one matter"
RUNNING = (Commitment.State.OPEN, Commitment.State.CLAIMED)

Words: TypeAlias = dict[tuple[int, int], VoiceWord]


def lead_of(case: Case) -> Case:
    """The case in whose referrals it is followed: another one, or itself."""
    return case.lead or case


def voices_of(lead: Case) -> Any:
    """The cases that are followed in this one's referrals, open or closed, the eldest first."""
    return Case.objects.as_system(WHY).filter(lead=lead).order_by("pk").defer("narrative", "workplace_typed")


def open_voices_of(lead: Case) -> list[Case]:
    """Those for whom it still goes on, with house, county and workplace."""
    rows = voices_of(lead).open().select_related("house", "county", "workplace")
    return list(rows) if has_voices(lead) else []


def is_shared(case: Case) -> bool:
    """Whether several people speak in the matter."""
    return case.is_voice or has_voices(case)


def has_voices(lead: Case) -> bool:
    """Whether others are followed in its referrals, or were."""
    return _VOICES.some(lead=lead.pk)


_VOICES = Prepared[Case](
    lambda: Case.objects.as_system(WHY).filter(lead=Slot("lead")).only("pk").order_by()[:1]
)


def standing_in(lead: Case) -> list[Case]:
    """Those for whom the matter still goes on: the lead, while it has not ended for its own applicant, and
    every open voice."""
    voices = open_voices_of(lead)
    for voice in voices:
        voice.lead = lead
    return ([lead] if lead.is_open and not lead.ended_as else []) + voices


def commitments_of(case: Case) -> list[Commitment]:
    """What is owed to the people of a case itself, oldest first; to a voice that is nothing."""
    return _OWED.all(owed_to=case.uuid)


_OWED = Prepared[Commitment](
    lambda: (
        Commitment.objects.as_system(WHY)
        .filter(owed_to=Slot("owed_to"))
        .select_related("debtor__county")
        .order_by("id")
    )
)


def owed_in(case: Case) -> list[Commitment]:
    """What is promised to the people of a matter, whichever of its cases this is."""
    return commitments_of(lead_of(case))


def words_on(commitments: Iterable[Commitment], cases: Iterable[Case] | None = None) -> Words:
    """The last word of each case on each commitment that has not been taken back."""
    rows = VoiceWord.objects.as_system(WHY).filter(commitment__in=commitments, taken_back_at=None)
    if cases is not None:
        rows = rows.filter(case__in=cases)
    return {(word.case_id, word.commitment_id): word for word in rows.order_by("at", "id")}


def is_awaited(case: Case, commitment: Commitment, words: Words) -> bool:
    """Whether a claim waits for the word of this case."""
    word = words.get((case.pk, commitment.pk))
    claimed = commitment.state == Commitment.State.CLAIMED
    return claimed and not (word and word.answers(commitment))


def asked_at(case: Case, commitment: Commitment) -> datetime:
    """Since when these people are asked: since the claim, or since they are followed together with others."""
    assert commitment.claimed_at  # only what is said to be done is asked about
    return max(commitment.claimed_at, case.joined_at or commitment.claimed_at)


def asked_of(case: Case, commitments: list[Commitment]) -> list[Commitment]:
    """The claims on which the people of one case can say their word now.

    Left unconfirmed, they still can, while the promise itself was left so and the case can be opened again.
    """
    over, state = is_over(case), Commitment.State
    if over and not (over == Case.State.UNCONFIRMED and access.may_reopen(case)):
        return []
    said = [c for c in commitments if c.state == state.CLAIMED or (over and c.state == state.UNCONFIRMED)]
    words = words_on(said, [case]) if said else {}
    return [c for c in said if c.state == state.UNCONFIRMED or is_awaited(case, c, words)]


def is_over(case: Case) -> str:
    """As what it has ended for its own applicant; empty while it goes on."""
    return case.ended_as or ("" if case.is_open else case.state)
