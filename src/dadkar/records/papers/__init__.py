"""Papers: letters, receipts, petitions and lists, drawn from plain data; no model is known here.

Nouns: Letter (with its House, Addressee, Signatory, Reference, Table), Slip, Petition.
Verbs: `letter_pdf`, `letter_docx`, `slips_pdf`, `receipt_png`, `petition_pdf`, `petition_docx`, `table_xlsx`;
all return bytes. Persian and English, each with its own digits and direction.

`text.py` makes every string safe to print; `typ/*.typ` draws the PDF, `word.py` the Word file.
"""

from dadkar.records.papers.letter import Addressee, House, Letter, Reference, Signatory
from dadkar.records.papers.letter_pdf import letter_pdf
from dadkar.records.papers.letter_word import letter_docx
from dadkar.records.papers.petition import Claim, Employment, Paper, Party, Petition
from dadkar.records.papers.petition_pdf import petition_pdf
from dadkar.records.papers.petition_word import petition_docx
from dadkar.records.papers.picture import receipt_png
from dadkar.records.papers.sheet import table_xlsx
from dadkar.records.papers.slips import Slip, slips_pdf
from dadkar.records.papers.table import Column, Table

__all__ = [
    "Addressee",
    "Claim",
    "Column",
    "Employment",
    "House",
    "Letter",
    "Paper",
    "Party",
    "Petition",
    "Reference",
    "Signatory",
    "Slip",
    "Table",
    "letter_docx",
    "letter_pdf",
    "petition_docx",
    "petition_pdf",
    "receipt_png",
    "slips_pdf",
    "table_xlsx",
]
