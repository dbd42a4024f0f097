"""The room's drawings, as SVG: no script, no inline style, and labels that stand right in both directions.

Lengths are in the units of the drawing's own box. Labels are isolated (U+2067 or U+2066 to U+2069) and
anchored physically, because `text-anchor` turns round with the direction of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from dadkar.web.templatetags.dadkar import number

PARTS = ("confirmed", "claimed", "overdue")  # from the ground up; the patterns of the keep bars


@dataclass(frozen=True)
class Column:
    """One column: its label, a second line, and its parts by name of PARTS, or `plain`."""

    label: str
    under: str
    parts: dict[str, int]

    @property
    def height(self) -> int:
        return sum(self.parts.values())


def isolated(text: Any) -> str:
    """A label that keeps its own direction inside of any other."""
    return f"{'⁧' if get_language_bidi() else '⁦'}{text}⁩"


def columns(
    items: Sequence[Column], *, said: str, width: int = 44, high: int = 96, labels: bool = True
) -> SafeString:
    """Columns side by side, the first where reading begins; `said` is the drawing in words."""
    whole = width * len(items)
    scale = high / max(1, *(item.height for item in items))
    drawn = [
        _column(item, _x(n, len(items), width), width, high, scale, labels) for n, item in enumerate(items)
    ]
    return format_html(
        '<svg class="columns" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path class="ground" d="M0 {}h{}"/>{}</svg>',
        whole,
        high + (62 if labels else 22),
        whole,
        high + (62 if labels else 22),
        said,
        high + 20.5,
        whole,
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _x(n: int, count: int, width: int) -> int:
    return width * (count - 1 - n if get_language_bidi() else n)


def _column(item: Column, x: int, width: int, high: int, scale: float, labels: bool) -> SafeString:
    y, rects = high + 20.0, []
    for part, n in item.parts.items():
        tall = n * scale
        y -= tall
        if n:
            fill = format_html(' fill="url(#keep-{})"', part) if part in ("claimed", "overdue") else ""
            rects.append((f"keep-{part}", x + width * 0.15, f"{y:.1f}", width * 0.7, f"{tall:.1f}", fill))
    bars = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>', rects)
    if not labels:
        return bars
    middle = x + width / 2
    texts = [
        ("n", middle, f"{y - 5:.1f}", isolated(number(item.height)) if item.height else ""),
        ("", middle, high + 38, isolated(item.label)),
        ("under", middle, high + 55, isolated(item.under)),
    ]
    return bars + format_html_join("", '<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>', texts)


NOTHING, MASKED = "none", "masked"  # of a tile: nothing to show, and not shown
TILE = (84, 68)  # width and height of a tile; of a small one without a name, the next
SMALL_TILE = (40, 30)
GAP = 4
LONGEST = 12  # letters of a name that fit in a tile


@dataclass(frozen=True)
class Tile:
    """One place of a tile map: column and row from the north-west, from 1; `shade` is 0 to 4 or a word."""

    column: int
    row: int
    name: str
    label: str
    under: str
    shade: str


def tile_map(tiles: Sequence[Tile], *, small: bool = False) -> SafeString:
    """Tiles as their counties lie: north above and west to the left, in both directions of reading."""
    wide, high = SMALL_TILE if small else TILE
    first_column, first_row = min(one.column for one in tiles), min(one.row for one in tiles)
    width = (max(one.column for one in tiles) - first_column + 1) * (wide + GAP) - GAP
    height = (max(one.row for one in tiles) - first_row + 1) * (high + GAP) - GAP
    draw = _small_tile if small else _tile
    drawn = (
        (draw(one, (one.column - first_column) * (wide + GAP), (one.row - first_row) * (high + GAP)),)
        for one in sorted(tiles, key=lambda one: (one.row, one.column))
    )
    return format_html(
        '<svg class="tiles{}" viewBox="-1 -1 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}">{}</svg>',
        " small" if small else "",
        width + 2,
        height + 2,
        width + 2,
        height + 2,
        _("; ").join(f"{one.name}: {one.label}" for one in tiles),
        format_html_join("", "{}", drawn),
    )


def tile_swatch(shade: str, size: tuple[int, int] = (14, 14), x: int = 0, y: int = 0) -> SafeString:
    """The ground of a tile; what is masked is hatched by reference to `tile_patterns`."""
    fill = mark_safe(' fill="url(#tile-masked)"') if shade == MASKED else ""
    return format_html(
        '<rect class="tile-{}" x="{}" y="{}" width="{}" height="{}" rx="3"{}/>', shade, x, y, *size, fill
    )


def tile_patterns() -> SafeString:
    """The hatch of masked tiles, once a page."""
    return mark_safe(
        '<svg class="patterns" aria-hidden="true"><defs><pattern id="tile-masked" width="7" height="7" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="tile-ground" width="7" height="7"/><path class="tile-hatch" d="M0 0v7"/>'
        "</pattern></defs></svg>"
    )


def _tile(one: Tile, x: int, y: int) -> SafeString:
    middle, lines = x + TILE[0] // 2, _wrapped(one.name)
    top = y + (20 if len(lines) == 1 else 16)
    texts = [
        *(("name", middle, top + 14 * n, _fitted(line), isolated(line)) for n, line in enumerate(lines)),
        ("n", middle, y + 45 + 4 * (len(lines) - 1), "", isolated(one.label)),
        ("under", middle, y + 60 + 3 * (len(lines) - 1), "", isolated(one.under) if one.under else ""),
    ]
    return format_html(
        '<g class="on-{}">{}{}</g>',
        one.shade,
        tile_swatch(one.shade, TILE, x, y),
        format_html_join("", '<text class="{}" x="{}" y="{}" text-anchor="middle"{}>{}</text>', texts),
    )


def _small_tile(one: Tile, x: int, y: int) -> SafeString:
    """Its number, and nothing for nought: so what there is stands out."""
    return format_html(
        '<g class="on-{}">{}<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        one.shade,
        tile_swatch(one.shade, SMALL_TILE, x, y),
        x + SMALL_TILE[0] // 2,
        y + 20,
        "" if one.shade == "0" else isolated(one.label),
    )


def _wrapped(name: str) -> list[str]:
    """A long name in two lines, parted at the space nearest to its middle."""
    spaces = [n for n, letter in enumerate(name) if letter == " "]
    if len(name) <= LONGEST or not spaces:
        return [name]
    at = min(spaces, key=lambda n: abs(n - len(name) / 2))
    return [name[:at], name[at + 1 :]]


def _fitted(line: str) -> SafeString | str:
    """A line that is still too long is set narrower."""
    if len(line) <= LONGEST + 1:
        return ""
    return format_html(' textLength="{}" lengthAdjust="spacingAndGlyphs"', TILE[0] - 8)
