"""Codes: made from a nonce, typed in many ways, with check digits that catch every slip."""

import random
import string
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from dadkar.kernel import moment
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.keyring import Keyring, keyring
from dadkar.kernel.sealing.receipt_field import ReceiptField
from dadkar.kernel.sealing.receipts import (
    SHOWN_FOR,
    BadNonce,
    Mistyped,
    NonceExpired,
    check_digits,
    group,
    is_valid,
    issue,
    may_show,
    new_nonce,
    parse,
    read_nonce,
    sign_nonce,
)

pytestmark = pytest.mark.usefixtures("ring")
NOON = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)


def codes(count):
    """Seeded codes; some begin with zeros."""
    chance = random.Random(7)
    payloads = [f"{chance.randrange(10 ** chance.choice([6, 18])):018d}" for _ in range(count)]
    return [payload + check_digits(payload) for payload in payloads]


def test_check_digits_are_the_standards():
    """The ISO 7064 standard's own example for MOD 97-10: 794 is protected as 79444."""
    assert check_digits("794") == "44"


def test_every_single_error_is_caught():
    for code in codes(300):
        for place in range(20):
            for digit in string.digits:
                wrong = code[:place] + digit + code[place + 1 :]
                assert is_valid(wrong) == (wrong == code)


def test_every_swap_of_neighbours_is_caught():
    for code in codes(5_000):
        for place in range(19):
            wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert is_valid(wrong) == (wrong == code)


def test_equal_residues_are_no_second_spelling():
    for code in codes(3000):
        number = int(code[18:])
        for other in (number - 97, number + 97):
            if 0 <= other <= 99:
                assert not is_valid(f"{code[:18]}{other:02d}")


def test_a_nonce_gives_one_code_always():
    nonce = new_nonce()
    first = issue(nonce)
    assert issue(nonce) == first
    assert len(nonce) == 16
    assert len(first.code) == 20
    assert parse(first.code) == first.code
    assert issue(new_nonce()).code != first.code
    assert first.code not in repr(first)


def test_a_code_can_not_be_made_without_the_pepper(settings, tmp_path):
    nonce = new_nonce()
    first = issue(nonce)
    settings.KEYRING = tmp_path / "another"
    Keyring.generate(settings.KEYRING)
    other = issue(nonce)
    assert {first.code, first.code_hash, first.nonce_hash}.isdisjoint(
        {other.code, other.code_hash, other.nonce_hash}
    )


def test_code_nonce_and_their_hashes_have_keys_of_their_own():
    nonce = new_nonce()
    receipt = issue(nonce)
    assert len({receipt.code_hash, receipt.nonce_hash, receipts._mac("gen", 1, nonce)}) == 3
    assert receipts.nonce_hash(receipt.code.encode()) != receipt.code_hash


def test_after_a_new_pepper_old_codes_are_still_found():
    nonce = new_nonce()
    old = issue(nonce)
    keyring().add("pepper")
    new = issue(nonce)
    assert (old.pepper_id, new.pepper_id) == (1, 2)
    assert old.code != new.code
    assert issue(nonce, old.pepper_id) == old
    assert old.code_hash in receipts.code_hashes(old.code)
    assert {old.nonce_hash, new.nonce_hash} == set(receipts.nonce_hashes(nonce))
    keyring().retire("pepper", 1)
    assert old.code_hash in receipts.code_hashes(old.code)


@pytest.mark.parametrize(
    "write",
    [
        group,
        lambda code: code,
        lambda code: group(code).replace(" ", "-"),
        lambda code: group(code).replace(" ", "–"),
        lambda code: group(code).replace(" ", "\u200c"),
        lambda code: f"\u2067 {group(code)}\u2069\n",
        lambda code: code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: code[:10] + code[10:].translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        lambda code: "ـ".join(code),
    ],
)
def test_a_code_is_read_as_people_type_it(write):
    for code in codes(50):
        assert parse(write(code)) == code


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "20 digits; you typed 0"),
        ("1234", "20 digits; you typed 4"),
        ("1" * 21, "20 digits; you typed 21"),
        ("1" * 1_000_000, "20 digits; you typed 200"),
        ("0" * 20, "mistyped"),
        ("1234 5678 9012 3456 789O", "“O”"),
        ("<script>", "“<”"),
        ("½" * 20, "“½”"),
        ("٢²" * 10, "“²”"),
    ],
)
def test_what_can_not_be_a_code_is_told(text, says, settings):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(Mistyped, match=says):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_mistyped(text):
    with suppress(Mistyped):
        assert is_valid(parse(text))


def test_the_groups_are_five_of_four():
    assert group("12345678901234567890") == "1234 5678 9012 3456 7890"


def test_a_form_keeps_its_nonce_for_hours_but_shows_the_receipt_for_minutes():
    nonce = new_nonce()
    token = sign_nonce(nonce, now=NOON)
    assert read_nonce(token, now=NOON + timedelta(hours=9)) == nonce
    assert read_nonce(token, max_age=SHOWN_FOR, now=NOON + timedelta(minutes=15)) == nonce
    with pytest.raises(NonceExpired):
        read_nonce(token, max_age=SHOWN_FOR, now=NOON + timedelta(minutes=15, seconds=1))
    with pytest.raises(NonceExpired):
        read_nonce(token, max_age=SHOWN_FOR, now=NOON - timedelta(seconds=1))
    with moment.moved_to(NOON + timedelta(minutes=16)), pytest.raises(NonceExpired):
        read_nonce(token, max_age=SHOWN_FOR)


def test_a_filing_shows_its_receipt_for_a_quarter_of_an_hour():
    assert may_show(NOON, now=NOON + timedelta(minutes=15))
    assert not may_show(NOON, now=NOON + timedelta(minutes=15, seconds=1))


@pytest.mark.parametrize("token", ["", "x", "x:y", "e30:abc", "\0", "é", "a" * 100_000])
def test_a_nonce_that_we_did_not_sign_is_refused(token):
    with pytest.raises(BadNonce):
        read_nonce(token)


def test_a_changed_nonce_is_refused_and_an_old_pepper_still_signs():
    token = sign_nonce(new_nonce())
    with pytest.raises(BadNonce):
        read_nonce(token[:5] + ("A" if token[5] != "A" else "B") + token[6:])
    keyring().add("pepper")
    keyring().retire("pepper", 1)
    assert read_nonce(token)
    with pytest.raises(BadNonce):
        receipts.code_from_nonce(1, b"short")


def test_the_form_field_says_what_is_wrong_and_keeps_what_was_typed():
    class Form(forms.Form):
        code = ReceiptField()

    code = codes(1)[0]
    assert Form({"code": group(code)}).is_valid()
    form = Form({"code": group(code)[:-1] + ("1" if code[-1] != "1" else "2")})
    assert not form.is_valid()
    assert form.errors.as_data()["code"][0].code == "mistyped"
    assert group(code)[:-1] in str(form["code"])
    assert Form({"code": ""}).errors.as_data()["code"][0].code == "required"
    assert 'inputmode="numeric"' in str(form["code"])
