"""A petition: what its draft begins with, and from what is kept to paper.

Boards work in Persian, so the draft and the papers are Persian, whatever the writer reads.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dadkar.cases.models import Board, Case, Contact, Party, Petition, Referral, Representative, Ruling
from dadkar.cases.models.board import PaperKind
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.persian import number
from dadkar.kernel.sealing.fields import clear
from dadkar.records import papers

LANGUAGE = "fa"
NEXT = {Board.DIAGNOSIS: Board.DISPUTE, Board.DISPUTE: Board.COURT, Board.COURT: Board.COURT}
FOR_A_GROUP = {PaperKind.AUTHORITY, PaperKind.SIGNED_LIST}


# -- writing ------------------------------------------------------------------------------------------


def first_words(case: Case) -> dict[str, Any]:
    """What the form of a new petition begins with: from the case, its table of people and agreed summary."""
    with override(LANGUAGE):
        topic = str(case.topic) if case.topic else ""
        return {
            "board": next_board(case),
            "wants": _("That what is owed be examined and paid: %(topic)s") % {"topic": topic}
            if topic
            else "",
            "claims": first_claims(case, topic),
            "explanation": agreed_summary(case),
            "papers_ready": papers_at_hand(case),
        }


def next_board(case: Case) -> Board:
    """The board that comes after the one that ruled last."""
    last = Ruling.objects.of(case).select_related("petition").order_by("given_on", "id").last()
    return NEXT[Board(last.petition.board)] if last else Board.DIAGNOSIS


def first_claims(case: Case, topic: str) -> list[dict[str, Any]]:
    """What is owed, as the table of people says or, without one, the case; insurance where months lack it."""
    sums = Party.objects.of(case).totals()
    months = sums["months"] if sums["people"] else case.months
    owed = sums["owed"] or case.amount_rial
    claims: list[dict[str, Any]] = []
    if topic:
        claims.append({"what": topic, "months": _months(months, sums["people"]), "amount": owed})
    known = Party.objects.of(case).exclude(months=None).exclude(insured_months=None)
    pairs: Any = known.values_list("months", "insured_months")
    uninsured = sum(max(months - insured, 0) for months, insured in pairs)
    if uninsured:
        months_without = _months(uninsured, sums["people"])
        what = _("Insurance for the months without it")
        claims.append({"what": what, "months": months_without, "amount": None})
    return claims


def _months(months: int | None, people: int) -> str:
    if not months:
        return ""
    said = ngettext("%(n)s month", "%(n)s months", months) % {"n": number(months)}
    return (
        _("%(months)s, of %(people)s people") % {"months": said, "people": number(people)} if people else said
    )


def agreed_summary(case: Case) -> str:
    """The newest summary that the applicant, or a second case worker, agreed to. Never the narrative."""
    agreed = Referral.objects.as_system("of a case in sight").filter(case=case).exclude(agreed_by="")
    newest = agreed.select_related("case").order_by("-id").first()
    return clear(newest.summary, "") if newest else ""


def papers_at_hand(case: Case) -> list[str]:
    """The papers of the check-list that were given to the house with a representative."""
    found = set()
    for one in Representative.objects.of(case):
        found |= {PaperKind.AUTHORITY} if one.authority_id else set()
        found |= {PaperKind.SIGNED_LIST} if one.signed_list_id else set()
    return [kind.value for kind in PaperKind if kind in found]


def check_list(petition: Petition) -> list[tuple[Any, bool]]:
    """The papers to hand in, each with whether it is ready."""
    kinds = kinds_of_papers(petition.case)
    if petition.board == Board.DIAGNOSIS:
        kinds.remove(PaperKind.RULING)
    return [(kind.label, kind.value in petition.papers_ready) for kind in kinds]


def kinds_of_papers(case: Case) -> list[PaperKind]:
    """What boards ask to see; a group's papers only for a group."""
    return [kind for kind in PaperKind if case.is_collective or kind not in FOR_A_GROUP]


# -- paper --------------------------------------------------------------------------------------------


def paper(petition: Petition, *, named: bool) -> papers.Petition:
    """The petition as plain data; without `named`, the claimant is left to be filled in by hand.

    The caller has asked `board.open_for_paper` before any name.
    """
    case = petition.case
    with override(LANGUAGE):
        return papers.Petition(
            board=_board(petition),
            claimant=_claimant(case) if named else papers.Party(),
            respondent=_respondent(case),
            wants=petition.wants.open(),
            claims=[papers.Claim(c["what"], c["months"], c["amount"]) for c in petition.claims.open()],
            explanation=[line for line in petition.explanation.open().splitlines() if line.strip()],
            papers=[papers.Paper(str(label), ready) for label, ready in check_list(petition)],
            employment=papers.Employment(
                until=Jalali.from_date(case.left_on).short(LANGUAGE) if case.left_on else ""
            ),
            lang=LANGUAGE,
        )


def _board(petition: Petition) -> str:
    name, county = str(petition.get_board_display()), petition.case.county
    if county is None or petition.board == Board.COURT:
        return name
    return _("%(board)s of %(county)s") % {"board": name, "county": county}


def _claimant(case: Case) -> papers.Party:
    """The representative of a group, or the applicant."""
    speaks = Representative.objects.of(case).first() if case.is_collective else None
    who = speaks or Contact.objects.of(case).first()
    if who is None:
        return papers.Party()
    name = who.name.open() if who.name else ""
    if speaks and name:
        people = Party.objects.of(case).count() or case.people or 1
        name = _("%(name)s, for %(people)s people") % {"name": name, "people": number(people)}
    return papers.Party(name=name, phone=who.phone.open() if who.phone else "")


def _respondent(case: Case) -> papers.Party:
    where = case.workplace
    if where is None:
        return papers.Party(name=case.workplace_typed.open() if case.workplace_typed else "")
    facts = getattr(where, "workplace", None)
    return papers.Party(
        name=(facts and facts.legal_name) or str(where),
        national_id=facts.national_id if facts else "",
        workshop_code=facts.workshop_code if facts else "",
        address=where.address,
        phone=where.phone,
    )


def file_name(petition: Petition, ending: str) -> str:
    """`petition-1f2e3d4c.pdf`: it says nothing of the matter."""
    return f"petition-{petition.uuid.hex[:8]}.{ending}"
