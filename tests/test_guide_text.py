"""The guide's own checks: clean as it is, and loud about each thing that can grow stale."""

import shutil
from pathlib import Path

import pytest
from tools import guide


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both languages' chapters and pictures, to spoil; the folder that the chapters' folders are in."""
    docs = tmp_path / "docs"
    for language, source in list(guide.SOURCES.items()):
        shutil.copytree(source, docs / source.name)
        monkeypatch.setitem(guide.SOURCES, language, docs / source.name)
    pictures = tmp_path / guide.PICTURES.relative_to(guide.ROOT)
    shutil.copytree(guide.PICTURES, pictures)
    monkeypatch.setattr(guide, "PICTURES", pictures)
    return docs


def change(chapter: Path, before: str, after: str) -> None:
    text = chapter.read_text()
    assert before in text
    chapter.write_text(text.replace(before, after, 1))


def test_the_guide_is_as_it_should_be() -> None:
    assert list(guide.faults()) == []


@pytest.mark.parametrize(
    ("chapter", "before", "after", "fault"),
    [
        ("fa/triage", "**برداشتن پرونده**", "**گرفتن پرونده**", "“گرفتن پرونده”"),
        ("en/triage", "**Take the case**", "**Take it**", "guide-en: triage: the interface does not say"),
        ("fa/triage", "صف", "صفِ", "guide/fa/triage.html is not as its chapter: make guide"),
        ("en/triage", "courteous", "polite", "guide/en/triage.html is not as its chapter: make guide"),
        ("fa/confirm", "<!-- picture: follow |", "<!-- pictur: follow |", "does not say what it shows"),
        ("fa/receipt", "(file-for.md)", "(file.md)", "file is no chapter"),
        ("en/receipt", "(file-for.md)", "(file.md)", "file is no chapter"),
        ("fa/queue", "guide/fa/queue.png", "guide/fa/people.png", "not the picture of its line"),
        ("en/queue", "guide/en/queue.png", "guide/fa/queue.png", "not the picture of its line"),
        (
            "en/queue",
            "| Queue; All open;",
            "| Queue; All cases;",
            "guide-en: queue: no page says “All cases”",
        ),
        ("en/search", "# Search", "# Searching", "its heading is not as in the table of contents"),
        ("fa/README", "[صف: از کجا شروع کنم؟](queue.md)", "صف", "table of contents differ: queue"),
        (
            "en/README",
            "[Search](search.md)",
            "Search",
            "table of contents differ: search",
        ),
        ("en/why", "| referral-why sent |", "| case-why sent |", "the languages' pictures differ: why"),
    ],
)
def test_what_grows_stale_is_named(copy: Path, chapter: str, before: str, after: str, fault: str) -> None:
    change(copy / f"guide-{chapter}.md", before, after)
    assert fault in "\n".join(guide.faults())


def test_a_chapter_that_one_language_lacks_is_named(copy: Path) -> None:
    (copy / "guide-en" / "search.md").unlink()
    change(copy / "guide-en" / "README.md", "16. [Search](search.md)\n", "")
    assert "guide: the languages' chapters differ: search" in list(guide.faults())


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_picture_that_is_missing_large_or_nobody_s_is_named(copy: Path, language: str) -> None:
    there = guide.PICTURES / language
    (there / "queue.png").rename(there / "old.png")
    (there / "take.png").write_bytes(b"x" * (guide.LARGEST + 1))
    found = list(guide._of_pictures(language))
    assert "no picture queue: make pictures" in found
    assert "nobody shows the picture old" in found
    assert "take is too large" in found
