"""A file is what its bytes say, and a refusal says what to do."""

from io import BytesIO

import pytest
from django.utils import translation

from dadkar.records.remake import errors, limits
from dadkar.records.remake.client import remake
from dadkar.records.remake.tests.made import picture, saved


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + bytes(40),
        b"PK\x03\x04" + bytes(40),
        b"\0\0\0\x18ftypheic" + bytes(40),
        b"RIFF\0\0\0\0AVI " + bytes(40),
        b"#EXTM3U\nhttp://127.0.0.1/",
        "متن ساده".encode(),
    ],
)
def test_other_kinds_named_jpg_are_refused(content):
    with pytest.raises(errors.UnknownKind):
        remake(content, filename="photo.jpg")


def test_the_name_does_not_decide():
    assert remake(saved(picture(), "PNG"), filename="script.svg").mime == "image/jpeg"


def test_an_open_file_serves_as_well():
    assert remake(BytesIO(saved(picture(), "PNG")), filename="a.png").kind == "image"


def test_an_empty_file_is_broken():
    with pytest.raises(errors.Broken):
        remake(b"", filename="a.jpg")


def test_a_file_of_sixty_megabytes_is_too_large_and_is_not_read_whole():
    upload = BytesIO(bytes(60 * limits.MIB))
    with pytest.raises(errors.TooLarge):
        remake(upload, filename="film.mp4")
    assert upload.tell() == limits.MAX_BYTES + 1


@pytest.mark.parametrize("reason", [errors.Refused, *errors.BY_NAME.values()])
@pytest.mark.parametrize("lang", ["fa", "en"])
def test_every_refusal_has_a_sentence_with_the_file_in_it(reason, lang):
    with translation.override(lang):
        sentence = reason("عکس\u202e 1.jpg").sentence()
    assert "\u2068عکس 1.jpg\u2069" in sentence
    assert "%" not in sentence
    assert ("please" in sentence.lower()) is (lang == "en"), "the Persian sentence is Persian"
