"""The guide: Markdown in `docs/guide-fa` for people who read here, the same as pages of the desk.

    python -m tools.guide write    make the desk's pages anew
    python -m tools.guide check    fail on a page older than its chapter, and on a wrong chapter

The pages are committed, as drawings of the flows are, so that a running Dadkar needs no Markdown. Words in
bold are words of the interface, letter by letter. A picture has a line above it that says what it shows:

    <!-- picture: name | who | page [row] | crop | words; words -->

`tests/browser/test_guide.py` opens that page as that person and looks for those words within the crop.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from PIL import Image
from tools import messages
from tools.rooms import PACKAGE, ROOT, rooms

SOURCES = {"fa": ROOT / "docs" / "guide-fa", "en": ROOT / "docs" / "guide-en"}
PAGES = PACKAGE / "desk" / "templates" / "desk" / "guide"
CHAPTERS = PACKAGE / "desk" / "data" / "guide.yaml"
PICTURES = PACKAGE / "desk" / "static" / "desk" / "guide"
MOST_PICTURES, LARGEST = 40, 60 * 1024  # and bytes
COMMENT = re.compile(r"<!-- picture: (.+?) -->\n!\[(.+?)\]\((.+?)\)")
FRAME = re.compile(r'^(<div dir="\w+">|</div>)\n', re.M)  # a code host needs it; the page says it itself
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\((?:\.\./guide-fa/)?([\w-]+)\.md\)")
LISTED = re.compile(r"^\d+\. \[.+?\]\(([\w-]+)\.md\)$", re.M)
TITLE = re.compile(r"^# (.+)$", re.M)


@dataclass(frozen=True)
class Picture:
    """What a chapter shows: who opens which page, the part of it, and the words that must stand there."""

    name: str
    who: str
    page: str
    row: str
    crop: str
    shows: tuple[str, ...]

    @property
    def file(self) -> Path:
        return PICTURES / f"{self.name}.png"


def chapters() -> list[str]:
    """The names of the chapters in the order of the table of contents."""
    return LISTED.findall((SOURCES["fa"] / "README.md").read_text())


def pictures() -> list[Picture]:
    """Every picture of the guide, in the order of its chapters."""
    texts = [(SOURCES["fa"] / f"{name}.md").read_text() for name in chapters()]
    return [_picture(found[1]) for text in texts for found in COMMENT.finditer(text)]


def _picture(line: str) -> Picture:
    name, who, page, crop, shows = (part.strip() for part in line.split("|"))
    page, _, row = page.partition(" ")
    return Picture(name, who, page, row, crop, tuple(word.strip() for word in shows.split("؛")))


# -- pages of the desk -----------------------------------------------------------------------------------


def _image(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    name = Path(token.attrs["src"]).name
    if not (PICTURES / name).exists():
        return ""
    with Image.open(PICTURES / name) as picture:
        width, height = picture.size
    source = f"{{% static 'desk/guide/{name}' %}}"
    return f'<img src="{source}" alt="{token.content}" width="{width}" height="{height}" loading="lazy">'


def _link(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if found := LINK.fullmatch(f"]({token.attrs['href']})"):
        contents = found[1] == "README"
        token.attrs["href"] = "{% url 'guide' %}" if contents else f"{{% url 'guide-chapter' '{found[1]}' %}}"
        return f'<a href="{token.attrs["href"]}">'
    return str(self.renderToken(tokens, index, options, env))


def page(language: str, name: str) -> str:
    """A chapter as the desk shows it: a part of a Django template."""
    text = FRAME.sub("", (SOURCES[language] / f"{name}.md").read_text())
    text = re.sub(r"<!-- picture: .+? -->\n", "", text)
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.add_render_rule("image", _image)
    reader.add_render_rule("link_open", _link)
    made = f"{{# Made by `make guide` from docs/guide-{language}/{name}.md: change it there. #}}"
    return f"{made}{{% load static %}}\n{reader.render(text)}"


def titles() -> str:
    """The chapters in their order, with their headings, as the desk reads them."""
    lines = ["# Made by `make guide` from docs/guide-fa/README.md: change it there."]
    for name in chapters():
        title = TITLE.search((SOURCES["fa"] / f"{name}.md").read_text())
        assert title, f"{name} has no heading"
        lines.append(f'{name}: "{title[1]}"')
    return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Every file that is made of the guide, and its text."""
    yield CHAPTERS, titles()
    for language in SOURCES:
        yield PAGES / language / "contents.html", page(language, "README")
    for name in chapters():
        yield PAGES / "fa" / f"{name}.html", page("fa", name)


def write() -> None:
    wanted = dict(pages())
    for path in PAGES.glob("??/*.html"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


# -- what can be wrong -------------------------------------------------------------------------------------


def said() -> set[str]:
    """All the Persian of the interface."""
    found: set[str] = set()
    for room in rooms():
        for message in messages.translated(room):
            forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
            found.update(str(form) for form in forms)
    return found


def faults() -> Iterator[str]:
    """Everything about the guide that can be seen without a browser, one line each."""
    there = {path.stem for path in SOURCES["fa"].glob("*.md")} - {"README"}
    named = chapters()
    if there != set(named):
        yield f"guide: chapters and table of contents differ: {', '.join(sorted(there ^ set(named)))}"
        return
    interface = said()
    for name in ["README", *named]:
        yield from (f"guide: {name}: {fault}" for fault in _faults_of_chapter(name, interface))
    yield from _faults_of_pictures()
    yield from (
        f"guide: {path.relative_to(ROOT)} is not as its chapter: make guide"
        for path, text in pages()
        if not path.exists() or path.read_text() != text
    )


def _faults_of_chapter(name: str, interface: set[str]) -> Iterator[str]:
    text = (SOURCES["fa"] / f"{name}.md").read_text()
    yield from (
        f"the interface does not say “{word}”" for word in BOLD.findall(text) if word not in interface
    )
    yield from (f"{to} is no chapter" for to in LINK.findall(text) if to not in chapters())
    if text.count("![") != len(COMMENT.findall(text)):
        yield "a picture does not say what it shows"
    for line, _alt, file in COMMENT.findall(text):
        if (SOURCES["fa"] / file).resolve() != _picture(line).file:
            yield f"{file} is not the picture of its line"


def _faults_of_pictures() -> Iterator[str]:
    named, kept = {one.file for one in pictures()}, set(PICTURES.glob("*.png"))
    yield from (f"guide: no picture {path.stem}: make pictures" for path in sorted(named - kept))
    yield from (f"guide: nobody shows the picture {path.stem}" for path in sorted(kept - named))
    yield from (f"guide: {path.stem} is too large" for path in sorted(kept) if path.stat().st_size > LARGEST)
    if len(named) > MOST_PICTURES:
        yield f"guide: {len(named)} pictures, at most {MOST_PICTURES}"


def main(verb: str) -> int:
    if verb == "write":
        write()
    found = list(faults())
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
