"""The code as a picture to save: digits and their QR, and nothing that says where they belong."""

from functools import cache
from io import BytesIO

import fontpkg_ibm_plex_sans_arabic
import segno
from PIL import Image, ImageDraw, ImageFont

from dadkar.kernel.persian import to_latin_digits
from dadkar.records.papers.text import digits

SIDE, MARGIN, LETTERS = 720, 110, 52  # pixels; the margin is the quiet zone that a QR needs
GROUP = 4
FONT_FILE = fontpkg_ibm_plex_sans_arabic.ROOT / "files" / "IBMPlexSansArabic-Medium.ttf"
PAPER, INK = "#ffffff", "#1b1f22"


def groups(code: str) -> list[str]:
    """Return the code in groups of four."""
    return [code[start : start + GROUP] for start in range(0, len(code), GROUP)]


def qr(code: str) -> segno.QRCode:
    """Return the QR of the code's digits alone: no address that a stranger's telephone could open.

    Raises ValueError when the code is not made of digits.
    """
    plain = to_latin_digits(code)
    if not (plain.isascii() and plain.isdigit()):
        raise ValueError("a code is made of digits")
    return segno.make_qr(plain, error="q", boost_error=False)


@cache
def font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FILE), LETTERS)


def receipt_png(code: str, lang: str) -> bytes:
    """Return a PNG of the QR over the code in groups, in the language's digits, from left to right."""
    matrix = [list(row) for row in qr(code).matrix]
    step = (SIDE - 2 * MARGIN) // len(matrix)
    start = (SIDE - step * len(matrix)) // 2
    lines = [groups(digits(code, lang))[:3], groups(digits(code, lang))[3:]]
    picture = Image.new("L", (SIDE, SIDE + len(lines) * LETTERS * 2), PAPER)
    pen = ImageDraw.Draw(picture)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                left, top = start + x * step, start + y * step
                pen.rectangle((left, top, left + step - 1, top + step - 1), fill=INK)
    for place, line in enumerate(lines):
        draw_line(pen, line, SIDE + place * LETTERS * 2)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_line(pen: ImageDraw.ImageDraw, line: list[str], top: int) -> None:
    """Draw groups side by side, each in a place of the same width, the whole line in the middle."""
    width = SIDE // 4
    left = (SIDE - width * len(line)) // 2
    for place, group in enumerate(line):
        pen.text((left + place * width + width // 2, top), group, fill=INK, font=font(), anchor="mt")
