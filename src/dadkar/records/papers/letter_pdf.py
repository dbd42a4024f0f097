"""The letter as PDF."""

from dadkar.records.papers.letter import Letter, printed_letter
from dadkar.records.papers.pdf import draw


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as a tagged PDF on A4 pages; the table's header is repeated on each."""
    return draw("letter", printed_letter(letter))
