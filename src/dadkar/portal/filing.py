"""From what was typed to a case: no rule of its own, only the words of the form in the verb's words."""

from django.utils.translation import get_language, gettext

from dadkar.cases import actions
from dadkar.cases.desks import desk_of
from dadkar.cases.models import Case
from dadkar.portal.forms import FilingForm

CONTACT = ("name", "phone", "email", "safe_hours", "must_not_see")


def filing_from(form: FilingForm) -> actions.Filing:
    """The filing that a valid form asks for."""
    said = form.cleaned_data
    files = [*said["files"], *([said["voice"]] if said["voice"] else [])]
    return actions.Filing(
        narrative=said["narrative"] or gettext("(a spoken message)"),
        details=form.details() | {"channel": Case.Channel.WEB, "language": (get_language() or "fa")[:2]},
        contact={name: said[name] for name in CONTACT if said.get(name)},
        files=files,
        closed_to=list(said.get("closed_to") or []),
    )


def file(form: FilingForm, nonce: bytes) -> tuple[Case, str]:
    """File it, and return the case with its code; empty when the code has been replaced since.

    Raises `records.remake.errors.Refused` for a file that can't be kept; then nothing is.
    """
    filing = filing_from(form)
    desk = desk_of(form.house, filing.details["county"], filing.closed_to)
    return actions.file_case(filing, house=form.house, desk=desk, nonce=nonce)
