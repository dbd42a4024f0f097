"""The verbs of money that came, in rial."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.models import Case, Party, Payment, Ruling
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.kernel.together import together


@together
def record_payment(
    case: Case, amount_rial: int, paid_on: date, *, by: Actor, ruling: Ruling | None = None,
    party: Party | None = None, nonce: UUID | None = None,
) -> Payment:  # fmt: skip
    """Money came: for one ruling, for one of the people, or for the case as a whole."""
    access.permit(by, "payment", case)
    if any(part is not None and part.case_id != case.pk for part in (ruling, party)):
        raise NotAllowed(_("That ruling or person belongs to another case."))
    if amount_rial <= 0:
        raise WrongState(_("An amount that was paid is more than nothing."))
    if paid_on > moment.today():
        raise WrongState(_("This day has not come yet."))
    payment, new = Payment.write_once(
        case, nonce, by=by, amount_rial=amount_rial, paid_on=paid_on, ruling=ruling, party=party
    )
    if new:
        case.record(
            "payment", by=by, payment=str(payment.uuid), amount_rial=amount_rial, on=paid_on.isoformat()
        )
    return payment


@together
def strike_payment(payment: Payment, reason: str, *, by: Actor) -> None:
    """A payment was written down by mistake."""
    access.permit(by, "payment", payment.case)
    payment.case.record("payment", by=by, payment=str(payment.uuid), amount_rial=-payment.amount_rial,
                        body={"reason": reason})  # fmt: skip
    payment.delete()
