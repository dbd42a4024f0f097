"""A draft petition to the labour board as plain data. Amounts in rial; what is empty is to be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from dadkar.records.papers.table import Column, Table, printed_table
from dadkar.records.papers.text import all_printed, cell, ltr, printed


@dataclass(frozen=True)
class Party:
    """Who asks (خواهان) or of whom it is asked (خوانده)."""

    name: str = ""
    father: str = ""
    national_id: str = ""
    workshop_code: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Employment:
    """What is known of the work; `wage` is the last month's, in rial."""

    job: str = ""
    since: str = ""
    until: str = ""
    wage: int | None = None


@dataclass(frozen=True)
class Claim:
    """One thing that is owed: what, for which months, how many rial (None: to be determined)."""

    what: str
    months: str = ""
    amount: int | None = None


@dataclass(frozen=True)
class Paper:
    """A paper to hand in; `ready` ticks it off."""

    title: str
    ready: bool = False


@dataclass(frozen=True)
class Petition:
    """A draft for the applicant to read, correct and sign."""

    board: str
    claimant: Party
    respondent: Party
    wants: str
    claims: Sequence[Claim]
    explanation: Sequence[str]
    papers: Sequence[Paper] = ()
    employment: Employment = Employment()
    lang: str = "fa"


def printed_petition(petition: Petition) -> dict[str, Any]:
    """Return the petition as strings ready for paper: what both the PDF and the Word file show."""
    lang = petition.lang
    with override(lang):
        words = {
            "title": _("Petition to %(board)s") % {"board": petition.board},
            "draft": _("Draft. Read it, correct it, fill in the dotted lines, and only then sign it."),
            "wants_label": pgettext("petition", "What is asked"),
            "claims_label": pgettext("petition", "What is owed"),
            "explanation_label": pgettext("petition", "Explanation"),
            "papers_label": pgettext("petition", "Check-list of papers"),
            "sign": pgettext("petition", "Name, date and signature of the claimant"),
            "page": pgettext("paper", "Page {page} of {pages}"),
            "ready_word": pgettext("petition", "ready"),
            "missing_word": pgettext("petition", "not yet"),
        }
        sections = [claimant_section(petition), respondent_section(petition), work_section(petition)]
        claims = Table(
            [
                Column(pgettext("petition", "Claim")),
                Column(pgettext("petition", "Months")),
                Column(pgettext("petition", "Amount (rial)"), total=True),
            ],
            [(claim.what, claim.months, claim.amount) for claim in petition.claims],
        )
    data = {**words, "wants": petition.wants, "explanation": list(petition.explanation)}
    return {
        **all_printed(data, lang),
        "lang": lang,
        "page": words["page"],
        "sections": sections,
        "claims": printed_table(claims, lang) if petition.claims else None,
        "papers": [{"title": printed(paper.title, lang), "ready": paper.ready} for paper in petition.papers],
    }


def claimant_section(petition: Petition) -> dict[str, Any]:
    who, lang = petition.claimant, petition.lang
    fields = [
        (pgettext("petition", "Name and surname"), printed(who.name, lang)),
        (pgettext("petition", "Father’s name"), printed(who.father, lang)),
        (pgettext("petition", "National number"), ltr(who.national_id, lang)),
        (pgettext("petition", "Phone"), ltr(who.phone, lang)),
        (pgettext("petition", "Address"), printed(who.address, lang)),
    ]
    return {"label": pgettext("petition", "Claimant"), "fields": fields}


def respondent_section(petition: Petition) -> dict[str, Any]:
    whom, lang = petition.respondent, petition.lang
    fields = [
        (pgettext("petition", "Name of the workplace or employer"), printed(whom.name, lang)),
        (pgettext("petition", "National identifier"), ltr(whom.national_id, lang)),
        (pgettext("petition", "Insurance workshop code"), ltr(whom.workshop_code, lang)),
        (pgettext("petition", "Phone"), ltr(whom.phone, lang)),
        (pgettext("petition", "Address"), printed(whom.address, lang)),
    ]
    return {"label": pgettext("petition", "Respondent"), "fields": fields}


def work_section(petition: Petition) -> dict[str, Any]:
    work, lang = petition.employment, petition.lang
    fields = [
        (pgettext("petition", "Job"), printed(work.job, lang)),
        (pgettext("petition", "Last monthly wage (rial)"), cell(work.wage, lang)),
        (pgettext("petition", "Began"), printed(work.since, lang)),
        (pgettext("petition", "Ended"), printed(work.until, lang)),
    ]
    return {"label": pgettext("petition", "The work"), "fields": fields}
