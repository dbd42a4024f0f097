"""A picture comes out upright and readable, and says nothing of who took it, where or when."""

from io import BytesIO

import pytest
from PIL import Image

from dadkar.records.remake import errors, limits
from dadkar.records.remake.client import Remade, remake
from dadkar.records.remake.tests.made import PLACE, phone_photo, picture, png_header, saved


def opened(made: Remade) -> Image.Image:
    return Image.open(BytesIO(made.data))


def is_red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 200 and pixel[2] < 60


def test_a_photo_loses_place_author_and_comment():
    before = phone_photo()
    assert PLACE in before
    made = remake(before, filename="IMG_2041.jpg")
    assert (made.kind, made.mime, made.width, made.height) == ("image", "image/jpeg", 64, 48)
    assert PLACE not in made.data
    assert not opened(made).getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(opened(made).info)


def test_orientation_is_applied_before_it_is_dropped():
    made = remake(phone_photo(orientation=6), filename="a.jpg")  # 6: turn a quarter clockwise
    assert (made.width, made.height) == (48, 64)
    assert is_red(opened(made).getpixel((24, 8)))
    assert not is_red(opened(made).getpixel((24, 56)))


@pytest.mark.parametrize("tail", [b"PK\x03\x04 planted.zip", b"<html><script>alert(1)</script>"])
def test_a_polyglot_loses_its_tail(tail):
    made = remake(saved(picture(), "JPEG") + tail, filename="a.jpg")
    assert tail not in made.data
    assert made.data.endswith(b"\xff\xd9")


def test_a_large_photo_is_reduced_and_keeps_its_shape():
    made = remake(saved(picture((4000, 1000)), "JPEG"), filename="a.jpg")
    assert (made.width, made.height) == (limits.MAX_SIDE, 640)


def test_a_transparent_png_lies_on_white():
    sheet = picture().convert("RGBA")
    sheet.putalpha(0)
    assert min(opened(remake(saved(sheet, "PNG"), filename="a.png")).getpixel((5, 5))) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_colour_mode_comes_out_as_rgb(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = picture().convert("L").convert(mode) if mode != "CMYK" else picture().convert(mode)
    assert opened(remake(saved(source, kind), filename="a")).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_tone():
    grey = Image.new("I;16", (8, 8), 128 * 256)
    assert abs(opened(remake(saved(grey, "PNG"), filename="a.png")).getpixel((4, 4))[0] - 128) < 4


def test_of_a_moving_webp_the_first_frame_is_kept():
    frames = [picture(), picture(left="green", right="green")]
    moving = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    made = remake(moving, filename="a.webp")
    assert is_red(opened(made).getpixel((8, 24)))
    assert getattr(opened(made), "n_frames", 1) == 1


@pytest.mark.parametrize("size", [(31623, 31623), (40_000_001, 1), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_a_gigapixel_is_refused_before_decoding(size):
    with pytest.raises(errors.TooManyPixels):
        remake(png_header(*size), filename="bomb.png")


def test_many_pixels_in_few_bytes_are_opened_within_the_limit():
    honest = saved(Image.new("L", (6000, 6000)), "PNG")  # 36 megapixels in a few kilobytes: allowed
    assert len(honest) < 100_000
    assert remake(honest, filename="a.png").width == limits.MAX_SIDE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_broken(kind):
    whole = saved(Image.effect_noise((300, 300), 80).convert("RGB"), kind)
    with pytest.raises(errors.Broken):
        remake(whole[: len(whole) // 2], filename="a.jpg")
