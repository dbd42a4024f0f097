"""Makes the two small web fonts from the Noto families that the `fontpkg-*` wheels carry.

Variable over the weights that the pages use (400–600): together 30 KB, less than four static instances, and
one request a script. What shapes Persian — joining forms, ligatures, marks, the half-space — is kept.

    python tools/fonts.py [folder]     (the build hook calls `build`)
"""

import importlib.util
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).parents[1] / "src" / "dadkar" / "web" / "static" / "web" / "fonts"
AXES = {"wdth": 100, "wght": (400, 600)}

# Persian, and the Arabic letters, vowel signs and digits that people's keyboards and papers bring along.
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگھہۀیےە"
SIGNS = "".join(map(chr, [*range(0x64B, 0x656), 0x670, 0x640]))
DIGITS = "".join(map(chr, [*range(0x660, 0x66A), *range(0x6F0, 0x6FA)]))
PUNCTUATION = "،؛؟٪٫٬﷼«»…–—·×−\u00a0\u200c\u200d\u200e\u200f"
ASCII = "".join(map(chr, range(0x20, 0x7F)))
ASCII_SIGNS = "".join(sign for sign in ASCII if not sign.isalpha())
LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))

FONTS = {
    "arabic": (
        "fontpkg_noto_sans_arabic",
        LETTERS + SIGNS + DIGITS + PUNCTUATION + ASCII_SIGNS,
        [
            "init",
            "medi",
            "fina",
            "isol",
            "rlig",
            "liga",
            "calt",
            "ccmp",
            "locl",
            "mark",
            "mkmk",
            "kern",
            "tnum",
        ],
    ),
    "latin": (
        "fontpkg_noto_sans",
        ASCII + LATIN_1 + "–—‘’“”•…−‐←→↑↓",
        ["kern", "locl", "ccmp", "mark", "mkmk", "tnum"],
    ),
}


def source(package: str) -> Path:
    """The upright variable font of an installed font wheel."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; it carries the font that pages are set in")
    return next(path for path in Path(spec.origin).parent.glob("files/*.ttf") if "Italic" not in path.name)


def make(package: str, text: str, features: list[str], path: Path) -> None:
    """Write one woff2 with the letters of `text` alone."""
    options = subset.Options(
        flavor="woff2", layout_features=features, hinting=False, name_IDs=[0, 1, 2, 13, 14]
    )
    font = TTFont(source(package), lazy=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, AXES)
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same input makes the same bytes
    font.recalcTimestamp = False
    font.save(path)


def build(target: Path = TARGET) -> list[Path]:
    """Make every font in `target` and return their paths; skips those that are newer than this file."""
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for name, (package, text, features) in FONTS.items():
        path = target / f"{name}.woff2"
        if not path.exists() or path.stat().st_mtime < Path(__file__).stat().st_mtime:
            make(package, text, features, path)
        made.append(path)
    return made


if __name__ == "__main__":
    for font_path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET):
        print(f"{font_path} {font_path.stat().st_size:,} bytes")
