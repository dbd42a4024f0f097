"""What notices say where they may say more than “there is news”: at the desk of whoever may see the row."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.kernel.persian import digits
from dadkar.records.models import Notice

SENTENCES = {
    "due-soon": _("Due in three working days"),
    "due-today": _("Due today"),
    "due-manager": _("Three working days past its date"),
    "due-group": _("Ten working days past its date: before the working group"),
    "hazard-soon": _("Immediate hazard: due in three hours"),
    "hazard-today": _("Immediate hazard: due now"),
    "hazard-manager": _("Immediate hazard: three hours past its time"),
    "hazard-group": _("Immediate hazard: ten hours past its time"),
    "message": _("The applicant has written"),
    "assigned": _("Given to you"),
    "agreed": _("The summary was agreed to"),
    "correct": _("A correction of the summary was asked for"),
    "answer": _("The body has answered"),
    "appeal": _("The working group is asked to look at a refusal"),
    "word": _("The people have said whether it was done"),
    "reopened": _("A closed case was opened again"),
    "withdrawn": _("The applicant does not want to go on"),
    "ended": _("The matter was withdrawn: nothing more is asked of you"),
    "referral": _("Sent to your body"),
    "draft": _("A draft waits for your release"),
    "info": _("What you asked for is here"),
    "back": _("Sent back: it must be answered again"),
}
TO_TELL = {  # why somebody is to be called
    "message": _("we have written to them"),
    "asked": _("something is asked of them"),
    "answer": _("the body has answered"),
    "word": _("a step is said to be done: ask whether it was"),
    "closed": _("it was closed"),
    "together": _("it is followed together with others of the same matter"),
    "apart": _("it is followed by itself again"),
    "code": _("a new code was made"),
    "hazard-soon": _("immediate hazard: due in three hours"),
    "hazard-today": _("immediate hazard: due now"),
    "hazard-manager": _("immediate hazard: three hours past its time"),
    "hazard-group": _("immediate hazard: ten hours past its time"),
}
WHY = {
    "no-gateway": _("no gateway has been set up"),
    "no-line": _("the provider could not be reached"),
    "uncertain": _("it is not known whether it went out: the provider’s answer was lost"),
    "no-address": _("there is no address any more"),
    "erased": _("the contact was erased"),
    "overtaken": _("a newer one says the same"),
    "not-wanted": _("the applicant no longer wants to be told so"),
    "barred": _("its reader may no longer see the matter"),
    "kavenegar-401": _("the account at the provider is not active"),
    "kavenegar-403": _("the provider does not know the account’s key"),
    "kavenegar-411": _("the provider does not take this number"),
    "kavenegar-412": _("the provider does not know the sender’s number"),
    "kavenegar-418": _("the account at the provider has run out of money"),
}


def sentence_of(notice: Notice) -> Any:
    return SENTENCES.get(notice.kind, _("There is news"))


def why_of(notice: Notice) -> Any:
    """Why it has not gone out, in words; an answer nobody has put into words is given as its number."""
    code = notice.why
    if not code or code in WHY:
        return WHY.get(code, "")
    return _("the provider answered %(code)s") % {"code": digits(code.rpartition("-")[2])}
