"""What a worker on a slow line pays for the first page, and that the small fonts still shape Persian."""

import gzip
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from fontTools.ttLib import TTFont

from dadkar.web import bundle

ROOT = settings.PACKAGE.parents[1]
PERSIAN = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيك۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩،؛؟٪٫٬«»…\u200c\u200dًٌٍَُِّْٔ"


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The fonts as the build makes them."""
    spec = importlib.util.spec_from_file_location("fonts", ROOT / "tools" / "fonts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {path.stem: path for path in module.build(tmp_path_factory.mktemp("fonts"))}


def test_the_fonts_are_small(fonts: dict[str, Path]) -> None:
    assert sum(path.stat().st_size for path in fonts.values()) <= 60_000


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.django_db
def test_a_worker_s_first_load_is_at_most_100_kb_as_sent(
    fonts: dict[str, Path], client: Client, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/style/worker/")
    assert page.status_code == 200
    assert b"<script" not in page.content
    css = gzip.compress(bundle.stylesheet().encode())
    icon = (settings.PACKAGE / "web/static/web/mark.svg").stat().st_size
    sent = len(page.content) + len(css) + icon + sum(path.stat().st_size for path in fonts.values())
    assert sent <= 100_000
    assert len(css) <= 12_000


@pytest.fixture(scope="module")
def arabic(fonts: dict[str, Path]) -> Iterator[TTFont]:
    with TTFont(fonts["arabic"]) as font:
        yield font


def test_every_persian_sign_is_there(arabic: TTFont) -> None:
    known = arabic.getBestCmap()
    assert not [sign for sign in PERSIAN if ord(sign) not in known]


def test_letters_still_join(arabic: TTFont) -> None:
    features = {record.FeatureTag for record in arabic["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= features
    assert "GPOS" in arabic  # places the vowel signs


def test_digits_stand_in_columns(arabic: TTFont) -> None:
    widths = {arabic["hmtx"][arabic.getBestCmap()[ord(digit)]][0] for digit in "۰۱۲۳۴۵۶۷۸۹"}
    assert len(widths) == 1


def test_one_file_carries_the_weights_that_the_pages_use(arabic: TTFont) -> None:
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in arabic["fvar"].axes] == [
        ("wght", 400, 600)
    ]


def test_the_stylesheet_names_exactly_the_fonts_that_are_made(fonts: dict[str, Path]) -> None:
    css = bundle.stylesheet()
    assert all(f'url("fonts/{path.name}")' in css for path in fonts.values())
    assert css.count("url(") == len(fonts)


@pytest.mark.django_db
def test_nothing_comes_from_elsewhere(client: Client) -> None:
    html = client.get("/style/worker/").content.decode()
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html
