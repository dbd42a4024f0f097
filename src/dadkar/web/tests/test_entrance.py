"""What the sign-in pages make of the library's own words."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import translation

from dadkar.web.templatetags.entrance import sentence_case


@pytest.mark.parametrize(
    ("library", "ours"),
    [
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("New Password (again)", "New password (again)"),
        ("Scan the QR code", "Scan the QR code"),
        ("تغییر گذرواژه", "تغییر گذرواژه"),
    ],
)
def test_headings_are_sentences(library: str, ours: str) -> None:
    assert sentence_case(library) == ours


@pytest.mark.parametrize(("language", "ten"), [("fa", "۱۰"), ("en", "10")])
def test_how_long_a_password_must_be_is_said_in_the_reader_s_digits(language: str, ten: str) -> None:
    with translation.override(language):
        assert any(ten in text for text in password_validators_help_texts())
