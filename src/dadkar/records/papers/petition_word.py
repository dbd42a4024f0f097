"""The draft petition as a Word file, with the same strings as the PDF."""

from typing import Any

from docx.document import Document
from docx.shared import Pt

from dadkar.records.papers import word
from dadkar.records.papers.petition import Petition, printed_petition
from dadkar.records.papers.word import ACCENT, CENTRE, JUSTIFIED, SIZE, SOFT, cell_text, write

DOTS = "…………………………"
READY, MISSING = "☑", "☐"


def petition_docx(petition: Petition) -> bytes:
    """Return the draft as .docx on A4 pages, for the applicant and the case worker to correct."""
    it, lang = printed_petition(petition), petition.lang
    document = word.new_document(lang, it["title"])
    title = write(document.add_paragraph(), it["title"], lang, bold=True, size=SIZE[lang] + 4)
    draft = write(document.add_paragraph(), it["draft"], lang, size=SIZE[lang] - 2, colour=SOFT)
    title.alignment = draft.alignment = CENTRE
    for section in it["sections"]:
        add_title(document, section["label"], lang)
        add_fields(document, section["fields"], lang)
    add_title(document, it["wants_label"], lang)
    write(document.add_paragraph(), it["wants"] or DOTS, lang)
    if it["claims"]:
        add_title(document, it["claims_label"], lang)
        word.add_ledger(document, it["claims"], lang)
    add_title(document, it["explanation_label"], lang)
    for paragraph in it["explanation"] or [DOTS] * 5:
        write(document.add_paragraph(), paragraph, lang).alignment = JUSTIFIED
    if it["papers"]:
        add_title(document, it["papers_label"], lang)
        add_papers(document, it, lang)
    table = word.new_table(document, 1, (1, 2), lang, ruled=False)
    sign = cell_text(table.rows[0].cells[1], it["sign"], lang, colour=SOFT)
    sign.alignment, sign.paragraph_format.space_before = CENTRE, Pt(2 * SIZE[lang])
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = CENTRE
    word.add_page_number(footer, it["page"], lang)
    return word.saved(document)


def add_title(document: Document, text: str, lang: str) -> None:
    paragraph = write(document.add_paragraph(), text, lang, bold=True, colour=ACCENT)
    paragraph.paragraph_format.space_before = Pt(SIZE[lang])
    paragraph.paragraph_format.keep_with_next = True


def add_fields(document: Document, fields: list[list[str]], lang: str) -> None:
    """Two fields a line; the last of an odd number has the line to itself."""
    rows = -(-len(fields) // 2)
    table = word.new_table(document, rows, (1, 1), lang, ruled=False)
    cells = [cell for row in table.rows for cell in row.cells]
    if len(fields) % 2:
        cells[-2:] = [cells[-2].merge(cells[-1])]
    for cell, (label, value) in zip(cells, fields, strict=True):
        write(cell_text(cell, f"{label}: ", lang, colour=SOFT), value or DOTS, lang)


def add_papers(document: Document, it: dict[str, Any], lang: str) -> None:
    for paper in it["papers"]:
        mark, state = (READY, it["ready_word"]) if paper["ready"] else (MISSING, it["missing_word"])
        paragraph = write(document.add_paragraph(), f"{mark} {paper['title']} ({state})", lang)
        paragraph.paragraph_format.space_after = Pt(0)
