"""Letters: what was agreed to goes out in one, numbered by the house; and what a body answers in one."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
from ninja.responses import Status

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.drafting import UNKNOWN, values_of
from dadkar.api.endpoints import router
from dadkar.api.endpoints.referrals import at_the_house
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.problems import Problem
from dadkar.api.schemas.letters import LetterAnswerIn, LetterAnswerOut, LetterIn, LetterOut
from dadkar.api.schemas.out import FileOut
from dadkar.api.uploads import FilesDone, require_good
from dadkar.cases import actions, letter_words
from dadkar.cases.models import Answer, Referral
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


@router.post(
    "/referrals/{uuid:id}/letter-answer",
    **staff(LetterAnswerOut, Scope.CASES_WRITE, RoleClass.DESK, writes=True, status=201),
    url_name="referral-letter-answer",
    tags=["The desk's cases"],
)
@once
def record_letter_answer(request: Asked, id: UUID, said: LetterAnswerIn) -> Any:
    """Write down what a body answered in a letter; it counts from the day on which they registered it."""
    row, user = at_the_house(request, id), request.user
    steps = list(actions.promises_of(row))
    if row.letter is None or not actions.may_record(row, said.kind, by=user, steps=steps):
        raise Problem(409, detail=_("That can't be answered now."))
    values = values_of(row, said.kind, said)
    with transaction.atomic():
        letter = actions.keep_letter(row, by=user, **said.letter.model_dump())
        answer = actions.record_letter_answer(row, said.kind, said.text, by=user, letter=letter, **values)
    row.refresh_from_db(fields=["state"])
    return Status(
        201,
        LetterAnswerOut(id=row.uuid, state=Referral.State(row.state), answer=answer.uuid, letter=letter.uuid),
    )


@router.post(
    "/letters/{uuid:id}/files",
    **staff(FilesDone, Scope.CASES_WRITE, RoleClass.DESK, writes=True, status=201),
    url_name="letter-files",
    tags=["Files"],
)
@once
def add_scan(request: Asked, id: UUID, files: File[list[UploadedFile]]) -> Any:
    """Add the scan of a letter that came: one picture or PDF."""
    answers = Answer.objects.visible_to(request.user).filter(letter__uuid=id)
    answer = answers.select_related("letter__house").first()
    if answer is None or answer.letter is None:
        raise Http404
    good = require_good(files)
    if len(good) != 1:
        raise Problem.of_field("files", _("One file, the scan of the letter."))
    return Status(
        201, FilesDone(files=[FileOut.of(actions.add_scan(answer.letter, good[0], by=request.user))])
    )
