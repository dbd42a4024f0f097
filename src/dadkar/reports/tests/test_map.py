"""The tile map: where tiles stand, what they say; no county is dropped, and nothing masked is told."""

import random
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dadkar.cases import actions
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant, System
from dadkar.people.models import County
from dadkar.reports import drawing, releasing, rollup, tilemap
from dadkar.reports.boards import board
from dadkar.reports.counting import month_of
from dadkar.reports.models import ReleasedCell
from dadkar.reports.tests.test_releases import invent, province, today_of
from dadkar.web import bundle

__all__ = ["province"]
WORDS = re.compile("[⁦⁧](.*)⁩")


def place(**places: tuple[int, int]) -> None:
    """Counties with their column and row."""
    for code, (column, row) in places.items():
        defaults = {"province": "IR-17", "fa": code, "en": code, "map_column": column, "map_row": row}
        County.objects.update_or_create(code=code, defaults=defaults)


def tiles_of(svg: str) -> dict[str, tuple[str, int, int]]:
    """By name: the number, and where the tile's corner stands."""
    found = {}
    for tile in ElementTree.fromstring(svg).findall("g"):
        rect, texts = tile.find("rect"), [WORDS.fullmatch(text.text or "") for text in tile.findall("text")]
        assert rect is not None
        said = [text[1] for text in texts if text]
        found[said[0]] = (said[1], int(rect.get("x", "")), int(rect.get("y", "")))
    return found


def drawings(page: str) -> list[str]:
    return re.findall(r'<svg class="tiles".*?</svg>', page, re.S)


def page(user: Any, name: str = "boards", language: str = "en", **query: str) -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name), query).content.decode()


@pytest.fixture
def gap(cast: Any, play: Any) -> Any:
    """Of two promises that are called done, one was confirmed; all in one county of three."""
    place(west=(1, 2), north=(2, 1))
    County.objects.filter(pk=cast.county.pk).update(map_column=2, map_row=2)
    County.objects.create(code="nowhere", province="IR-17", fa="بی‌جا", en="Nowhere")
    County.objects.create(
        code="abroad", province="IR-07", fa="جای دیگر", en="Abroad", map_column=1, map_row=1
    )
    promises = [play.claimed(play.promised(days=0)) for _n in range(2)]
    for promise in promises:
        case = case_of(promise)
        actions.classify(case, by=cast.worker, county=cast.county)
    actions.confirm(case_of(promises[0]), promises[0], "full", by=Applicant(promises[0].owed_to), via="code")
    rollup.refresh(cast.house)
    return cast


@pytest.mark.parametrize("language", ["fa", "en"])
def test_west_is_left_and_north_is_up_in_both_directions_of_reading(gap: Any, language: str) -> None:
    (svg,) = drawings(page(gap.worker, language=language, by="county"))
    tiles = tiles_of(svg)
    with translation.override(language):
        home = str(gap.county)
    assert tiles["west"][1] < tiles[home][1] == tiles["north"][1]
    assert tiles["north"][2] < tiles[home][2] == tiles["west"][2]


def test_a_tile_says_the_share_and_of_how_many(gap: Any) -> None:
    (svg,) = drawings(page(gap.worker, by="county"))
    assert tiles_of(svg)["Boyer-Ahmad"][0] == "50%"
    assert "1 of 2" in svg
    assert tiles_of(svg)["west"][0] == "–"


def test_what_is_shown_can_be_chosen(gap: Any) -> None:
    text = page(gap.worker, by="county", show="open")
    assert "On the map: open cases" in text
    assert tiles_of(drawings(text)[0])["Boyer-Ahmad"][0] == "1"
    assert "This is the board without that filter." in page(gap.worker, by="county", show="name")


def test_a_county_without_a_place_stands_beside_the_map(gap: Any) -> None:
    text = page(gap.worker, by="county")
    assert not any("Nowhere" in svg for svg in drawings(text))
    assert re.search(r'Nowhere <span class="under">has no place on the map', text)


def test_another_province_is_not_drawn(gap: Any) -> None:
    assert "Abroad" not in page(gap.worker, by="county")


def test_what_nobody_has_placed_is_said(cast: Any) -> None:
    text = page(cast.worker, by="county")
    assert not drawings(text)
    assert "No county has its place on the map yet." in text


def test_small_maps_tell_the_last_months_and_none_to_come(gap: Any) -> None:
    with translation.override("en"):
        seen = board(gap.worker, "county", str(this_month())[:4])
        counties = tilemap.counties_of({"IR-17"}, [])
        months = tilemap.Maps(seen, counties, {"IR-17"}, tilemap.figure_of("")).months
    assert months[-1][0] == this_month()
    assert len(months) == tilemap.MONTHS
    labels = {line.name: line.label for line in months[-1][1].lines}
    assert labels == {"Boyer-Ahmad": "1", "west": "0", "north": "0", "Nowhere": "0"}


def this_month() -> int:
    return month_of(moment.today())


def test_a_release_is_drawn_as_its_table_shows_it(province: Any) -> None:
    place(dena=(2, 1), basht=(1, 1), landeh=(3, 1))  # charam has no place
    County.objects.filter(pk=province.county.pk).update(map_column=2, map_row=2)
    month = releasing.before(month_of(moment.today()))
    invent(province, random.Random(5), month, 260)
    release = releasing.prepare(province.house, month, by=System("test"))
    with today_of(month, 25):
        release.publish(by=System("test"))
        maps = drawings(page(None, "numbers"))
    told: dict[str, dict[str, str]] = {column: {} for column in releasing.COLUMNS}
    for cell in ReleasedCell.objects.filter(release=release, cube="county").exclude(value="charam"):
        name = {"boyer-ahmad": "Boyer-Ahmad"}.get(cell.value, cell.value)
        told[cell.column][name] = "✱" if cell.shown is None else str(cell.shown)
    drawn = [{name: tile[0] for name, tile in tiles_of(svg).items()} for svg in maps]
    assert drawn == [row for row in told.values() if set(row.values()) != {"✱"}]
    assert any("✱" in row.values() for row in drawn)
    hatched = [svg.count('fill="url(#tile-masked)"') for svg in maps]
    assert hatched == [list(row.values()).count("✱") for row in drawn]


@pytest.mark.parametrize(
    ("most", "ends"), [(0, (1,)), (1, (1,)), (4, (1, 2, 3, 4)), (5, (2, 4, 6)), (100, (25, 50, 75, 100))]
)
def test_steps_are_equal_and_the_last_holds_the_most(most: int, ends: tuple[int, ...]) -> None:
    scale = tilemap.Scale.up_to(most)
    assert scale.ends == ends
    assert scale.shade(0) == "0"
    assert all(scale.shade(n) == str(-(-n // ends[0])) for n in range(1, most + 1))


@pytest.mark.parametrize(("column", "row"), [(1, None), (None, 1), (0, 1), (1, 31)])
def test_half_a_place_is_none(cast: Any, column: int | None, row: int | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        County.objects.filter(pk=cast.county.pk).update(map_column=column, map_row=row)


def test_two_counties_have_not_one_place(cast: Any) -> None:
    place(dena=(1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        place(basht=(1, 1))


def test_a_long_name_is_parted_and_one_word_is_set_narrower() -> None:
    svg = drawing.tile_map([drawing.Tile(1, 1, "Masjed Soleyman", "3", "", "1"),
                            drawing.Tile(2, 1, "Extraordinarily", "3", "", "1")])  # fmt: skip
    assert svg.count('class="name"') == 3
    assert svg.count("textLength") == 1


def luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_numbers_can_be_read_on_every_shade() -> None:
    css = "".join(path.read_text() for path in bundle.sources())
    light, dark = re.findall(r"--sheet: #(\w+);.*?--ink: #(\w+);.*?--turquoise: #(\w+);", css, re.S)[:2]
    shades = [float(n) for n in re.findall(r"\.tile-\d \{\s*fill-opacity: ([\d.]+)", css)]
    assert len(shades) == 3
    for sheet, ink, turquoise in (map(rgb, light), map(rgb, dark)):
        for share in (0.0, *shades):
            ground = tuple(share * t + (1 - share) * s for s, t in zip(sheet, turquoise, strict=True))
            low, high = sorted([luminance(ground), luminance(ink)])
            assert (high + 0.05) / (low + 0.05) >= 4.5


def rgb(colour: str) -> tuple[int, ...]:
    long = colour if len(colour) == 6 else "".join(letter * 2 for letter in colour)
    return tuple(int(long[n : n + 2], 16) for n in (0, 2, 4))
