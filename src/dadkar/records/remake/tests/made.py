"""Uploads made for the tests: honest ones, and the kind that should get nowhere."""

import math
import struct
import wave
import zlib
from array import array
from io import BytesIO

import av
from PIL import Image

PLACE = b"PLANTED-PLACE-30.66N"
GPS_TAG, ORIENTATION_TAG, AUTHOR_TAG = 0x8825, 0x0112, 0x013B


def picture(size=(64, 48), left="red", right="blue") -> Image.Image:
    """Two halves of different colours, so that a turn or a cut shows."""
    sheet = Image.new("RGB", size, right)
    sheet.paste(left, (0, 0, size[0] // 2, size[1]))
    return sheet


def saved(image: Image.Image, kind: str, **options) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def phone_photo(orientation: int = 1, size=(64, 48)) -> bytes:
    """A JPEG as phones make them: place, author and orientation in EXIF, and a comment."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    exif[AUTHOR_TAG] = PLACE.decode()
    exif.get_ifd(GPS_TAG)[29] = PLACE.decode()
    return saved(picture(size), "JPEG", quality=95, exif=exif, comment=PLACE)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and carries next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1024))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 1, extra: bytes = b"", catalog: bytes = b"") -> bytes:
    """A small PDF with a word on every page; `extra` objects start at number 100."""
    kids = b" ".join(b"%d 0 R" % (10 + page) for page in range(pages))
    content = b"BT /F1 40 Tf 20 40 Td (Dadkar) Tj ET"
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R%s>>endobj" % catalog,
        b"2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj" % (kids, pages),
        b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj" % (len(content), content),
        b"5 0 obj<</Author(%s)>>endobj" % PLACE,
        extra,
    ]
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R"
    page += b"/Resources<</Font<</F1 3 0 R>>>>>>endobj"
    objects += [page % (10 + number) for number in range(pages)]
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer<</Root 1 0 R/Info 5 0 R>>\n%%EOF"


def wav(samples: bytes, rate: int = 8000) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples)
    return out.getvalue()


def tone(seconds: float = 1.0, rate: int = 8000) -> bytes:
    """A WAV of one note."""
    note = array("h", (int(9000 * math.sin(i * 2764 / rate)) for i in range(int(seconds * rate))))
    return wav(note.tobytes(), rate)


def recording(container: str, codec: str, rate: int = 48000, seconds: float = 1) -> bytes:
    """The same note as a phone would record it, with an author and a place in its metadata."""
    out = BytesIO()
    with av.open(BytesIO(tone(seconds, rate))) as source, av.open(out, "w", format=container) as made:
        made.metadata.update({"title": PLACE.decode(), "location": "+30.6600+051.5900/"})
        stream = made.add_stream(codec, rate=rate, layout="mono")
        for frame in source.decode(audio=0):
            frame.pts = None
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()
