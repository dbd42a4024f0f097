"""A topic names the law it rests on in the reader's words."""

import pytest
from django.utils import translation

from dadkar.cases.models import Topic

REFERENCES = ["LL 37", "SSL 36", "UI 6", "BL", "EU 2019/1152"]


@pytest.mark.parametrize(
    ("language", "articles"),
    [
        ("fa", ["قانون کار، مادهٔ ۳۷", "قانون تأمین اجتماعی، مادهٔ ۳۶", "قانون بیمهٔ بیکاری، مادهٔ ۶",
                "قانون عیدی و پاداش", "EU 2019/1152"]),
        ("en", ["Labour Law, article 37", "Social Security Law, article 36",
                "Unemployment Insurance Law, article 6", "Law on year-end bonus", "EU 2019/1152"]),
    ],
)  # fmt: skip
def test_the_law_is_said_in_words(language: str, articles: list[str]) -> None:
    with translation.override(language):
        assert Topic(law=REFERENCES).articles == articles
