"""A sealed file opens whole, or says that it is not."""

import io
import os
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings as sodium

from dadkar.kernel.sealing import streams
from dadkar.kernel.sealing.errors import Erased, SealingError, Tampered, UnknownEnvelope
from dadkar.kernel.sealing.keycache import OwnerKey
from dadkar.kernel.sealing.padding import padme
from dadkar.kernel.sealing.streams import (
    CHUNK,
    new_file_key,
    open_chunks,
    open_file,
    open_file_key,
    seal_chunks,
    seal_file,
)

KEY = bytes(range(32))
FILE = UUID("6f1d6e0a-3a77-4a51-9d0e-3f9a1c2b4d5e")
START, SEALED_CHUNK = 26, CHUNK + 17


def sealed(content):
    return b"".join(seal_chunks(io.BytesIO(content), len(content), KEY, FILE))


def opened(stream, key=KEY, file_uuid=FILE):
    return b"".join(open_chunks(io.BytesIO(stream), key, file_uuid))


def chunks(stream):
    body = stream[START:]
    return [body[at : at + SEALED_CHUNK] for at in range(0, len(body), SEALED_CHUNK)]


@pytest.fixture(scope="module")
def content():
    return os.urandom(4 * CHUNK + 1000)


@pytest.fixture(scope="module")
def stream(content):
    return sealed(content)


@pytest.mark.parametrize(
    "length", [0, 1, 7, 8, 100, CHUNK - 9, CHUNK - 8, CHUNK - 7, CHUNK, 2 * CHUNK - 8, 3 * CHUNK + 5, 10**6]
)
def test_files_of_every_length_come_back(length):
    content = os.urandom(length)
    assert opened(sealed(content)) == content


def test_only_the_padded_length_can_be_seen():
    lengths = {len(sealed(bytes(length))) for length in range(98_400, 100_300)}
    assert len(lengths) == 1


def test_padme_is_the_papers():
    assert [padme(length) for length in (0, 1, 2, 8, 9, 100, 1000, 1025, 1_000_000)] == [
        0, 1, 2, 8, 10, 104, 1024, 1088, 1_015_808,
    ]  # fmt: skip


@given(st.integers(1, 10**12))
def test_padme_adds_little_and_never_shrinks(length):
    assert length <= padme(length) <= length * 1.12 + 1
    assert padme(padme(length)) == padme(length)


@settings(max_examples=60)
@given(st.data())
def test_any_flipped_bit_is_refused(stream, data):
    changed = bytearray(stream)
    changed[data.draw(st.integers(0, len(stream) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealingError):
        opened(bytes(changed))


@settings(max_examples=60)
@given(st.data())
def test_cut_short_anywhere_is_refused(stream, data):
    with pytest.raises(Tampered):
        opened(stream[: data.draw(st.integers(0, len(stream) - 1))])


def test_cut_at_each_chunk_is_refused(stream):
    for number in range(6):
        with pytest.raises(Tampered):
            opened(stream[: START + number * SEALED_CHUNK][: len(stream) - 1])


def test_a_chunk_left_out_swapped_or_repeated_is_refused(stream):
    start, parts = stream[:START], chunks(stream)
    assert len(parts) == 5
    wrong = [
        parts[:2] + parts[3:],
        parts[1:],
        [*parts[:1], parts[2], parts[1], *parts[3:]],
        [*parts[:2], parts[1], *parts[2:]],
        [*parts, parts[-1]],
        parts[::-1],
    ]
    for order in wrong:
        with pytest.raises(Tampered):
            opened(start + b"".join(order))


def test_extended_is_refused(stream):
    for more in (b"\0", bytes(17), bytes(SEALED_CHUNK), stream):
        with pytest.raises(Tampered):
            opened(stream + more)


def test_two_files_under_one_key_can_not_be_spliced(stream, content):
    other = sealed(content)
    with pytest.raises(Tampered):
        opened(stream[: START + SEALED_CHUNK] + other[START + SEALED_CHUNK :])
    with pytest.raises(Tampered):
        opened(other[:START] + stream[START:])


def test_another_file_or_key_is_refused(stream):
    with pytest.raises(Tampered):
        opened(stream, file_uuid=uuid4())
    with pytest.raises(Tampered):
        opened(stream, key=bytes(32))


@pytest.mark.parametrize("start", [b"\x00\x03", b"\x02\x03", b"\x01\x01", b"\x01\x04"])
def test_unknown_versions_are_refused_as_such(stream, start):
    with pytest.raises(UnknownEnvelope):
        opened(start + stream[2:])


def forged(blocks, tags):
    """A stream by who holds the key, with these tags."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    out = streams.PREFIX + sodium.crypto_secretstream_xchacha20poly1305_init_push(state, KEY)
    for block, tag in zip(blocks, tags, strict=True):
        out += sodium.crypto_secretstream_xchacha20poly1305_push(state, block, streams._associated(FILE), tag)
    return out


def test_the_final_tag_is_at_the_end_and_only_there():
    first, last = (2 * CHUNK - 8).to_bytes(8, "big") + bytes(CHUNK - 8), bytes(CHUNK)
    assert opened(forged([first, last], [streams.MESSAGE, streams.FINAL])) == bytes(2 * CHUNK - 8)
    for tags in ((0, 0), (3, 3), (3, 0), (1, 3), (0, 1), (2, 3)):
        with pytest.raises(Tampered):
            opened(forged([first, last], tags))


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"short",
        (1).to_bytes(8, "big"),
        (1).to_bytes(8, "big") + b"ab",
        (5).to_bytes(8, "big") + b"12345" + bytes(8),
        (2**64 - 1).to_bytes(8, "big") + b"1",
    ],
)
def test_a_length_or_padding_that_we_would_not_make_is_refused(block):
    with pytest.raises(Tampered):
        opened(forged([block], [streams.FINAL]))


def test_a_file_appears_whole_and_is_not_replaced(tmp_path):
    path, content = tmp_path / "a file", os.urandom(200_000)
    assert seal_file(io.BytesIO(content), path, KEY, FILE) == 200_000
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"".join(open_file(path, KEY, FILE)) == content
    with pytest.raises(FileExistsError):
        seal_file(io.BytesIO(b"other"), path, KEY, FILE)
    assert b"".join(open_file(path, KEY, FILE)) == content
    assert [found.name for found in tmp_path.iterdir()] == ["a file"]


def test_a_source_that_fails_leaves_no_file(tmp_path):
    class Failing(io.BytesIO):
        def read(self, size=-1):
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        seal_file(Failing(b"12345"), tmp_path / "x", KEY, FILE)
    assert list(tmp_path.iterdir()) == []


def test_a_source_of_another_length_is_refused():
    for length in (4, 6):
        with pytest.raises(OSError, match=r"shorter|longer"):
            list(seal_chunks(io.BytesIO(b"12345"), length, KEY, FILE))


def test_a_file_key_is_wrapped_for_its_file_and_goes_with_its_owners():
    owner = OwnerKey(1, os.urandom(32))
    key, wrapped = new_file_key(owner, FILE)
    assert open_file_key(owner, FILE, wrapped) == key
    assert len(key) == 32
    assert key not in wrapped
    with pytest.raises(Tampered):
        open_file_key(owner, uuid4(), wrapped)
    with pytest.raises(Tampered):
        open_file_key(OwnerKey(1, os.urandom(32)), FILE, wrapped)
    for erased in (OwnerKey(1, None), OwnerKey(2, None), OwnerKey(2, os.urandom(32))):
        with pytest.raises(Erased):
            open_file_key(erased, FILE, wrapped)
