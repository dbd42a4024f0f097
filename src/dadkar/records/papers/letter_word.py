"""The letter as a Word file, with the same strings as the PDF."""

from typing import Any

from docx.document import Document
from docx.shared import Mm, Pt

from dadkar.records.papers import word
from dadkar.records.papers.letter import Letter, printed_letter
from dadkar.records.papers.word import CENTRE, JUSTIFIED, SIZE, SOFT, cell_text, write

ROOM_TO_SIGN = Mm(15)


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as .docx on A4 pages, to be edited and signed by the office."""
    it, lang = printed_letter(letter), letter.lang
    document = word.new_document(lang, letter.subject)
    add_head(document, it, lang)
    for part in filter(None, it["to"]):
        write(document.add_paragraph(), part, lang, bold=True)
    write(document.add_paragraph(), f"{it['subject_label']} {it['subject']}", lang, bold=True)
    if it["reply"]:
        write(document.add_paragraph(), it["reply"], lang, size=SIZE[lang] - 2, colour=SOFT)
    for text in filter(None, [it["opening"], *it["body"]]):
        write(document.add_paragraph(), text, lang).alignment = JUSTIFIED
    if it["table"]:
        word.add_ledger(document, it["table"], lang)
    add_signature(document, it, lang)
    for label, items in ((it["enclosures_label"], it["enclosures"]), (it["copies_label"], it["copies"])):
        add_list(document, label, items, lang)
    add_foot(document, it, lang)
    return word.saved(document)


def add_head(document: Document, it: dict[str, Any], lang: str) -> None:
    """Letterhead at the line's start; number, date and enclosures at its end."""
    if it["invocation"]:
        write(document.add_paragraph(), it["invocation"], lang).alignment = CENTRE
    start, end = word.new_table(document, 1, (5, 2), lang, ruled=False).rows[0].cells
    cell_text(start, it["above"], lang, colour=SOFT)
    write(start.add_paragraph(), it["house"], lang, bold=True, size=SIZE[lang] + 3, colour=word.ACCENT)
    lines = [f"{label}: {value}" if label else value for label, value in it["head"]]
    if it["confidential"]:
        cell_text(end, it["confidential"], lang, bold=True)
    for line in lines:
        paragraph = write(end.add_paragraph(), line, lang, size=SIZE[lang] - 2)
        paragraph.paragraph_format.space_after = Pt(0)
    word.add_rule(document)


def add_signature(document: Document, it: dict[str, Any], lang: str) -> None:
    if it["closing"]:
        closing = write(document.add_paragraph(), it["closing"], lang).paragraph_format
        closing.space_before, closing.keep_with_next = Pt(SIZE[lang]), True
    table = word.new_table(document, 1, (1, 1), lang, ruled=False)
    table.rows[0]._tr.get_or_add_trPr().append(word.element("cantSplit"))
    _, end = table.rows[0].cells
    name, title = it["signatory"]
    cell_text(end, name, lang, bold=True).alignment = CENTRE
    below = write(end.add_paragraph(), title, lang)
    below.alignment, below.paragraph_format.space_after = CENTRE, ROOM_TO_SIGN


def add_list(document: Document, label: str, items: list[str], lang: str) -> None:
    if not items:
        return
    for place, line in enumerate([label, *(f"– {item}" for item in items)]):
        paragraph = write(document.add_paragraph(), line, lang, bold=place == 0, size=SIZE[lang] - 2)
        paragraph.paragraph_format.space_after = Pt(0)


def add_foot(document: Document, it: dict[str, Any], lang: str) -> None:
    phone = f"{it['phone_label']} {it['phone']}" if it["phone"] else ""
    footer = document.sections[0].footer
    paragraph = footer.paragraphs[0]
    paragraph.alignment = CENTRE
    where = " | ".join(filter(None, [it["address"], phone]))
    write(paragraph, f"{where} | " if where else "", lang, size=SIZE[lang] - 3, colour=SOFT)
    word.add_page_number(paragraph, it["page"], lang)
