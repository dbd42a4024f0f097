"""A PDF made anew as pictures of its pages: scripts, attachments, forms, links and authors stay behind."""

import re
from io import BytesIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from dadkar.records.remake.errors import Broken, Encrypted, TooManyPages
from dadkar.records.remake.images import jpeg
from dadkar.records.remake.limits import MAX_PAGES, MAX_SIDE, PAGE_DPI

POINTS_PER_INCH = 72
HOUR_OF_MAKING = re.compile(rb"/CreationDate\(D:[^)]*\)")


def remake_pdf(data: bytes, _decoder: str) -> tuple[dict[str, int], bytes]:
    """Return ({pages, width, height}, PDF), the size in pixels of the first page.

    Raises Encrypted, TooManyPages and Broken.
    """
    source = open_pdf(data)
    if not len(source):
        raise Broken
    if len(source) > MAX_PAGES:
        raise TooManyPages
    made = pdfium.PdfDocument.new()
    sizes = [copy_page(page, made) for page in source]
    out = BytesIO()
    made.save(out)
    width, height = sizes[0]
    return {"pages": len(sizes), "width": width, "height": height}, without_hour(out.getvalue())


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise (Encrypted if error.err_code == raw.FPDF_ERR_PASSWORD else Broken) from error


def copy_page(page: pdfium.PdfPage, made: pdfium.PdfDocument) -> tuple[int, int]:
    """Draw one page as a picture on a new page of the same size; return its size in pixels."""
    width, height = page.get_size()
    if min(width, height) * MAX_SIDE < max(width, height):
        raise Broken  # a strip so thin that nothing of it could be seen
    scale = min(PAGE_DPI / POINTS_PER_INCH, MAX_SIDE / max(width, height))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    image = pdfium.PdfImage.new(made)
    image.load_jpeg(BytesIO(jpeg(picture)), inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(width, height))
    sheet = made.new_page(width, height)
    sheet.insert_obj(image)
    sheet.gen_content()
    page.close()
    return picture.size


def without_hour(data: bytes) -> bytes:
    """Blank the date the library writes, byte for byte: the minute of filing can name who filed."""
    return HOUR_OF_MAKING.sub(lambda found: b" " * len(found[0]), data, count=1)
