"""One case, as its desk sees it: where it stands, what was said, and every verb that can be done now."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.models import (
    Answer,
    Call,
    Case,
    CaseFile,
    Message,
    Payment,
    Referral,
    Right,
    SharedFile,
)
from dadkar.cases.models.case import FLOW
from dadkar.cases.models.referral import FLOW as REFERRAL_FLOW
from dadkar.commitments.models import Commitment, Confirmation, Extension
from dadkar.desk.access import StaffRequest, case_of, house_desk
from dadkar.desk.story import story
from dadkar.desk.views import board, parties
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.sealing.fields import open_all


@house_desk
def case(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The case's page."""
    row = case_of(request.user, uuid)
    referrals = referrals_of(row)
    commitments = actions.commitments_of(row)
    context = {
        "case": row,
        "narrative": text_or_gone(row.narrative),
        "workplace_typed": text_or_gone(row.workplace_typed),
        "referrals": [referral_block(referral, request.user) for referral in referrals],
        "messages_said": opened(Message.objects.of(row), "text"),
        "calls": opened(Call.objects.of(row), "note"),
        "files": list(CaseFile.objects.of(row).select_related("attachment")),
        "people": parties.section(row),
        "petitions": board.section(row),
        "paid": sum(p.amount_rial for p in Payment.objects.of(row)),
        "rights": rights_of(row),
        "story": story(row, referrals, commitments),
        "verbs": {
            verb
            for verb in ("take", "assign", "decline", "withdraw", "reopen", "close_unconfirmed")
            if FLOW.allows(row, verb, request.user)
        },
        "may_close": actions.may_close_unconfirmed(row),
        "clock": row.clock.replay(),
    }
    return render(request, "desk/case.html", context)


def text_or_gone(sealed: Any) -> str:
    """The clear text, or the word that it has been erased."""
    if not sealed:
        return ""
    try:
        return sealed.open()
    except Erased:
        return str(_("(erased)"))


def opened(rows: Any, *fields: str) -> list[Any]:
    """The rows with these sealed fields opened, their keys read in one query."""
    found = list(rows)
    open_all(found, *fields)
    return found


def referrals_of(row: Case) -> list[Referral]:
    """The referrals of a case that was itself seen through its scope."""
    rows = Referral.objects.as_system("of a case in sight").filter(case=row)
    return list(
        rows.select_related("body", "topic", "letter", "workplace", "case", "written_by").order_by("id")
    )


def referral_block(referral: Referral, user: Any) -> dict[str, Any]:
    """A referral with its answers, commitments and what can be done to it now."""
    answers = opened(
        Answer.objects.of(referral).filter(state=Answer.State.RELEASED).select_related("other_body"), "text"
    )
    verbs = {
        verb for verb in REFERRAL_FLOW.verbs(referral.state) if REFERRAL_FLOW.allows(referral, verb, user)
    }
    return {
        "row": referral,
        "summary": text_or_gone(referral.summary),
        "answers": answers,
        "steps": steps_of(referral),
        "verbs": verbs,
        "files": list(SharedFile.objects.of(referral).sent().select_related("attachment")),
    }


def steps_of(referral: Referral) -> list[dict[str, Any]]:
    """What was promised: each commitment, the later date that is asked for, the people's last word."""
    promised = Commitment.objects.as_system("of a case in sight").filter(
        answers__referral=referral, answers__kind="promise"
    )
    return [
        {
            "commitment": commitment,
            "asked": Extension.objects.of(commitment).filter(granted=None).first(),
            "word": Confirmation.objects.of(commitment).order_by("-at").first(),
        }
        for commitment in promised
    ]


def rights_of(row: Case) -> list[Any]:
    """The applicant's own terms that run from the day the work ended."""
    if row.left_on is None:
        return []
    return Right.running_out(
        row.house, Right.Starts.LEFT_WORK, row.left_on, calendar=actions.calendar_of(row)
    )
