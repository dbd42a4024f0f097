"""The draft petition as PDF."""

from dadkar.records.papers.pdf import draw
from dadkar.records.papers.petition import Petition, printed_petition


def petition_pdf(petition: Petition) -> bytes:
    """Return the draft as a tagged PDF on A4 pages; what is missing is a dotted line to write on."""
    return draw("petition", printed_petition(petition))
