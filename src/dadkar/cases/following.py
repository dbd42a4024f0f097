"""A case as the holder of its code sees it: what pages and programs read of it, and how a code opens it."""

from functools import cached_property
from typing import Any

from dadkar.cases.access import REOPEN_WITHIN
from dadkar.cases.models import (
    Answer,
    Case,
    CaseFile,
    Contact,
    Hearing,
    Message,
    Petition,
    Receipt,
    Referral,
    Right,
    Ruling,
)  # fmt: skip
from dadkar.cases.models.case import CaseQuerySet
from dadkar.cases.models.right import RunningRight
from dadkar.commitments.models import Commitment, Confirmation, Extension
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.clock import Clock
from dadkar.kernel.sealing.attempts import attempts
from dadkar.kernel.sealing.fields import open_all

HOLDER = "the holder of the code"


class Following:
    """One case, read for the person who holds its code: nothing here is anybody else's business."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.by = Applicant(case.uuid)

    # -- the parts ---------------------------------------------------------------------------------

    @cached_property
    def receipt(self) -> Receipt:
        return Receipt.objects.of(self.case).get()

    @property
    def via(self) -> str:
        """A code that an office made, and its holder never renewed, may be in the office's hands."""
        return Confirmation.Via.OFFICE_CODE if self.receipt.by_office else Confirmation.Via.CODE

    @cached_property
    def referrals(self) -> list[Referral]:
        laid_open = Referral.objects.as_system(HOLDER).exclude(state=Referral.State.DRAFT)
        found = laid_open.filter(case=self.case).select_related("body__county", "topic")
        rows = list(found.order_by("id"))
        open_all(rows, "summary")
        return rows

    @cached_property
    def commitments(self) -> list[Commitment]:
        owed = Commitment.objects.as_system(HOLDER).filter(owed_to=self.case.uuid)
        rows = list(owed.select_related("debtor__county").order_by("id"))
        open_all(rows, "what")
        return rows

    @cached_property
    def messages(self) -> list[Message]:
        rows = list(Message.objects.of(self.case).select_related("case"))
        open_all(rows, "text")
        return rows

    @cached_property
    def files(self) -> list[CaseFile]:
        theirs = CaseFile.objects.of(self.case).filter(from_applicant=True)
        rows = list(theirs.select_related("attachment"))
        open_all([row.attachment for row in rows], "name")
        return rows

    @cached_property
    def reachable_by(self) -> list[str]:
        """Which of telephone, hours and e-mail were given; not what they are."""
        contact = Contact.objects.of(self.case).first()
        return [name for name in Contact.WAYS if contact and getattr(contact, name)]

    @cached_property
    def petitions(self) -> list[Petition]:
        """The petitions that no board has yet: with or without the applicant's consent to show the name."""
        rows = list(Petition.objects.of(self.case).filter(filed_on=None).select_related("case"))
        open_all(rows, "wants")
        return rows

    @cached_property
    def hearings(self) -> list[Hearing]:
        return list(
            Hearing.objects.of(self.case).filter(held_on__gte=moment.today(), outcome="").order_by("held_on")
        )

    @cached_property
    def rights(self) -> list[RunningRight]:
        """The law's own terms for the applicant that still run, the first to end first."""
        calendar = self.case.calendar
        found = running_rights(self.case)
        for ruling in Ruling.objects.of(self.case).select_related("petition", "case__house"):
            found += ruling.rights(calendar)
        return sorted((right for right in found if not right.is_over), key=lambda right: right.last_day)

    # -- where it stands ---------------------------------------------------------------------------

    @property
    def current(self) -> Commitment | None:
        """The promise that the page is about: one that waits for the applicant's word, or the next due."""
        of = {state: [c for c in self.commitments if c.state == state] for state in Commitment.State}
        waiting = of[Commitment.State.CLAIMED] or sorted(of[Commitment.State.OPEN], key=lambda c: c.due_at)
        return next(iter(waiting), None)

    @property
    def mark(self) -> dict[str, bool]:
        """The two halves: what has been claimed, and what has been confirmed."""
        if self.case.state == Case.State.CONFIRMED:
            return {"claimed": True, "confirmed": True}
        return self.current.mark if self.current and self.case.is_open else {}

    @property
    def waiting(self) -> Referral | None:
        """The referral whose body is to move next."""
        with_body = [referral for referral in self.referrals if referral.is_with_the_body]
        return next(iter(sorted(with_body, key=lambda r: r.due_at or r.sent_at or r.written_at)), None)

    @property
    def clocks(self) -> list[Clock]:
        """Every clock of the matter, in an order that stays: the house's own, the bodies', the promises'."""
        return [self.case.clock, *(r.clock for r in self.referrals), *(c.clock for c in self.commitments)]

    @property
    def current_clock(self) -> int | None:
        """The place in `clocks` of the one that says when the next thing is due; None while none does."""
        case, state = self.case, Case.State
        if case.state in (state.RECEIVED, state.TRIAGE) and case.due_at:
            return 0
        if case.state == state.PROMISED and self.current:
            return 1 + len(self.referrals) + self.commitments.index(self.current)
        if case.state == state.REFERRED and (referral := self.waiting) and referral.due_at:
            return 1 + self.referrals.index(referral)
        return None

    # -- what is asked -----------------------------------------------------------------------------

    def referrals_at(self, state: str) -> list[Referral]:
        return [referral for referral in self.referrals if referral.state == state]

    @property
    def claimed(self) -> list[Commitment]:
        """What is said to be done and waits for the applicant's word; closed without it, it still does."""
        asked = {Commitment.State.CLAIMED}
        if self.case.state == Case.State.UNCONFIRMED and self.may_reopen:
            asked.add(Commitment.State.UNCONFIRMED)
        return [row for row in self.commitments if row.state in asked]

    @cached_property
    def extensions(self) -> list[Extension]:
        """Later dates that were asked for and wait for an answer."""
        running = [row.pk for row in self.commitments if row.state == Commitment.State.OPEN]
        rows = Extension.objects.as_system(HOLDER).filter(commitment__in=running, granted=None)
        return list(rows.select_related("commitment__debtor"))

    def said_by_body(self, referral: Referral, kind: str) -> str:
        """The last released answer of a kind, as the body wrote it."""
        rows = Answer.objects.of(referral).filter(kind=kind, state=Answer.State.RELEASED)
        answer = rows.select_related("referral").order_by("released_at").last()
        return answer.text.open() if answer else ""

    @cached_property
    def fresh_confirmation(self) -> Confirmation | None:
        """The last answer of the applicant, while it can still be taken back."""
        rows = Confirmation.objects.as_system(HOLDER).filter(
            commitment__in=self.commitments,
            commitment__state=Commitment.State.CONFIRMED,
            taken_back_at=None,
            kept=True,
        )
        last = rows.select_related("commitment__house__county").order_by("at").last()
        return last if last and moment.today() <= last.fresh_until else None

    @property
    def may_reopen(self) -> bool:
        closed_at = self.case.closed_at
        return closed_at is not None and moment.now() - closed_at <= REOPEN_WITHIN

    @property
    def may_object(self) -> bool:
        """Whether “it is not settled after all” would lead anywhere."""
        return self.fresh_confirmation is not None or (not self.case.is_open and self.may_reopen)


def opened_by(code: str, address: str) -> Receipt | None:
    """The receipt that a well-formed code opens, or None: a miss, which is counted for where it came from.

    Never-issued and erased codes take this one path. Raises `TooMany`. Not inside a transaction.
    """
    attempts.check(address)
    receipt = Receipt.opened_by(code)
    if receipt is None:
        attempts.miss(address)
    return receipt


def open_case(uuid: Any) -> Case | None:
    """The case of an opened page, if there still is one."""
    return _whole().filter(uuid=uuid).first()


def reread(case: Case) -> Case:
    """The case as it is now, with all that a page shows of it."""
    return _whole().get(pk=case.pk)


def _whole() -> CaseQuerySet[Case]:
    return Case.objects.as_system(HOLDER).select_related(
        "house__county", "desk", "county", "topic", "workplace"
    )


def running_rights(case: Case) -> list[RunningRight]:
    """The rights that began when the work ended."""
    if not case.left_on:
        return []
    return Right.running_out(case.house, Right.Starts.LEFT_WORK, case.left_on, calendar=case.calendar)
