"""The guide: Markdown in `docs/guide-fa` for people who read here, the same as pages of the desk.

    python -m tools.guide write    make the desk's pages anew
    python -m tools.guide check    fail on a page that is older than its chapter, and on a chapter that is wrong

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
PICTURES = PACKAGE / "desk" / "static" / "desk" / "guide"
MOST_PICTURES, LARGEST = 40, 60 * 1024  # and bytes
COMMENT = re.compile(r"<!-- picture: (.+?) -->\n!\[(.+?)\]\((.+?)\)")
FRAME = re.compile(r'^(<div dir="\w+">|</div>)\n', re.M)  # a code host needs it; the page says it itself
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\(([\w-]+)\.md\)")


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
    return list(dict.fromkeys(LINK.findall((SOURCES["fa"] / "README.md").read_text())))


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
    width, height = Image.open(PICTURES / name).size if (PICTURES / name).exists() else (0, 0)
    source = f"{{% static 'desk/guide/{name}' %}}"
    return f'<img src="{source}" alt="{token.content}" width="{width}" height="{height}" loading="lazy">'


def _link(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if found := re.fullmatch(r"([\w-]+)\.md", token.attrs["href"]):
        contents = found[1] == "README"
        token.attrs["href"] = "{% url 'guide' %}" if contents else f"{{% url 'guide-chapter' '{found[1]}' %}}"
        return f'<a href="{token.attrs["href"]}">'
    return str(self.renderToken(tokens, index, options, env))


def page(language: str, name: str) -> str:
    """The desk's page of a chapter, as a Django template."""
    text = FRAME.sub("", (SOURCES[language] / f"{name}.md").read_text())
    text = re.sub(r"<!-- picture: .+? -->\n", "", text)
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.add_render_rule("image", _image)
    reader.add_render_rule("link_open", _link)
    title = re.search(r"^# (.+)$", text, re.M)
    assert title, f"{name} has no heading"
    return (
        f"{{# Made by `make guide` from docs/guide-{language}/{name}.md: change it there. #}}\n"
        '{% extends "desk/guide/page.html" %}{% load static %}\n'
        f"{{% block heading_text %}}{title[1]}{{% endblock %}}\n"
        f"{{% block guide_lang %}}{language}{{% endblock %}}\n"
        f"{{% block guide %}}\n{reader.render(text)}{{% endblock %}}\n"
    )


def pages() -> Iterator[tuple[Path, str]]:
    """Every page of the guide and its text."""
    for name in ["README", *chapters()]:
        yield PAGES / "fa" / f"{'contents' if name == 'README' else name}.html", page("fa", name)
    yield PAGES / "en" / "contents.html", page("en", "README")


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
    yield from (f"guide: {name} is not in the table of contents" for name in sorted(there - set(named)))
    yield from (f"guide: there is no chapter {name}" for name in sorted(set(named) - there))
    if set(named) - there:
        return
    interface = said()
    for name in ["README", *named]:
        text = (SOURCES["fa"] / f"{name}.md").read_text()
        for word in BOLD.findall(text):
            if word not in interface:
                yield f"guide: {name} says “{word}”, and the interface does not"
        yield from (f"guide: {name} leads to {to}" for to in LINK.findall(text) if to not in [*named, "README"])
        if text.count("![") != len(COMMENT.findall(text)):
            yield f"guide: a picture of {name} does not say what it shows"
        for line, _alt, file in COMMENT.findall(text):
            if (SOURCES["fa"] / file).resolve() != _picture(line).file:
                yield f"guide: {name} names {file}, not the picture of its line"
    yield from _faults_of_pictures()
    yield from (
        f"guide: {path.relative_to(ROOT)} is not as its chapter: make guide"
        for path, text in pages()
        if not path.exists() or path.read_text() != text
    )


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
