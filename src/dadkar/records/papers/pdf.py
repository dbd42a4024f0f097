"""From a drawing in `typ/` and data to an accessible PDF (PDF/UA-1). No mark-up in the data is read."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans_arabic
import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst

DRAWINGS = Path(__file__).parent / "typ"
FAMILIES = (fontpkg_ibm_plex_sans_arabic, fontpkg_noto_sans, fontpkg_noto_sans_arabic)
FONT_FOLDERS = [family.ROOT / "files" for family in FAMILIES]
"""Letters in Plex: Noto draws a letter and its dots apart, so that copied Persian comes out doubled."""
HEH_WITH_HAMZA = ("ه\u0654", "\u06c0")
"""Two characters and one: drawn alike, but the one is not doubled when it is copied."""
MADE_AT = 0
"""The hour written into the file: always the same, since the minute of filing can name who filed."""


@cache
def fonts() -> typst.Fonts:
    """The font families, and nothing of the machine's own, so that a paper looks alike everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=FONT_FOLDERS)


def draw(drawing: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of `typ/<drawing>.typ` with `data`. Raises typst.TypstError for a faulty drawing."""
    written = json.dumps(data, ensure_ascii=False).replace(*HEH_WITH_HAMZA)
    compiler = typst.Compiler(
        DRAWINGS / f"{drawing}.typ", root=DRAWINGS, font_paths=fonts(), ignore_system_fonts=True
    )
    made = compiler.compile(
        format="pdf", sys_inputs={"data": written}, pdf_standards=["ua-1"], timestamp=MADE_AT
    )
    assert isinstance(made, bytes)
    return made
