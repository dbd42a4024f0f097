"""An upload is nowhere on the disk in clear, and one that is too large loses nothing else."""

import io
import os
import tempfile
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadhandler import StopUpload
from django.http.multipartparser import MultiPartParser
from django.test.client import BOUNDARY, encode_multipart
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from PIL import Image

from dadkar.kernel.sealing.spool import BLOCK, SealedSpool
from dadkar.kernel.sealing.uploads import SealingUploadHandler, not_too_large

PLANTED = b"the planted narrative "


class Small(SealingUploadHandler):
    file_limit, request_limit, drain_limit = 300_000, 500_000, 2_000_000


def send(handler, **fields):
    files = {
        name: (lambda f, name=name: setattr(f, "name", f"{name}.jpg") or f)(io.BytesIO(value))
        if isinstance(value, bytes)
        else value
        for name, value in fields.items()
    }
    body = encode_multipart(BOUNDARY, files)
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(len(body))}
    return MultiPartParser(meta, io.BytesIO(body), [handler]).parse()


def test_small_and_large_files_arrive_whole():
    small, large = os.urandom(1000), os.urandom(5_000_000)
    post, files = send(SealingUploadHandler(), before="1", small=small, large=large, then="2")
    assert files["small"].read() == small
    assert b"".join(files["large"].chunks()) == large
    assert files["large"].size == len(large)
    assert (post["before"], post["then"]) == ("1", "2")
    assert files["large"].name == "large.jpg"


def test_what_is_spooled_is_sealed_and_nameless(tmp_path, monkeypatch):
    monkeypatch.setattr("django.conf.settings.FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    made = []
    real = tempfile.TemporaryFile

    def spy(*args, **kwargs):
        made.append(real(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", spy)
    content = PLANTED * 200_000
    _post, files = send(SealingUploadHandler(), paper=content)
    assert len(made) == 1
    assert list(tmp_path.iterdir()) == []
    made[0].flush()
    on_disk = Path(f"/proc/self/fd/{made[0].fileno()}").read_bytes()
    assert len(on_disk) > 4_000_000
    assert PLANTED not in on_disk
    assert b"planted" not in on_disk
    assert files["paper"].read() == content


def test_a_small_file_makes_no_file_at_all(monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    _post, files = send(SealingUploadHandler(), paper=PLANTED * 1000)
    assert files["paper"].read() == PLANTED * 1000


def test_a_file_too_large_is_told_and_loses_no_other_field():
    post, files = send(Small(), story="سه ماه", big=bytes(1_000_000), photo=b"a photo", county="7")
    assert post["story"] == "سه ماه"
    assert post["county"] == "7"
    assert files["photo"].read() == b"a photo"
    assert files["big"].too_large
    assert files["big"].size == 1_000_000
    assert files["big"].read() == b""


def test_many_files_share_the_limit_of_a_request():
    part = bytes(200_000)
    _post, files = send(Small(), a=part, b=part, c=part, d=bytes(50_000))
    assert [files[name].too_large for name in "abcd"] == [False, False, True, False]


def test_the_connection_ends_only_far_beyond():
    handler = Small()
    handler.new_file("f", "f", "image/jpeg", None)
    for _ in range(2_000_000 // 65536):
        handler.receive_data_chunk(bytes(65536), 0)
    with pytest.raises(StopUpload) as stopped:
        handler.receive_data_chunk(bytes(65536), 0)
    assert stopped.value.connection_reset


def test_the_form_says_which_file_and_keeps_the_rest():
    class Form(forms.Form):
        story = forms.CharField()
        paper = forms.FileField(validators=[not_too_large])

    form = Form(*send(Small(), story="x", paper=bytes(1_000_000)))
    assert not form.is_valid()
    assert "paper.jpg" in form.errors["paper"][0]
    assert list(form.errors) == ["paper"]
    assert form.cleaned_data["story"] == "x"


def test_pillow_reads_a_spooled_image():
    image = io.BytesIO()
    Image.effect_noise((1500, 1500), 100).save(image, "PNG")
    spool = SealedSpool(memory=BLOCK)
    spool.append(image.getvalue())
    with Image.open(io.BufferedReader(spool)) as read:
        read.load()
        assert read.size == (1500, 1500)


def test_a_block_moved_on_the_disk_is_refused():
    spool = SealedSpool(memory=0)
    spool.append(os.urandom(3 * BLOCK))
    first, second = spool._block(0), spool._block(1)
    assert first != second
    spool._file.seek(0)
    slots = spool._file.read()
    half = len(slots) // 3
    spool._file.seek(0)
    spool._file.write(slots[half : 2 * half] + slots[:half])
    with pytest.raises(CryptoError):
        spool._block(0)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 200_000), max_size=6), st.integers(0, 300_000), st.data())
def test_a_spool_reads_as_a_file_does(sizes, memory, data):
    spool, file = SealedSpool(memory), io.BytesIO()
    for size in sizes:
        part = os.urandom(size)
        spool.append(part)
        file.write(part)
    reader = io.BufferedReader(spool)
    for _ in range(4):
        position = data.draw(st.integers(0, sum(sizes) + 10))
        size = data.draw(st.integers(0, 150_000))
        reader.seek(position)
        file.seek(position)
        assert reader.read(size) == file.read(size)
    reader.close()
