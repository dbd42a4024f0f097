"""What a file is, by its first bytes alone: its name and the browser's word are not asked."""

from dadkar.records.remake.errors import Broken, UnknownKind

ISO_MEDIA = b"ftyp"
"""At byte 4 of MP4, M4A and 3GP; picture formats share the box, so its brand is looked at too."""
PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")


def sniff(data: bytes) -> tuple[str, str]:
    """Return (kind, decoder): kind is image, pdf or voice; decoder the library's name for the format.

    Raises Broken for an empty file and UnknownKind for anything not listed here.
    """
    head = data[:16]
    if not head:
        raise Broken
    if head.startswith(b"RIFF"):
        found = {b"WEBP": ("image", "WEBP"), b"WAVE": ("voice", "wav")}.get(head[8:12])
    elif head[4:8] == ISO_MEDIA:
        found = None if head[8:12] in PICTURE_BRANDS else ("voice", "mov")
    else:
        found = next((what for magic, what in MAGIC if head.startswith(magic)), None)
    if found is None:
        raise UnknownKind
    return found


MAGIC = [
    (b"\xff\xd8\xff", ("image", "JPEG")),
    (b"\x89PNG\r\n\x1a\n", ("image", "PNG")),
    (b"%PDF-", ("pdf", "pdf")),
    (b"OggS", ("voice", "ogg")),
    (b"\x1aE\xdf\xa3", ("voice", "matroska")),
    (b"#!AMR", ("voice", "amr")),
    (b"ID3", ("voice", "mp3")),
    *((bytes([0xFF, second]), ("voice", "mp3")) for second in (0xFB, 0xFA, 0xF3, 0xF2)),
]
