"""The messages for people and their Persian, room by room.

    python -m tools.messages extract    take up what code and templates say, keep what is translated
    python -m tools.messages check      fail on what is missing, fuzzy, unused or contradicts itself
    python -m tools.messages compile    write the .mo files that are older than their .po

The msgids are English. A room's Persian lies in its `locale/fa/LC_MESSAGES/django.po`, sorted and without
line numbers, so that a change shows only what it changes. What stands outside the rooms goes to `web`.
"""

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import template
from tools.rooms import PACKAGE, rooms

PO = Path("locale/fa/LC_MESSAGES/django.po")
HOME_OF_THE_HOMELESS = "web"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """msgid ""
msgstr ""
"Language: fa\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
ARABIC_LETTERS = re.compile("[يك]")  # Persian has ی and ک
Found = tuple[str | tuple[str, ...], list[str], str | None]


def said_in(path: Path) -> Iterator[Found]:
    """(msgid, comments for the translator, context) for every message in a module or template."""
    text = path.read_text()
    if path.suffix != ".py":
        # what Django makes of a template reads like Python, but for its indentation
        text = "\n".join(line.strip() for line in template.templatize(text).splitlines())
    for _line, msgid, comments, context in extract(
        "python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        yield msgid, comments, context


def sources(room: Path) -> Iterator[Path]:
    """The modules and templates of a room that speak to people."""
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        if "tests" in inside or "migrations" in inside:
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in inside):
            yield path
    if room.name == HOME_OF_THE_HOMELESS:
        yield from sorted(room.parent.glob("*.py"))


def said(room: Path) -> Catalog:
    """Everything that a room says."""
    catalog = Catalog(locale="fa")
    for path in sources(room):
        for msgid, comments, context in said_in(path):
            catalog.add(msgid, auto_comments=comments, context=context)
    return catalog


def translated(room: Path) -> Catalog:
    """The Persian that a room has; empty when it has none yet."""
    path = room / PO
    if not path.exists():
        return Catalog(locale="fa")
    with path.open("rb") as file:
        return read_po(file, locale="fa", abort_invalid=True)


def write(room: Path, catalog: Catalog) -> None:
    path = room / PO
    body = io.BytesIO()
    write_po(
        body, catalog, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True, width=100
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.encode() + body.getvalue().lstrip())


def extract_all(package: Path = PACKAGE) -> None:
    for room in rooms(package):
        new = said(room)
        if not len(new) and not (room / PO).exists():
            continue
        catalog = translated(room)
        catalog.update(new, no_fuzzy_matching=True)
        write(room, catalog)


def compile_all(package: Path = PACKAGE) -> None:
    for path in package.glob(f"*/{PO}"):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        with path.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source, locale="fa"))


def is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def faults_of(room: Path) -> Iterator[str]:
    """What is wrong with a room's Persian, by itself."""
    have, needed = translated(room), said(room)
    for message in needed:
        if not message.id:
            continue
        persian = have.get(message.id, message.context)
        if persian is None or not is_translated(persian):
            yield f"not translated: {message.id!r}"
        elif persian.fuzzy:
            yield f"fuzzy: {message.id!r}"
    for message in have:
        if not message.id:
            continue
        if needed.get(message.id, message.context) is None:
            yield f"no longer said: {message.id!r}"
        if ARABIC_LETTERS.search(str(message.string)):
            yield f"Arabic letters in the Persian of {message.id!r}"
        for error in message.check(have):
            yield f"{error}: {message.id!r}"


def contradictions(package: Path) -> Iterator[str]:
    """The same English that two rooms put into different Persian: give one of them a context."""
    persian: dict[object, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in rooms(package):
        for message in translated(room):
            if message.id and is_translated(message):
                persian[str(message.id), message.context][str(message.string)].append(room.name)
    for (msgid, _context), versions in persian.items():
        if len(versions) > 1:
            ways = "; ".join(f"{', '.join(where)}: {text}" for text, where in versions.items())
            yield f"said in several ways: {msgid!r} ({ways})"


def faults(package: Path = PACKAGE) -> list[str]:
    """Everything that is wrong, one line each."""
    alone = [f"{room.name}: {fault}" for room in rooms(package) for fault in faults_of(room)]
    return [*alone, *contradictions(package)]


def main(verb: str) -> int:
    if verb == "check":
        found = faults()
        print(*found, sep="\n", end="\n" if found else "")
        return bool(found)
    {"extract": extract_all, "compile": compile_all}[verb]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
