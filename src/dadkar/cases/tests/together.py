"""Several workers of one plant, whose cases are followed in the referrals of one of them."""

from types import SimpleNamespace
from typing import Any

from dadkar.cases import actions
from dadkar.cases.deadlines import stale_deadlines
from dadkar.cases.matter import owed_in
from dadkar.cases.models import Case
from dadkar.commitments.models import Commitment
from dadkar.kernel.actor import Applicant

WHY = "همان کارخانه، همان ماه‌ها"


def fresh(row: Any) -> Any:
    """The row as it is now, for whoever reads a page anew."""
    return type(row).objects.as_system("test").get(pk=row.pk)


def joined(cast: Any, play: Any, lead: Case, many: int = 1) -> list[Case]:
    """So many more cases, each joined to the lead."""
    voices = [play.filed(people=1, topic=lead.topic) for _one in range(many)]
    for voice in voices:
        actions.join(voice, fresh(lead), WHY, by=cast.worker)
    return [fresh(voice) for voice in voices]


def matter(cast: Any, play: Any, many: int = 2) -> SimpleNamespace:
    """A lead with so many voices, and a promise to them all that is said to be done."""
    referral = play.sent()
    lead = Case.objects.as_system("test").get(pk=referral.case_id)
    voices = joined(cast, play, lead, many)
    commitment = play.claimed(play.promised(referral))
    return SimpleNamespace(lead=fresh(lead), voices=[fresh(v) for v in voices], commitment=commitment)


def says(case: Case, outcome: str = "full", commitment: Commitment | None = None, **more: Any) -> Any:
    """The holder of a case's code answers what is said to be done; `no` disputes it."""
    case = fresh(case)
    about = fresh(commitment) if commitment else owed_in(case)[-1]
    by = Applicant(case.uuid)
    if outcome == "no":
        return actions.dispute(case, about, more.get("remains", "نیامد"), by=by, via="code")
    return actions.confirm(case, about, outcome, by=by, via="code", **more)


def states(*cases: Case) -> list[str]:
    """Where they stand; and none stands in a queue in which nobody would look for it."""
    assert list(stale_deadlines()) == []
    return [fresh(case).state for case in cases]
