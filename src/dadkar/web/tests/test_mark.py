"""The mark always has its word, and its drawing says the same as the word."""

import pytest
from django.utils.translation import override

from dadkar.web.templatetags.components import logo, mark

SAID = [
    ({}, "not yet done", "هنوز انجام نشده"),
    ({"claimed": True}, "said to be done; not yet confirmed", "اعلام انجام؛ هنوز تأیید نشده"),
    ({"claimed": True, "confirmed": True}, "confirmed", "تأییدشده"),
    ({"confirmed": True}, "confirmed", "تأییدشده"),
    ({"claimed": True, "disputed": True}, "not confirmed", "تأیید نشد"),
    ({"late": True}, "not yet done, past its date", "هنوز انجام نشده؛ گذشته از مهلت"),
]


@pytest.mark.parametrize(("states", "english", "persian"), SAID)
def test_the_word_is_there_for_screen_readers_in_both_languages(
    states: dict[str, bool], english: str, persian: str
) -> None:
    for language, word in (("en", english), ("fa", persian)):
        with override(language):
            assert f'<span class="visually-hidden">{word}</span>' in mark(**states)
            assert f"<span>{word}</span>" in mark(**states, show=True)


def test_the_drawing_fills_rings_and_cuts() -> None:
    plain = mark()
    assert "data-" not in plain
    assert "ring" not in plain
    assert "cut" not in plain
    both = mark(claimed=True, confirmed=True)
    assert "data-claimed" in both
    assert "data-confirmed" in both
    assert 'class="ring"' in mark(late=True)
    assert 'class="cut"' in mark(claimed=True, disputed=True)


def test_what_was_confirmed_is_no_longer_late() -> None:
    html = mark(claimed=True, confirmed=True, late=True)
    assert "ring" not in html
    assert "data-late" not in html


def test_a_page_may_give_its_own_word_and_it_is_escaped() -> None:
    assert "&lt;b&gt;" in mark(word="<b>")


def test_the_logo_is_silent_because_the_name_stands_beside_it() -> None:
    assert 'aria-hidden="true"' in logo()
