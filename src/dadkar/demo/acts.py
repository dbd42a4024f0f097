"""What every plot stands on: its dice, its people, and the words of an answer."""

import random
from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from dadkar.cases import actions
from dadkar.cases.models import Answer, Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.demo.province import Province
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.people.models import User

Plot = Generator["timedelta | list[Plot]", None, None]
"""Yields how long until its next act, or other plots that begin now."""

OFFICE_OPENS, OFFICE_CLOSES = 8, 14

FATES = {
    "table": (131, 1),  # a collective, with a table of its people
    "board": (23, 3),  # goes to a board
    "photo": (41, 7),  # the worker adds a picture
    "evidence": (61, 5),  # the body proves what it claims
    "recused": (211, 11),  # somebody steps away
    "named": (89, 13),  # the worker has named somebody who must not see it
    "together": (97, 19),  # others write of the same matter
    "closed": (157, 9),  # the worker's own branch must not see it
}
"""What is in store for every how many-th case, and for which of them first: the same in any year."""


def hours(dice: random.Random, low: float, high: float) -> timedelta:
    return timedelta(hours=dice.uniform(low, high))


def days(dice: random.Random, low: float, high: float) -> timedelta:
    return timedelta(days=dice.uniform(low, high))


def in_office_hours(at: datetime) -> datetime:
    """The same moment, or the next morning when it falls in the night: nobody works then."""
    local = at.astimezone(timezone.get_default_timezone())
    if OFFICE_OPENS <= local.hour < OFFICE_CLOSES:
        return at
    morning = local.replace(hour=OFFICE_OPENS, minute=local.minute, second=local.second)
    return morning if local.hour < OFFICE_OPENS else morning + timedelta(days=1)


class Acts:
    """One invented case: who acts in it, and how a body's answer comes in."""

    case: Case
    officer: User
    applicant: Applicant
    code: str  # of its topic
    months: int

    def __init__(self, province: Province, stories: dict[str, Any], dice: random.Random, serial: int) -> None:
        self.province, self.stories, self.dice, self.serial = province, stories, dice, serial

    def destined(self, fate: str) -> bool:
        """Whether this is in store for the case."""
        every, place = FATES[fate]
        return self.serial % every == place

    def answer(self, referral: Referral, kind: str, text: str, **values: Any) -> Answer:
        """The body's answer: by its liaison and manager, or by letter where it has none."""
        referral = self.again(referral)
        who = self.province.answers(referral.body)
        if who:
            answer = actions.draft_answer(referral, kind, text, by=who[0], **values)
            actions.release(answer, by=who[1])
            return answer
        values.pop("files", None)
        letter = actions.receive_letter(
            referral,
            number=f"{self.serial}/{self.dice.randint(100, 999)}",
            dated=moment.today(),
            by=self.officer,
        )
        return actions.record_letter_answer(referral, kind, text, by=self.officer, letter=letter, **values)

    def colleague(self) -> Any:
        """Somebody who sees the case and did not write its summary."""
        manager = self.province.people["manager"]
        return manager if manager != self.officer else self.applicant

    def working_day(self, low: int, high: int) -> Any:
        """A day on which offices are open, some working days from now."""
        return self.case.calendar.add_working_days(moment.today(), self.dice.randint(low, high))

    @staticmethod
    def again(referral: Referral) -> Referral:
        return (
            Referral.objects.as_system("demo")
            .select_related("case", "body", "topic", "house")
            .get(pk=referral.pk)
        )

    @staticmethod
    def fresh(commitment: Commitment) -> Commitment:
        return (
            Commitment.objects.as_system("demo")
            .select_related("house", "debtor__county")
            .get(pk=commitment.pk)
        )
