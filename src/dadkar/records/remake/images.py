"""A picture made anew: first frame, upright, at most MAX_SIDE, colours in sRGB, no metadata of any kind."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from dadkar.records.remake.errors import TooManyPixels
from dadkar.records.remake.limits import JPEG_QUALITY, MAX_PIXELS, MAX_SIDE

Image.MAX_IMAGE_PIXELS = None  # ours is checked below, as a refusal and not as a warning


def remake_image(data: bytes, decoder: str) -> tuple[dict[str, int], bytes]:
    """Return ({width, height}, JPEG). Raises TooManyPixels; the library's own errors mean a broken file."""
    with Image.open(BytesIO(data), formats=(decoder,)) as source:
        width, height = source.size
        if width * height > MAX_PIXELS:
            raise TooManyPixels
        source.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded no larger than needed
        source.load()
        picture = opaque(in_srgb(ImageOps.exif_transpose(source)))
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return {"width": picture.width, "height": picture.height}, jpeg(picture)


def in_srgb(picture: Image.Image) -> Image.Image:
    """Turn a phone's wide colours into the usual ones, since the profile itself is dropped."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode != "RGB":
        return picture
    try:
        return ImageCms.profileToProfile(picture, BytesIO(profile), ImageCms.createProfile("sRGB")) or picture
    except ImageCms.PyCMSError:
        return picture


def opaque(picture: Image.Image) -> Image.Image:
    """Return RGB pixels on white paper in a fresh image, which carries nothing of the old one's `info`."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda level: level / 256).convert("L")
    sheet = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        sheet.paste(picture, mask=picture.getchannel("A"))
    else:
        sheet.paste(picture.convert("RGB"))
    return sheet


def jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
