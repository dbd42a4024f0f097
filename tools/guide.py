"""The guide: Markdown in `docs/guide-fa` and `docs/guide-en`, the same as pages of the desk.

    python -m tools.guide write    make the desk's pages anew
    python -m tools.guide check    fail on a page older than its chapter, on a wrong chapter, on a lone one

The pages are committed, as drawings of the flows are, so that a running Dadkar needs no Markdown. Words in
bold are words of the interface, letter by letter. Both languages have the same chapters and pictures. A
picture has a line above it that says what it shows:

    <!-- picture: name | who | page [row] | crop | words; words -->

`tests/browser/test_guide.py` opens that page as that person and looks for those words within the crop; and
for whatever else the picture says, so that none goes stale.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
MOST_PICTURES, LARGEST = 40, 60 * 1024  # in a language; bytes
WORDS = "Description"  # the PNG's keyword for what is to be seen in it
COMMENT = re.compile(r"<!-- picture: (.+?) -->\n!\[(.+?)\]\((.+?)\)")
FRAME = re.compile(r'^(<div dir="\w+">|</div>)\n', re.M)  # a code host needs it; the page says it itself
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\(([\w-]+)\.md\)")
LISTED = re.compile(r"^\d+\. \[(.+?)\]\(([\w-]+)\.md\)$", re.M)
TITLE = re.compile(r"^# (.+)$", re.M)
BETWEEN_WORDS = re.compile("[؛;]")
ON_PAPER = {"Word", "PDF", "موضوع", "شماره"}  # a letter's own words, and its files


@dataclass(frozen=True)
class Picture:
    """What a chapter shows: who opens which page, the part of it, and the words that must stand there."""

    language: str
    name: str
    who: str
    page: str
    row: str
    crop: str
    shows: tuple[str, ...]

    @property
    def file(self) -> Path:
        return PICTURES / self.language / f"{self.name}.png"

    @property
    def words(self) -> str:
        """The words that stood in it when it was taken; "" where there is no picture."""
        if not self.file.exists():
            return ""
        with Image.open(self.file) as picture:
            return str(getattr(picture, "text", {}).get(WORDS, ""))


def text_of(language: str, name: str) -> str:
    """A chapter's Markdown, or the contents' ("README")."""
    return (SOURCES[language] / f"{name}.md").read_text()


def chapters(language: str = "fa") -> dict[str, str]:
    """The headings of the chapters by their names, in the order of the table of contents."""
    return {name: heading for heading, name in LISTED.findall(text_of(language, "README"))}


def pictures(language: str) -> list[Picture]:
    """Every picture of the guide, in the order of its chapters."""
    texts = [text_of(language, name) for name in chapters(language)]
    return [_picture(language, found[1]) for text in texts for found in COMMENT.finditer(text)]


def _picture(language: str, line: str) -> Picture:
    name, who, page, crop, shows = (part.strip() for part in line.split("|"))
    page, _, row = page.partition(" ")
    words = tuple(word.strip() for word in BETWEEN_WORDS.split(shows))
    return Picture(language, name, who, page, row, crop, words)


# -- pages of the desk -----------------------------------------------------------------------------------


def _image(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    file = (SOURCES[env["language"]] / token.attrs["src"]).resolve()
    if not file.exists():
        return ""
    with Image.open(file) as picture:
        width, height = picture.size
    source = f"{{% static 'desk/guide/{env['language']}/{file.name}' %}}"
    picture = f'<img src="{source}" alt="{token.content}" width="{width}" height="{height}" loading="lazy">'
    return f'<a href="{source}">{picture}</a>'


def _link(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if found := LINK.fullmatch(f"]({token.attrs['href']})"):
        contents = found[1] == "README"
        token.attrs["href"] = "{% url 'guide' %}" if contents else f"{{% url 'guide-chapter' '{found[1]}' %}}"
        return f'<a href="{token.attrs["href"]}">'
    return str(self.renderToken(tokens, index, options, env))


def page(language: str, name: str) -> str:
    """A chapter as the desk shows it: a part of a Django template."""
    text = FRAME.sub("", text_of(language, name))
    text = re.sub(r"<!-- picture: .+? -->\n", "", text)
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.add_render_rule("image", _image)
    reader.add_render_rule("link_open", _link)
    made = f"{{# Made by `make guide` from docs/guide-{language}/{name}.md: change it there. #}}"
    return f"{made}{{% load static %}}\n{reader.render(text, {'language': language})}"


def titles() -> str:
    """The chapters of each language in their order, with their headings, as the desk reads them."""
    lines = ["# Made by `make guide` from the guides' README.md: change it there."]
    for language in SOURCES:
        lines.append(f"{language}:")
        lines += [f'  {name}: "{heading}"' for name, heading in chapters(language).items()]
    return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Every file that is made of the guide, and its text."""
    yield CHAPTERS, titles()
    for language in SOURCES:
        yield PAGES / language / "contents.html", page(language, "README")
        for name in chapters(language):
            yield PAGES / language / f"{name}.html", page(language, name)


def write() -> None:
    wanted = dict(pages())
    for path in PAGES.glob("??/*.html"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


# -- what can be wrong -------------------------------------------------------------------------------------


def said(language: str) -> set[str]:
    """All that the interface says in a language."""
    found: set[str] = set()
    for room in rooms():
        for message in messages.translated(room):
            forms = message.string if language == "fa" else message.id
            found.update(map(str, forms if isinstance(forms, tuple | list) else (forms,)))
    return found


def faults() -> Iterator[str]:
    """Everything about the guide that can be seen without a browser, one line each."""
    for language, source in SOURCES.items():
        there, named = {path.stem for path in source.glob("*.md")} - {"README"}, set(chapters(language))
        if there != named:
            yield f"{source.name}: chapters and table of contents differ: {', '.join(sorted(there ^ named))}"
            return
    yield from _faults_between_languages()
    for language, source in SOURCES.items():
        interface = said(language)
        for name in ["README", *chapters(language)]:
            yield from (f"{source.name}: {name}: {fault}" for fault in _of_chapter(language, name, interface))
        yield from (f"{source.name}: {fault}" for fault in _of_pictures(language))
    yield from (
        f"guide: {path.relative_to(ROOT)} is not as its chapter: make guide"
        for path, text in pages()
        if not path.exists() or path.read_text() != text
    )


def _faults_between_languages() -> Iterator[str]:
    if list(chapters("fa")) != list(chapters("en")):
        apart = ", ".join(sorted(chapters("fa").keys() ^ chapters("en").keys())) or "their order"
        yield f"guide: the languages' chapters differ: {apart}"
    fa, en = ([replace(one, language="", shows=()) for one in pictures(language)] for language in SOURCES)
    if fa != en:
        apart = ", ".join(sorted({one.name for one in set(fa) ^ set(en)})) or "their order"
        yield f"guide: the languages' pictures differ: {apart}"


def _of_chapter(language: str, name: str, interface: set[str]) -> Iterator[str]:
    text = text_of(language, name)
    title = TITLE.search(text)
    if name != "README" and (not title or title[1] != chapters(language)[name]):
        yield "its heading is not as in the table of contents"
    yield from (
        f"the interface does not say “{word}”" for word in BOLD.findall(text) if word not in interface
    )
    yield from (
        f"{to} is no chapter" for to in LINK.findall(text) if to not in {"README", *chapters(language)}
    )
    if text.count("![") != len(COMMENT.findall(text)):
        yield "a picture does not say what it shows"
    for line, _alt, file in COMMENT.findall(text):
        picture = _picture(language, line)
        if (SOURCES[language] / file).resolve() != picture.file:
            yield f"{file} is not the picture of its line"
        for words in picture.shows:
            if words not in ON_PAPER and not any(words in sentence for sentence in interface):
                yield f"no page says “{words}”"


def _of_pictures(language: str) -> Iterator[str]:
    named, kept = {one.file for one in pictures(language)}, set((PICTURES / language).glob("*.png"))
    yield from (f"no picture {path.stem}: make pictures" for path in sorted(named - kept))
    yield from (f"nobody shows the picture {path.stem}" for path in sorted(kept - named))
    yield from (f"{path.stem} is too large" for path in sorted(kept) if path.stat().st_size > LARGEST)
    if len(named) > MOST_PICTURES:
        yield f"{len(named)} pictures, at most {MOST_PICTURES}"


def main(verb: str) -> int:
    if verb == "write":
        write()
    found = list(faults())
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
