"""What the page of a code reads of its case, each kind of row by one query that is prepared."""

from typing import Any

from django.db.models import Q

from dadkar.cases.models import (
    Case,
    CaseFile,
    Contact,
    Hearing,
    Message,
    Petition,
    Receipt,
    Referral,
    Ruling,
)
from dadkar.commitments.models import Commitment
from dadkar.kernel.prepared import Prepared, Slot

HOLDER = "the holder of the code"


def _of_case(model: Any) -> Any:
    return model.objects.as_system(HOLDER).filter(case=Slot("case"))


def _cases() -> Any:
    return Case.objects.as_system(HOLDER).select_related(
        "house__county", "desk", "county", "topic", "workplace", "lead"
    )


OPENED = Prepared[Case](lambda: _cases().filter(uuid=Slot("uuid")))
REREAD = Prepared[Case](lambda: _cases().filter(pk=Slot("pk")))
COMMITMENTS_SINCE = Prepared[Commitment](
    lambda: (
        Commitment.objects.as_system(HOLDER)
        .filter(Q(ended_at=None) | Q(ended_at__gte=Slot("since")), owed_to=Slot("owed_to"))
        .select_related("debtor__county")
        .order_by("id")
    )
)

RECEIPT = Prepared[Receipt](lambda: _of_case(Receipt))
REFERRALS = Prepared[Referral](
    lambda: (
        _of_case(Referral)
        .exclude(state=Referral.State.DRAFT)
        .select_related("body__county", "topic")
        .order_by("id")
    )
)
CONTACT = Prepared[Contact](lambda: _of_case(Contact)[:1])
MESSAGES = Prepared[Message](lambda: _of_case(Message))
FILES = Prepared[CaseFile](
    lambda: _of_case(CaseFile).filter(from_applicant=True).select_related("attachment")
)
PETITIONS = Prepared[Petition](lambda: _of_case(Petition))
HEARINGS = Prepared[Hearing](
    lambda: _of_case(Hearing).filter(held_on__gte=Slot("today"), outcome="").order_by("held_on")
)
RULINGS = Prepared[Ruling](lambda: _of_case(Ruling).select_related("petition").defer("summary"))


def parts(rows: Prepared[Any], case: Case, **values: Any) -> list[Any]:
    """The rows of one kind that belong to a case, each knowing it."""
    found = rows.all(case=case.pk, **values)
    for row in found:
        row.case = case
    return found
