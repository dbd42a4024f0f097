"""A case as the holder of its code sees it: what pages and programs read of it, and how a code opens it."""

from datetime import datetime
from functools import cached_property
from typing import Any

from dadkar.cases import access, holders
from dadkar.cases.holders import HOLDER, parts
from dadkar.cases.matter import asked_of, commitments_of, is_over, lead_of
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
    VoiceWord,
)  # fmt: skip
from dadkar.cases.models.case_states import PHASES
from dadkar.cases.models.right import RunningRight
from dadkar.commitments.models import Commitment, Confirmation, Extension
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.clock import Clock
from dadkar.kernel.sealing.attempts import attempts
from dadkar.kernel.sealing.fields import open_all


class Following:
    """One case, read for the person who holds its code: nothing here is anybody else's business."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.by = Applicant(case.uuid)

    # -- the parts ---------------------------------------------------------------------------------

    @cached_property
    def receipt(self) -> Receipt:
        (found,) = parts(holders.RECEIPT, self.case)
        return found

    @property
    def via(self) -> str:
        """A code that an office made, and its holder never renewed, may be in the office's hands."""
        return Confirmation.Via.OFFICE_CODE if self.receipt.by_office else Confirmation.Via.CODE

    @cached_property
    def referrals(self) -> list[Referral]:
        rows = parts(holders.REFERRALS, self.case)
        open_all(rows, "summary")
        return rows

    @cached_property
    def followed(self) -> list[Referral]:
        """What went to bodies in this matter: a voice's lead's, of which it learns where they stand and
        never a word that was written in them."""
        if not self.case.is_voice:
            return self.referrals
        sent = Referral.objects.as_system(HOLDER).filter(case=self.case.lead, sent_at__isnull=False)
        return list(sent.select_related("body__county", "topic").defer("summary").order_by("id"))

    @property
    def since(self) -> datetime | None:
        """Since when it is followed together with others, if it is: nothing older is this person's."""
        return self.case.joined_at

    @cached_property
    def commitments(self) -> list[Commitment]:
        lead = lead_of(self.case)
        if self.since:
            rows = holders.COMMITMENTS_SINCE.all(owed_to=lead.uuid, since=self.since)
        else:
            rows = commitments_of(lead)
        open_all(rows, "what")
        return rows

    @cached_property
    def messages(self) -> list[Message]:
        rows = parts(holders.MESSAGES, self.case)
        open_all(rows, "text")
        return rows

    @cached_property
    def files(self) -> list[CaseFile]:
        rows = parts(holders.FILES, self.case)
        open_all([row.attachment for row in rows], "name")
        return rows

    @cached_property
    def reachable_by(self) -> list[str]:
        """Which of telephone, hours and e-mail were given; not what they are."""
        given = parts(holders.CONTACT, self.case)
        return [name for contact in given for name in Contact.WAYS if getattr(contact, name)]

    @cached_property
    def all_petitions(self) -> list[Petition]:
        return parts(holders.PETITIONS, self.case)

    @cached_property
    def petitions(self) -> list[Petition]:
        """The petitions that no board has yet: with or without the applicant's consent to show the name."""
        rows = [one for one in self.all_petitions if one.filed_on is None]
        open_all(rows, "wants")
        return rows

    @cached_property
    def hearings(self) -> list[Hearing]:
        return parts(holders.HEARINGS, self.case, today=moment.today())

    @cached_property
    def rulings(self) -> list[Ruling]:
        return parts(holders.RULINGS, self.case)

    @cached_property
    def rights(self) -> list[RunningRight]:
        """The law's own terms for the applicant that still run, the first to end first."""
        found = running_rights(self.case)
        for ruling in self.rulings:
            found += ruling.rights(self.case.calendar)
        return sorted((right for right in found if not right.is_over), key=lambda right: right.last_day)

    # -- where it stands ---------------------------------------------------------------------------

    @cached_property
    def state(self) -> Case.State:
        """Where it stands for this person: of several each has an end, and an answer, of their own."""
        case, state = self.case, Case.State
        if over := is_over(case):
            return state(over)
        if case.state == state.CLAIMED and not self.claimed:
            is_open = any(row.state == Commitment.State.OPEN for row in self.commitments)
            return state.PROMISED if is_open else state.REFERRED
        return state(case.state)

    @property
    def stage(self) -> Case.Phase:
        return PHASES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it goes on for this person."""
        return not is_over(self.case)

    @property
    def current(self) -> Commitment | None:
        """The promise that the page is about: one that waits for the applicant's word, or the next due."""
        claimed = [c for c in self.claimed if c.state == Commitment.State.CLAIMED]
        running = [c for c in self.commitments if c.state == Commitment.State.OPEN]
        return next(iter(claimed or sorted(running, key=lambda c: c.due_at)), None)

    @property
    def mark(self) -> dict[str, bool]:
        """The two halves: what has been claimed, and what has been confirmed."""
        if self.state == Case.State.CONFIRMED:
            return {"claimed": True, "confirmed": True}
        return self.current.mark if self.current and self.is_open else {}

    @property
    def waiting(self) -> Referral | None:
        """The referral whose body is to move next."""
        with_body = [referral for referral in self.followed if referral.is_with_the_body]
        return next(iter(sorted(with_body, key=lambda r: r.due_at or r.sent_at or r.written_at)), None)

    @property
    def ruling(self) -> Ruling | None:
        """The last ruling of an open case, unless its matter has moved on to another board since."""
        last = max(self.rulings, key=lambda one: (one.given_on, one.pk), default=None)
        filed = [one for one in self.all_petitions if one.filed_on]
        newest = max(filed, key=lambda one: (one.filed_on, one.pk), default=None)
        return last if last and self.is_open and newest and last.petition_id == newest.pk else None

    @property
    def clocks(self) -> list[Clock]:
        """Every clock of the matter, in an order that stays: the house's own, the bodies', the promises'."""
        return [self.case.clock, *(r.clock for r in self.followed), *(c.clock for c in self.commitments)]

    @property
    def current_clock(self) -> int | None:
        """The place in `clocks` of the one that says when the next thing is due; None while none does."""
        state = Case.State
        if self.state in (state.RECEIVED, state.TRIAGE) and self.case.due_at:
            return 0
        if self.state == state.PROMISED and self.current:
            return 1 + len(self.followed) + self.commitments.index(self.current)
        if self.state == state.REFERRED and (referral := self.waiting) and referral.due_at:
            return 1 + self.followed.index(referral)
        return None

    # -- what is asked -----------------------------------------------------------------------------

    def referrals_at(self, state: str) -> list[Referral]:
        return [referral for referral in self.referrals if referral.state == state]

    @cached_property
    def claimed(self) -> list[Commitment]:
        """What is said to be done and waits for the applicant's word; closed without it, it still does."""
        return asked_of(self.case, self.commitments)

    @cached_property
    def extensions(self) -> list[Extension]:
        """Later dates that were asked for and wait for an answer; of several the lead is asked."""
        if self.case.is_voice:
            return []
        running = [row.pk for row in self.commitments if row.state == Commitment.State.OPEN]
        rows = Extension.objects.as_system(HOLDER).filter(commitment__in=running, granted=None)
        return list(rows.select_related("commitment__debtor"))

    def said_by_body(self, referral: Referral, kind: str) -> str:
        """The last released answer of a kind, as the body wrote it."""
        rows = Answer.objects.of(referral).filter(kind=kind, state=Answer.State.RELEASED)
        answer = rows.select_related("referral").order_by("released_at").last()
        return answer.text.open() if answer else ""

    @cached_property
    def fresh_confirmation(self) -> Confirmation | VoiceWord | None:
        """The last answer of the applicant, while it can still be taken back."""
        if not self.commitments:
            return None
        words = VoiceWord.objects.of(self.case).filter(commitment__in=self.commitments, taken_back_at=None)
        word = words.filter(kept=True).select_related("case__house__county", "commitment").last()
        if word and word.is_fresh:
            return word
        return None if self.case.is_voice else self._fresh_confirmation()

    def _fresh_confirmation(self) -> Confirmation | None:
        rows = Confirmation.objects.as_system(HOLDER).filter(
            commitment__in=self.commitments,
            commitment__state=Commitment.State.CONFIRMED,
            taken_back_at=None,
            kept=True,
        )
        own = rows.exclude(by=access.VOICES.ref)
        last = own.select_related("commitment__house__county").order_by("at").last()
        return last if last and last.is_fresh else None

    @property
    def may_reopen(self) -> bool:
        return access.may_reopen(self.case)

    @property
    def may_object(self) -> bool:
        """Whether “it is not settled after all” would lead anywhere."""
        return self.fresh_confirmation is not None or (not self.is_open and self.may_reopen)


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
    return holders.OPENED.one(uuid=uuid)


def reread(case: Case) -> Case:
    """The case as it is now, with all that a page shows of it."""
    found = holders.REREAD.one(pk=case.pk)
    if found is None:
        raise Case.DoesNotExist
    return found


def running_rights(case: Case) -> list[RunningRight]:
    """The rights that began when the work ended."""
    if not case.left_on:
        return []
    return Right.running_out(case.house, Right.Starts.LEFT_WORK, case.left_on, calendar=case.calendar)
