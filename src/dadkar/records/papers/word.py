"""Small parts of a Word file that reads from right to left or left to right.

Word takes a run's direction from its own mark (`w:rtl`) and not from Unicode isolates, so a string that
`text.printed` made is cut at its isolates into runs; older marks at their ends serve other programs. The
document is built here and not from a template: the look stays readable, and an office edits the result.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dadkar.records.papers.text import FIRST_STRONG, LEFT_TO_RIGHT, POP

PERSIAN_FONT = "B Nazanin"
"""What Iranian offices write in; Word takes its own Arabic font where it is missing."""
LATIN_FONT = "Times New Roman"
SIZE = {"fa": 13, "en": 11}  # points; this Persian font is drawn small
ACCENT, SOFT = RGBColor(0x0B, 0x74, 0x6F), RGBColor(0x4D, 0x55, 0x5B)
WASH = "F2F0EA"
LINES = "B9B4A6"

LRM, RLM = "\u200e", "\u200f"
APART = re.compile(f"{FIRST_STRONG}([^{POP}]*){POP}|{LEFT_TO_RIGHT}([^{POP}]*){POP}")
CENTRE, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def new_document(lang: str, title: str) -> Document:
    """Return an empty A4 document whose text, sections and fonts are of the language."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(22)
    style = document.styles["Normal"]
    style.font.size = Pt(SIZE[lang])
    style.paragraph_format.space_after = Pt(6)
    marks = style.element.get_or_add_rPr()
    marks.get_or_add_rFonts().attrib.clear()
    for slot, font in (("ascii", LATIN_FONT), ("hAnsi", LATIN_FONT), ("cs", PERSIAN_FONT)):
        marks.rFonts.set(qn(f"w:{slot}"), font)
    marks.append(element("szCs", val=str(SIZE[lang] * 2)))
    marks.append(element("lang", val="en-GB", bidi="fa-IR"))
    if lang == "fa":
        section._sectPr.append(element("bidi"))
        style.element.get_or_add_pPr().append(element("bidi"))
    return document


def write(paragraph: Paragraph, text: str, lang: str, **look: Any) -> Paragraph:
    """Add a printed string as runs, each with its own direction and `look` (see `add_run`)."""
    end, pieces = 0, []
    for found in APART.finditer(text):
        pieces += [(text[end : found.start()], lang), other(found, lang)]
        end = found.end()
    for piece, direction in [*pieces, (text[end:], lang)]:
        if piece:
            add_run(paragraph, piece, direction, **look)
    return paragraph


def add_run(
    paragraph: Paragraph,
    text: str,
    direction: str,
    *,
    bold: bool = False,
    size: int = 0,
    colour: RGBColor | None = None,
) -> Run:
    """Add one run; `size` in points, 0 for the document's own."""
    run = paragraph.add_run(text)
    run.bold, run.font.cs_bold = bold or None, bold or None
    if colour is not None:
        run.font.color.rgb = colour
    if size:
        run.font.size = Pt(size)
        run.font.element.rPr.append(element("szCs", val=str(size * 2)))
    run.font.rtl = (direction == "fa") or None
    return run


def other(found: re.Match[str], lang: str) -> tuple[str, str]:
    """Return an isolated phrase and the direction it runs in."""
    if found[1] is None or lang == "fa":
        return f"{LRM}{found[1] or found[2]}{LRM}", "en"
    return f"{RLM}{found[1]}{RLM}", "fa"


def cell_text(cell: _Cell, text: str, lang: str, **look: Any) -> Paragraph:
    """Write into a cell's first paragraph, without the space that parts paragraphs."""
    paragraph = write(cell.paragraphs[0], text, lang, **look)
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def new_table(
    document: Document | _Cell, rows: int, shares: Sequence[float], lang: str, *, ruled: bool
) -> Table:
    """Add a table over the whole line, its columns by `shares`, running in the direction of the language."""
    width = Mm(210 - 2 * 24)
    table = document.add_table(rows, len(shares))
    table.autofit = False
    if lang == "fa":
        table._tblPr.append(element("bidiVisual"))
    if ruled:
        borders = element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(side, val="single", sz="4", space="0", color=LINES))
        table._tblPr.append(borders)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share / sum(shares))
    widths = [column.width for column in table.columns]
    for row in table._tbl.tr_lst:  # python-docx's own `row.cells` is slow for hundreds of rows
        for tc, cell_width in zip(row.tc_lst, widths, strict=True):
            tc.width = cell_width
    return table


def add_rule(document: Document) -> None:
    """A line in the accent's colour over the whole width."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz="8", space="1", color=str(ACCENT)))
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(12)
    paragraph._p.get_or_add_pPr().append(borders)


def shade(cell: _Cell) -> None:
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=WASH))


def repeat_header(table: Table) -> None:
    """Let the first row come again on every page, and no row be cut by one."""
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().insert(0, element("cantSplit"))


def add_ledger(document: Document, it: dict[str, Any], lang: str) -> None:
    """Add what `table.printed_table` gives: caption, header on every page, rows, totals."""
    if it["caption"]:
        write(document.add_paragraph(), it["caption"], lang, bold=True).paragraph_format.keep_with_next = True
    shares = [share or widest(it, index) for index, share in enumerate(it["shares"])]
    last = [[it["total"], *it["totals"]]] if it["total"] else []
    lines = [it["titles"], *it["rows"], *last]
    table = new_table(document, len(lines), shares, lang, ruled=True)
    for place, (line, row) in enumerate(zip(lines, table._tbl.tr_lst, strict=True)):
        strong = place == 0 or (bool(last) and place == len(lines) - 1)
        for text, share, tc in zip(line, it["shares"], row.tc_lst, strict=True):
            cell = _Cell(tc, table)
            paragraph = cell_text(cell, text, lang, bold=strong, size=SIZE[lang] - 2)
            if not share and lang == "en":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if strong:
                shade(cell)
    repeat_header(table)


def widest(it: dict[str, Any], index: int) -> int:
    """The share of a column of numbers: its longest, and room around it."""
    cells = [it["titles"][index], *(row[index] for row in it["rows"])]
    return max(len(text) for text in [*cells, it["totals"][index - 1] if index else ""]) + 8


def add_page_number(paragraph: Paragraph, words: str, lang: str) -> None:
    """Write `words` with {page} and {pages} as Word's own fields."""
    for piece in filter(None, re.split(r"(\{pages?\})", words)):
        code = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(piece)
        run = add_run(paragraph, piece if code is None else "1", lang, size=SIZE[lang] - 3, colour=SOFT)
        if code is not None:
            field = element("fldSimple", instr=code)
            paragraph._p.append(field)
            field.append(run._r)


def saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
