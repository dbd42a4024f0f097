"""The room's drawings, as SVG: no script, no inline style, and labels that stand right in both directions.

Lengths are in the units of the drawing's own box. Labels are isolated (U+2067 or U+2066 to U+2069) and
anchored physically, because `text-anchor` turns round with the direction of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

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
