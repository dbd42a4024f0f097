"""The stylesheet: one bundle, logical properties, colours from tokens alone, contrast that can be read."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders

from dadkar.web import bundle

PHYSICAL = re.compile(
    r"(?:^|[\s{;])("
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*"
    r"|(?:min-|max-)?(?:width|height)|left|right|top|bottom|border-(?:top|bottom)-(?:left|right)-radius"
    r")\s*:(?!hover)|(?:text-align|float|clear):\s*(?:left|right)\b"
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.I)
INLINE = re.compile(
    r"<[^>]*\s(?:style|on\w+)\s*=|<style\b|<script(?![^>]*\s(?:src|type=\"application/json\"))", re.I
)


def declarations(css: str) -> str:
    """The css without comments and without the conditions of media queries."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"@media[^{]*", "@media ", css)


@pytest.mark.parametrize("path", bundle.sources(), ids=lambda path: path.name)
def test_a_source_keeps_to_its_layer_to_logical_properties_and_to_tokens(path: Path) -> None:
    css = declarations(path.read_text())
    assert css.lstrip().startswith("@layer")
    assert not PHYSICAL.findall(css)
    if path.name != "tokens.css":
        assert not COLOUR.findall(css)


def test_the_physical_property_pattern_bites() -> None:
    wrong = [
        "margin-left: 1px",
        "a{left:0}",
        "max-width: 3rem",
        "text-align: right",
        "border-top-left-radius: 1px",
    ]
    assert all(PHYSICAL.search(css) for css in wrong)
    right = ["margin-inline-start: 1px", "max-inline-size: 3rem", "border-start-start-radius: 1px"]
    assert not any(PHYSICAL.search(css) for css in right)


def templates() -> list[Path]:
    rooms = [app.path for app in apps.get_app_configs() if app.name.startswith("dadkar.")]
    return [path for room in rooms for path in sorted(Path(room, "templates").rglob("*.html"))]


def test_no_template_carries_a_style_or_a_script_that_the_policy_would_block() -> None:
    found = {str(path): INLINE.findall(path.read_text()) for path in templates()}
    assert not {path: hits for path, hits in found.items() if hits}
    assert len(found) > 30
    assert INLINE.search('<p class="a" style="x">')
    assert INLINE.search("<button onclick='x'>")
    assert INLINE.search("<script>x</script>")


def test_the_bundle_declares_its_layers_first_and_loses_no_rule() -> None:
    text = bundle.stylesheet()
    assert text.startswith("@layer tokens,base,layout,components,pages,print;")
    whole = "".join(path.read_text() for path in bundle.sources())
    assert text.count("{") == declarations(whole).count("{") == text.count("}")
    assert "/*" not in text


def test_squeezing_keeps_what_spaces_mean() -> None:
    css = "a b {\n  margin: calc(1px + 2px);\n  grid-area: a  b;\n}\n\n.x :is(a, b) { color: red; }"
    assert bundle.squeeze(css) == "a b{margin: calc(1px + 2px);grid-area: a b}.x :is(a,b){color: red}"


def test_static_files_find_the_bundle_and_rewrite_it_only_when_it_changed() -> None:
    path = Path(finders.find(bundle.BUNDLE))
    assert path.read_text() == bundle.stylesheet()
    before = path.stat().st_mtime_ns
    assert finders.find(bundle.BUNDLE) == str(path)
    assert path.stat().st_mtime_ns == before
    path.write_text("old")
    assert Path(finders.find(bundle.BUNDLE)).read_text() == bundle.stylesheet()


def tokens() -> dict[str, dict[str, str]]:
    """Each theme's colours; the dark theme says only what differs."""
    css = (bundle.WEB_CSS / "tokens.css").read_text()
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("@media print")[0]
    read = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", part)) for part in (light, dark)]
    return {"light": read[0], "dark": {**read[0], **read[1]}}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


TEXT = [
    *product(("ink", "soft", "turquoise", "amber", "red"), ("paper", "sheet")),
    *product(("ink", "soft"), ("turquoise-wash", "amber-wash", "red-wash")),
    ("turquoise", "turquoise-wash"),
    ("amber", "amber-wash"),
    ("red", "red-wash"),
    ("on-turquoise", "turquoise"),
    ("paper", "ink"),
    ("paper", "red"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read_on_its_ground(theme: str, front: str, back: str) -> None:
    colours = tokens()[theme]
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("back", ["paper", "sheet"])
def test_the_edges_of_boxes_can_be_seen(theme: str, back: str) -> None:
    colours = tokens()[theme]
    assert contrast(colours["edge"], colours[back]) >= 3
