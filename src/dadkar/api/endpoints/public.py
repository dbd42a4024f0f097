"""For everybody: file, and come back with the code of the receipt."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja.responses import Status

from dadkar.api.access import Asked
from dadkar.api.answers import anybody, holder
from dadkar.api.endpoints import router
from dadkar.api.once import fingerprint_of, key_of, keyed, once
from dadkar.api.problems import Problem
from dadkar.api.schemas import public as schemas
from dadkar.api.schemas.holder import asks_of
from dadkar.api.schemas.out import FileOut, MessageOut
from dadkar.cases import actions
from dadkar.cases.desks import desk_of, the_house
from dadkar.cases.following import Following, reread
from dadkar.cases.forms import matter_of
from dadkar.cases.importing.lookups import Workplaces
from dadkar.cases.models import Case, Topic
from dadkar.commitments.models import Commitment, Outcome
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.fields import clear
from dadkar.people.models import County

TAGS = ["For everybody"]


@router.post("/cases", **anybody(schemas.FiledOut), url_name="cases", tags=TAGS)
@once
def file_case(request: Asked, said: schemas.FilingIn) -> Any:
    """File a case. Only `narrative` is needed.

    The answer's `receipt` is the only way back. With an `Idempotency-Key` the same request files once, and
    the same receipt is shown again for a quarter of an hour; after that, 410.
    """
    house = the_house()
    if house is None:
        raise Problem(503)
    details = _details(said, house)
    filing = actions.Filing(said.narrative, details)
    desk = desk_of(house, details["county"], [])
    case, code = actions.file_case(filing, house=house, desk=desk, nonce=_nonce(request))
    if not code or not receipts.may_show(case.filed_at):
        raise Problem(410, "receipt-no-longer-shown", _("It was filed, and its code is no longer shown."))
    return Status(201, schemas.FiledOut(receipt=code, phase=case.phase, read_by=case.due_at))


def _nonce(request: Asked) -> bytes:
    """The key of the filing: it follows from the header and the body, or is random without the header."""
    key = key_of(request)
    if key is None:
        return receipts.new_nonce()
    return keyed("filing", key, fingerprint_of(request))[: receipts.NONCE_BYTES]


def _details(said: schemas.FilingIn, house: Any) -> dict[str, Any]:
    """The columns of the case. Raises Problem 422 for a code that the house does not know."""
    topic = Topic.objects.filter(house=house, active=True, code=said.topic).exclude(bodies=[]).first()
    if said.topic and topic is None:
        raise Problem.of_field("topic", _("There is no topic with this code."))
    county = County.objects.filter(code=said.county).first() if said.county else None
    if said.county and county is None:
        raise Problem.of_field("county", _("There is no county with this code."))
    workplace = Workplaces(house).find(said.workplace) if said.workplace else None
    matter = matter_of(topic, workplace, county=county, typed=said.workplace)
    language = (get_language() or "fa")[:2]
    return matter | {
        "people": said.people,
        "office_reference": said.reference,
        "channel": Case.Channel.API,
        "language": language,
    }


@router.get("/receipt", **holder(schemas.ReceiptOut), url_name="receipt", tags=TAGS)
def receipt(request: Asked) -> Any:
    """Where it stands, what was promised, what was said."""
    following: Following = request.auth
    case = following.case
    return schemas.ReceiptOut(
        phase=following.stage,
        phase_text=str(following.stage.label),
        closed_as=None if following.is_open else following.state,
        filed_at=case.filed_at,
        due_at=case.due_at,
        waiting_for_you=[row.uuid for row in following.claimed],
        promises=[
            schemas.PromiseOut(
                id=row.uuid,
                debtor=str(row.debtor),
                what=clear(row.what),
                state=Commitment.State(row.state),
                due_on=row.due_on,
                overdue=row.is_overdue,
            )
            for row in following.commitments
        ],
        asks=asks_of(following),
        messages=[messages_out(row) for row in following.messages],
        files=[FileOut.of(row.attachment) for row in following.files],
    )


def messages_out(row: Any) -> MessageOut:
    return MessageOut(id=row.uuid, side=row.side, text=clear(row.text), at=row.at)


@router.post(
    "/receipt/messages",
    **holder(schemas.MessageDone, writes=True, status=201),
    url_name="receipt-messages",
    tags=TAGS,
)
@once
def write(request: Asked, said: schemas.MessageIn) -> Any:
    """Write to the desk."""
    following: Following = request.auth
    message = actions.say(following.case, said.text, by=following.by)
    return Status(201, schemas.MessageDone(id=message.uuid, at=message.at))


@router.post(
    "/receipt/confirm", **holder(schemas.WordDone, writes=True), url_name="receipt-confirm", tags=TAGS
)
@once
def confirm(request: Asked, said: schemas.ConfirmIn) -> Any:
    """The promised step was done: say what reached you. Only this closes the matter."""
    following: Following = request.auth
    require_remains(said.outcome, said.remains)
    if said.outcome == Outcome.FULL and said.commitment is None and not following.claimed:
        actions.settled(following.case, by=following.by, via=following.via, amount_rial=said.amount_rial)
        return _word(following, None)
    commitment = _waiting(following, said.commitment)
    actions.confirm(
        following.case,
        commitment,
        said.outcome,
        by=following.by,
        via=following.via,
        amount_rial=said.amount_rial,
        remains=said.remains,
    )
    return _word(following, commitment)


def require_remains(outcome: str, remains: str) -> None:
    """Raise Problem 422: what is not there in full leaves something to be said."""
    if outcome != Outcome.FULL and not remains:
        raise Problem.of_field("remains", _("Say what remains."))


@router.post(
    "/receipt/dispute", **holder(schemas.WordDone, writes=True), url_name="receipt-dispute", tags=TAGS
)
@once
def dispute(request: Asked, said: schemas.DisputeIn) -> Any:
    """The promised step was not done: the promise is open again, and it is counted."""
    following: Following = request.auth
    commitment = _waiting(following, said.commitment)
    actions.dispute(following.case, commitment, said.remains, by=following.by, via=following.via)
    return _word(following, commitment)


def _waiting(following: Following, uuid: Any) -> Commitment:
    """The promise that this word is about. Raises Problem 404, 409 or 422."""
    claimed = following.claimed
    if uuid is not None:
        found = next((row for row in following.commitments if row.uuid == uuid), None)
        if found is None:
            raise Problem(404)
        return found
    if not claimed:
        raise Problem(409, detail=_("No promise is said to be done, so none waits for your word."))
    if len(claimed) > 1:
        raise Problem.of_field("commitment", _("Several promises wait for your word: say which."))
    return claimed[0]


def _word(following: Following, commitment: Commitment | None) -> schemas.WordDone:
    return schemas.WordDone(
        phase=Following(reread(following.case)).stage,
        commitment=commitment.uuid if commitment else None,
        state=Commitment.State(commitment.state) if commitment else None,
    )
