"""Read a paper back, as a person or another program would."""

import unicodedata
from io import BytesIO

import docx
import pypdfium2 as pdfium


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, in letters that can be compared (the file holds presentation forms)."""
    with pdfium.PdfDocument(pdf) as document:
        return [unicodedata.normalize("NFKC", page.get_textpage().get_text_range()) for page in document]


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def word_text(file: bytes) -> str:
    """All text of a Word file, its tables and foot included."""
    document = docx.Document(BytesIO(file))
    parts = [document.element.body, document.sections[0].footer._element]
    return "\n".join(node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t"))
