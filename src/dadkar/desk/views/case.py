"""One case, as its desk sees it: where it stands, what was said, and every verb that can be done now."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from dadkar.cases import actions
from dadkar.cases.access import asked_until
from dadkar.cases.alike import alike_to
from dadkar.cases.models import (
    Answer,
    Call,
    Case,
    CaseFile,
    Contact,
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
from dadkar.desk.body_list import with_steps
from dadkar.desk.next_step import next_step
from dadkar.desk.story import story
from dadkar.desk.views import board, parties, voices
from dadkar.kernel.sealing.fields import open_all
from dadkar.kernel.together import reading

IN_SIGHT = "of a case in sight"


@house_desk
@reading()
def case(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The case's page."""
    row = case_of(request.user, uuid)
    referrals = referrals_of(row)
    commitments = actions.commitments_of(row)
    shown = blocks(referrals, request.user)
    verbs = {
        verb
        for verb in (
            *("take", "assign", "decline", "withdraw", "confirm", "reopen", "close_unconfirmed", "join"),
        )
        if FLOW.allows(row, verb, request.user)
    }
    together = voices.section(row, request.user)
    context = {
        "case": row,
        "together": together,
        "narrative": row.narrative.display(),
        "must_not_see": must_not_see(row),
        "workplace_typed": row.workplace_typed.display() if row.workplace_typed else "",
        "referrals": shown,
        "next": next_step(row, shown, verbs, together),
        "messages_said": opened(Message.objects.of(row), "text"),
        "calls": opened(Call.objects.of(row), "note"),
        "files": list(CaseFile.objects.of(row).select_related("attachment")),
        "people": parties.section(row),
        "petitions": board.section(row),
        "paid": sum(p.amount_rial for p in Payment.objects.of(row)),
        "rights": rights_of(row),
        "story": story(row, referrals, commitments),
        "verbs": verbs,
        "may_close": actions.may_close_unconfirmed(row),
        "clock": row.clock.replay(),
    }
    return render(request, "desk/case.html", context)


@house_desk
def alike(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The cases that look like the same matter; asked for after the page, as finding them takes its time."""
    row = case_of(request.user, uuid)
    template = "desk/alike.html" if request.htmx else "desk/alike_page.html"
    return render(
        request,
        template,
        {"case": row, "alike": alike_to(row, request.user), "may_join": row.is_open and not row.is_voice},
    )


def must_not_see(row: Case) -> str:
    """Whom the applicant named, in their own words: nobody should have to look for a name to learn it."""
    contact = Contact.objects.of(row).select_related("case").first()
    shown = contact and row.is_open and contact.must_not_see
    return shown.display() if shown else ""


def opened(rows: Any, *fields: str) -> list[Any]:
    """The rows with these sealed fields opened, their keys read in one query."""
    found = list(rows)
    open_all(found, *fields)
    return found


def referrals_of(row: Case) -> list[Referral]:
    """The referrals of a case that was itself seen through its scope."""
    rows = Referral.objects.as_system(IN_SIGHT).filter(case=row)
    return list(
        rows.select_related("body", "topic", "letter", "workplace", "case", "written_by").order_by("id")
    )


def blocks(referrals: list[Referral], user: Any) -> list[dict[str, Any]]:
    """Each referral with its answers, its promised steps, its files and what can be done to it now."""
    open_all(referrals, "summary")
    answers = Answer.objects.as_system(IN_SIGHT).filter(state=Answer.State.RELEASED, referral__in=referrals)
    answers_of = _by_referral(
        opened(answers.select_related("other_body", "referral").order_by("drafted_at", "id"), "text")
    )
    files = SharedFile.objects.as_system(IN_SIGHT).sent().filter(referral__in=referrals)
    files_of = _by_referral(files.select_related("attachment").order_by("id"))
    steps_of = _steps(with_steps(referrals))
    return [
        {
            "row": referral,
            "summary": referral.summary.display(),
            "answers": answers_of[referral.pk],
            "steps": steps_of[referral.pk],
            "verbs": {
                verb
                for verb in REFERRAL_FLOW.verbs(referral.state)
                if REFERRAL_FLOW.allows(referral, verb, user)
            },
            "files": files_of[referral.pk],
            "asked_until": asked_until(referral) if referral.state == Referral.State.PROPOSED else None,
        }
        for referral in referrals
    ]


def _by_referral(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.referral_id].append(row)
    return found


def _steps(referrals: list[Any]) -> dict[int, list[dict[str, Any]]]:
    """What was promised: each commitment, the later date that is asked for, the people's last word."""
    promised = [step for referral in referrals for step in referral.steps]
    asked, words = Extension.latest_of(promised, granted=None), Confirmation.latest_of(promised)
    open_all(promised, "what")
    return {
        referral.pk: [
            {
                "commitment": step,
                "asked": asked.get(step.pk),
                "word": words.get(step.pk),
                "fresh": _may_be_taken_back(step, words.get(step.pk)),
            }
            for step in referral.steps
        ]
        for referral in referrals
    }


def _may_be_taken_back(step: Commitment, word: Confirmation | None) -> bool:
    if word is None or step.state != Commitment.State.CONFIRMED:
        return False
    word.commitment = step  # with the house whose calendar counts
    return word.is_fresh


def rights_of(row: Case) -> list[Any]:
    """The applicant's own terms that run from the day the work ended."""
    if row.left_on is None:
        return []
    return Right.running_out(row.house, Right.Starts.LEFT_WORK, row.left_on, calendar=row.calendar)
