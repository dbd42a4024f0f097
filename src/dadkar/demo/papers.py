"""Papers and photos for the demo, drawn by the dice: nobody and nothing is on them."""

import random
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE = (480, 640)  # pixels
LINES = range(150, 560, 26)


def photo(dice: random.Random) -> ContentFile:
    """A phone's photo of a payslip: a sheet with lines on a table."""
    return _file(_sheet(dice, table=(dice.randint(90, 160), 96, 70)), "JPEG", "عکس.jpg")


def paper(dice: random.Random) -> ContentFile:
    """A scanned letter of one page, as PDF."""
    return _file(_sheet(dice, table=(255, 255, 255)), "PDF", "نامه.pdf")


def _sheet(dice: random.Random, table: tuple[int, int, int]) -> Image.Image:
    picture = Image.new("RGB", SIZE, table)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 50, 440, 600), fill=(244, 242, 235), outline=(200, 196, 186))
    pen.rectangle((300, 80, 410, 112), fill=(90, 96, 104))
    for y in LINES:
        pen.line((410 - dice.randint(150, 340), y, 410, y), fill=(120, 122, 126), width=4)
    pen.ellipse((80, 500, 170, 590), outline=(36, 80, 150), width=5)
    return picture


def _file(picture: Image.Image, kind: str, name: str) -> ContentFile:
    out = BytesIO()
    picture.save(out, kind)
    return ContentFile(out.getvalue(), name)
