"""Letters: what was agreed to goes out in one, to one body, numbered by the house."""

from typing import Any
from uuid import UUID

from ninja.responses import Status

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.drafting import UNKNOWN
from dadkar.api.endpoints import router
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.problems import Problem
from dadkar.api.schemas.letters import LetterIn, LetterOut
from dadkar.cases import actions, letter_words
from dadkar.cases.models import Referral
from dadkar.cases.reading import ready_for_letter
from dadkar.people.models import RoleClass

WORDS = ("to_title", "subject", "opening", "closing", "signatory_name", "signatory_title")


@router.post(
    "/letters",
    **staff(LetterOut, Scope.CASES_WRITE, RoleClass.DESK, writes=True, status=201),
    url_name="letters",
    tags=["The desk's cases"],
)
@once
def send_letter(request: Asked, said: LetterIn) -> Any:
    """Send agreed referrals to their body in one numbered letter. The rest is the house's usual words."""
    chosen = _agreed(request, said.referrals)
    typed = letter_words.first_words(chosen) | {name: text for name in WORDS if (text := getattr(said, name))}
    typed |= {"enclosures": "\n".join(said.enclosures), "copies": "\n".join(said.copies)}
    content = letter_words.content_of(chosen, typed)
    return Status(201, LetterOut.of(actions.send_referrals(chosen, by=request.user, content=content)))


def _agreed(request: Asked, uuids: list[UUID]) -> list[Referral]:
    rows = sorted(ready_for_letter(request.user).filter(uuid__in=uuids), key=lambda row: row.pk)
    if len(rows) < len(set(uuids)):
        raise Problem.of_field("referrals", UNKNOWN)
    return rows
