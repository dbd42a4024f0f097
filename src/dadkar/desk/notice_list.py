"""Notices with what they are about, for somebody who may see it: others' rows drop out of the list."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.desk.notice_words import sentence_of
from dadkar.kernel.persian import digits
from dadkar.people.models import RoleClass, User
from dadkar.records.models import Notice

WHY = "of promises in sight"


def calls_for(user: User) -> Any:
    """The calls about cases that somebody sees."""
    return Notice.objects.calls().filter(subject__in=Case.objects.visible_to(user).values("uuid"))


def shown(notices: Iterable[Notice], user: User) -> list[dict[str, Any]]:
    """Each notice with its sentence, the row it is about and where that is; four queries at most."""
    rows = list(notices)
    found = Targets(rows, user)
    return [
        {"notice": row, "says": sentence_of(row), **target}
        for row in rows
        if (target := found.of(row)) is not None
    ]


class Targets:
    """Where the rows are that notices are about, in the user's own desk."""

    def __init__(self, notices: list[Notice], user: User) -> None:
        wanted: dict[str, set[UUID]] = {"case": set(), "referral": set(), "promise": set()}
        for one in notices:
            wanted[one.about].add(one.subject)
        promises = Commitment.objects.visible_to(user).filter(uuid__in=wanted["promise"])
        self.owed = dict(promises.values_list("uuid", "owed_to"))
        self.of_promise = self._referrals_of(self.owed)
        referrals = Referral.objects.visible_to(user).select_related("topic", "workplace", "letter", "body")
        self.referrals = {
            row.uuid: row
            for row in referrals.filter(uuid__in=wanted["referral"] | {*self.of_promise.values()})
        }
        self.cases: dict[UUID, Case] = {}
        if user.has_class(RoleClass.DESK):
            uuids = wanted["case"] | {*self.owed.values()} | {r.case_uuid for r in self.referrals.values()}
            cases = Case.objects.visible_to(user).filter(uuid__in=uuids).select_related("topic", "workplace")
            self.cases = {row.uuid: row for row in cases}

    def _referrals_of(self, owed: dict[UUID, UUID]) -> dict[UUID, UUID]:
        rows = Referral.objects.as_system(WHY).filter(
            answers__commitment__uuid__in=owed, answers__kind="promise"
        )
        return dict(rows.values_list("answers__commitment__uuid", "uuid"))

    def of(self, notice: Notice) -> dict[str, Any] | None:
        """Address and name of the row; None when the user may not see it (any more)."""
        if notice.about == "case":
            return self._case(notice.subject)
        if notice.about == "promise":
            referral = self.referrals.get(self.of_promise.get(notice.subject, notice.subject))
            return self._case(self.owed.get(notice.subject), referral) or self._referral(referral)
        referral = self.referrals.get(notice.subject)
        return (self._case(referral.case_uuid, referral) if referral else None) or self._referral(referral)

    def _case(self, uuid: UUID | None, referral: Referral | None = None) -> dict[str, Any] | None:
        case = self.cases.get(uuid) if uuid else None
        if case is None:
            return None
        return {
            "url": reverse("case", args=[case.uuid]),
            "topic": case.topic,
            "workplace": case.workplace,
            "number": digits(case.number),
            "body": referral.body if referral else "",
        }

    def _referral(self, referral: Referral | None) -> dict[str, Any] | None:
        if referral is None or referral.letter is None:
            return None
        return {
            "url": reverse("body-referral", args=[referral.uuid]),
            "topic": referral.topic,
            "workplace": referral.workplace,
            "number": digits(referral.letter.number),
            "body": "",
        }
