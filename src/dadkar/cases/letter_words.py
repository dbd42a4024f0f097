"""What a letter begins with, and what is kept of it when it is sent."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dadkar.cases.bands import band_of
from dadkar.cases.models import Referral
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.persian import digits
from dadkar.people.models import Membership, Role

VERSION = 1
LANGUAGE = "fa"  # official letters are written in Persian, whatever their writer reads


def first_words(referrals: Sequence[Referral]) -> dict[str, Any]:
    """What the form of a new letter begins with."""
    first = referrals[0]
    with override(LANGUAGE):
        topics = {str(referral.topic) for referral in referrals}
        workplaces = {str(referral.workplace) for referral in referrals if referral.workplace}
        subject = _("Following up: %(topic)s") % {"topic": " / ".join(sorted(topics))}
        if len(workplaces) == 1:
            subject = _("%(subject)s, %(workplace)s") % {"subject": subject, "workplace": workplaces.pop()}
        many = len(referrals) > 1
        signatory = signatory_of(first.house)
        return {
            "to_title": _("The honourable head of"),
            "subject": subject,
            "opening": _("What workers have brought to this house is summed up in the table below.")
            if many
            else _("What workers have brought to this house is summed up below, with their agreement."),
            "closing": _(
                "Please have it looked into and tell us, within %(term)s, which step will be taken and by "
                "which day. Lawful waits, such as a hearing, are counted as such."
            )
            % {"term": term_of(referrals)},
            "signatory_name": signatory.user.full_name if signatory else "",
            "signatory_title": (signatory.user.position or str(Role.HOUSE_MANAGER.label))
            if signatory
            else "",
        }


def term_of(referrals: Sequence[Referral]) -> str:
    """The shortest term among the topics, in words."""
    hours = [r.topic.hours for r in referrals if r.topic.hours is not None]
    if hours:
        return _("%(n)s hours") % {"n": digits(min(hours))}
    days = min(r.topic.days or r.topic.DEFAULT_DAYS for r in referrals)
    return _("%(n)s working days") % {"n": digits(days)}


def signatory_of(house: Any) -> Membership | None:
    """The house's manager, who signs unless another is named."""
    held = Membership.objects.on().filter(organisation=house, role=Role.HOUSE_MANAGER, deputy_for=None)
    return held.select_related("user").order_by("since", "pk").first()


def content_of(referrals: Sequence[Referral], typed: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a letter: the form's words, and the names as they are today."""
    house, body, reply = referrals[0].house, referrals[0].body, typed.get("in_reply_to")
    with override(LANGUAGE):
        return {
            "v": VERSION,
            "lang": LANGUAGE,
            "house": {"name": str(house), "address": house.address, "phone": house.phone},
            "to": {"title": typed["to_title"], "organisation": str(body)},
            "subject": typed["subject"],
            "opening": typed["opening"],
            "closing": typed["closing"],
            "rows": [row_of(referral) for referral in referrals],
            "enclosures": lines(typed["enclosures"]),
            "copies": lines(typed["copies"]),
            "signatory": {"name": typed["signatory_name"], "title": typed["signatory_title"]},
            "reply": {"number": reply.number, "date": Jalali.from_date(reply.dated).short(LANGUAGE)}
            if reply
            else None,
        }


def row_of(referral: Referral) -> dict[str, str]:
    return {
        "referral": str(referral.uuid),
        "topic": str(referral.topic),
        "workplace": str(referral.workplace or ""),
        "people": str(band_of(referral)),
    }


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
