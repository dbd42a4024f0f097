"""An envelope opens in its own place, whole, with its own key; or not at all."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from dadkar.kernel.sealing import envelope
from dadkar.kernel.sealing.envelope import BARE, PADDED, Place, open_envelope, read_header, seal
from dadkar.kernel.sealing.errors import SealingError, Tampered, UnknownEnvelope

KEY = bytes(range(32))
PLACE = Place("case", UUID("6f1d6e0a-3a77-4a51-9d0e-3f9a1c2b4d5e"), "narrative")
TEXT = "سه ماه است مزد نگرفته‌ایم.".encode()


def test_the_primitive_is_the_drafts():
    """draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        b"sunscreen would be it.",
        bytes.fromhex("50515253c0c1c2c3c4c5c6c7"),
        bytes(range(0x40, 0x58)),
        bytes(range(0x80, 0xA0)),
    )
    assert sealed.hex() == (
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
        "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )


def test_the_associated_data_byte_for_byte():
    header = bytes.fromhex("0101" + "00000007") + bytes(24)
    assert PLACE.associated(header).hex() == (
        header.hex()
        + "00000008" + b"dadkar/1".hex()
        + "00000004" + b"case".hex()
        + "00000010" + "6f1d6e0a3a774a519d0e3f9a1c2b4d5e"
        + "00000009" + b"narrative".hex()
        + "00000004" + "00000001"
    )  # fmt: skip


# Fixed for ever: an envelope that is in a database today must open in ten years.
BARE_VECTOR = bytes.fromhex(
    "0102000000076465666768696a6b6c6d6e6f707172737475767778797a7b18129ddb9e5ceb96770f0f5089c84a963e120bf9ad46"
)
PADDED_START = bytes.fromhex(
    "0101000000076465666768696a6b6c6d6e6f707172737475767778797a7ba4c02037dff70c5a20e91a1f7ec8657a831172a8"
)


def test_fixed_vectors_are_made():
    nonce = bytes(range(100, 124))
    assert envelope._seal(KEY, 7, PLACE, b"dadkar", BARE, nonce) == BARE_VECTOR
    made = envelope._seal(KEY, 7, PLACE, TEXT, PADDED, nonce)
    assert made.startswith(PADDED_START)
    assert len(made) == 30 + 256 + 16
    assert made[-16:].hex() == "c65318c2d02f1071b3100d398d48b92b"


def test_fixed_vectors_open():
    assert open_envelope(KEY, PLACE, BARE_VECTOR) == b"dadkar"
    assert read_header(BARE_VECTOR).key_id == 7


@given(st.binary(max_size=3000))
def test_what_is_sealed_opens_and_does_not_show(value):
    sealed = seal(KEY, 1, PLACE, value)
    assert open_envelope(KEY, PLACE, sealed) == value
    assert len(value) < 8 or value not in sealed


@given(st.binary(max_size=600), st.sampled_from([PADDED, BARE]), st.data())
def test_any_flipped_bit_is_refused(value, algorithm, data):
    sealed = bytearray(seal(KEY, 1, PLACE, value, algorithm=algorithm))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealingError):
        open_envelope(KEY, PLACE, bytes(sealed))


def test_every_single_byte_flipped_is_refused():
    sealed = seal(KEY, 1, PLACE, TEXT)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 0x55
        with pytest.raises(UnknownEnvelope if position < 2 else Tampered):
            open_envelope(KEY, PLACE, bytes(changed))


@given(st.binary(max_size=100), st.integers(0, 150))
def test_cut_or_lengthened_is_refused(value, size):
    sealed = seal(KEY, 1, PLACE, value, algorithm=BARE)
    for wrong in (sealed[: min(size, len(sealed) - 1)], sealed + b"\0"):
        with pytest.raises(Tampered):
            open_envelope(KEY, PLACE, wrong)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, table="draft"),
        replace(PLACE, row=UUID(int=1)),
        replace(PLACE, field="summary"),
        replace(PLACE, version=2),
        Place("casen", PLACE.row, "arrative"),  # the same bytes, cut elsewhere
    ],
)
def test_another_place_is_refused(elsewhere):
    with pytest.raises(Tampered):
        open_envelope(KEY, elsewhere, seal(KEY, 1, PLACE, TEXT))


def test_another_key_is_refused():
    with pytest.raises(Tampered):
        open_envelope(bytes(32), PLACE, seal(KEY, 1, PLACE, TEXT))


@pytest.mark.parametrize(("version", "algorithm"), [(0, 1), (2, 1), (255, 1), (1, 0), (1, 3), (1, 255)])
def test_unknown_versions_and_algorithms_are_refused_as_such(version, algorithm):
    sealed = seal(KEY, 1, PLACE, TEXT)
    with pytest.raises(UnknownEnvelope):
        open_envelope(KEY, PLACE, bytes([version, algorithm]) + sealed[2:])


def test_a_padded_envelope_can_not_be_passed_off_as_bare():
    sealed = seal(KEY, 1, PLACE, TEXT)
    with pytest.raises(Tampered):
        open_envelope(KEY, PLACE, bytes([1, BARE]) + sealed[2:])


def test_nonces_are_not_used_twice():
    assert len({seal(KEY, 1, PLACE, TEXT)[6:30] for _ in range(1000)}) == 1000


@given(st.integers(0, 255))
def test_short_texts_have_one_size(length):
    assert len(seal(KEY, 1, PLACE, b"x" * length)) == 302


@pytest.mark.parametrize(("length", "padded"), [(256, 512), (511, 512), (512, 1024), (1_000_000, 1 << 20)])
def test_longer_texts_have_the_size_of_a_power_of_two(length, padded):
    assert len(seal(KEY, 1, PLACE, b"x" * length)) == 30 + padded + 16


def test_an_error_shows_neither_key_nor_text():
    with pytest.raises(Tampered) as caught:
        open_envelope(bytes(32), PLACE, seal(KEY, 1, PLACE, b"secret"))
    assert "secret" not in repr(caught.value) + str(caught.value)
