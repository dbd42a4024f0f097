"""Padding, so that sizes say little: powers of two for text, Padmé for files."""

from nacl.bindings import sodium_pad, sodium_unpad

SMALLEST = 256


def pad(text: bytes) -> bytes:
    """Pad to the next power of two, 256 bytes at least (ISO/IEC 7816-4 padding, by libsodium)."""
    return sodium_pad(text, _padded(len(text)))


def _padded(length: int) -> int:
    """The next power of two, so that there is one byte of padding at least."""
    return max(SMALLEST, 1 << length.bit_length())


def unpad(padded: bytes) -> bytes:
    """Take the padding off. Raises ValueError when there is none, or the length is none that `pad` makes."""
    block = len(padded)
    if block < SMALLEST or block & (block - 1):
        raise ValueError("not a padded length")
    text = sodium_unpad(padded, block)
    if _padded(len(text)) != block:
        raise ValueError("not the shortest padding")
    return text


def padme(length: int) -> int:
    """The padded length of `length` bytes: at most 12 % more, and O(log log length) bits of it leak.

    Padmé: Nikitin, Barman, Lueks, Underwood, Hubaux, Ford, "Reducing Metadata Leakage from Encrypted Files
    and Communication with PURBs", PoPETs 2019(4), algorithm 1.
    """
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask
