"""How many people a case is about, as a body may read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Referral

BANDS = [
    (1, _("one person")),
    (9, _("2 to 9 people")),
    (49, _("10 to 49 people")),
    (199, _("50 to 199 people")),
]
MANY = _("200 people or more")


def band_of(referral: Referral) -> Any:
    """How many people it is about, roughly; nothing where a number could point at somebody."""
    case = referral.case
    if case.needs_care or case.people is None:
        return ""
    return next((label for most, label in BANDS if case.people <= most), MANY)
