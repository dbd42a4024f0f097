"""Receipts on paper: slips to cut and fold, four an A4 page, the code inside the fold."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from dadkar.records.papers.pdf import draw
from dadkar.records.papers.picture import groups, qr
from dadkar.records.papers.text import all_printed, digits, ltr, printed


@dataclass(frozen=True)
class Slip:
    """One receipt: the code of 20 digits, the number that may be seen outside, and by when it is read."""

    code: str
    reference: str
    read_by: str = ""


def slips_pdf(
    slips: Sequence[Slip], *, phone: str, site: str, lang: str = "fa", take_back_days: int = 10
) -> bytes:
    """Return the slips as a tagged PDF for printing on one side.

    Outside is only the reference; `phone` is the house's, `site` the address to type. Names no organisation.
    """
    with override(lang):
        words = slip_words(take_back_days)
        read_by = {slip.read_by: _("It will be read by %(date)s.") % {"date": slip.read_by} for slip in slips}
    drawn = [
        {
            "groups": groups(digits(slip.code, lang)),
            "qr": qr_svg(slip.code),
            "reference": printed(slip.reference, lang),
            "read_by": printed(read_by[slip.read_by], lang) if slip.read_by else "",
        }
        for slip in slips
    ]
    data = {**all_printed(words, lang), "lang": lang, "phone": ltr(phone, lang), "site": ltr_site(site)}
    return draw("slips", {**data, "slips": drawn})


def slip_words(take_back_days: int) -> dict[str, Any]:
    """What every slip says, in the active language."""
    days = ngettext(
        "If you say that something was done, you can take it back within %(days)s working day.",
        "If you say that something was done, you can take it back within %(days)s working days.",
        take_back_days,
    )
    return {
        "title": pgettext("paper", "Receipts"),
        "receipt": pgettext("paper", "Receipt"),
        "private": _("For its holder only. Open it where you are alone."),
        "keep": _("Keep this code"),
        "only_way": _("It is the only way back to what you wrote. Show it to nobody."),
        "qr_alt": _("QR of the code’s digits"),
        "how": _("How to come back"),
        "steps": [
            _("Open the address below and choose “I have a code”."),
            _("Type the 20 digits of the code."),
            _("No internet? Ring the number below."),
        ],
        "take_back": days % {"days": take_back_days},
        "lost": _("If the code is lost, come in person."),
        "cut": pgettext("paper", "cut"),
        "fold_out": pgettext("paper", "fold outwards"),
        "fold_in": pgettext("paper", "fold inwards"),
    }


def ltr_site(site: str) -> str:
    """An address keeps its own digits, whatever the language."""
    return ltr(site, "en")


def qr_svg(code: str) -> str:
    out = BytesIO()
    qr(code).save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()
