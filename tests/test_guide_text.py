"""The guide's own checks: clean as it is, and loud about each thing that can grow stale."""

import shutil
from pathlib import Path

import pytest
from tools import guide


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The chapters, to spoil; the pictures they name are looked for where they are."""
    there = tmp_path / "docs" / "guide-fa"
    shutil.copytree(guide.SOURCES["fa"], there)
    pictures = tmp_path / guide.PICTURES.relative_to(guide.ROOT)
    shutil.copytree(guide.PICTURES, pictures)
    monkeypatch.setitem(guide.SOURCES, "fa", there)
    monkeypatch.setattr(guide, "PICTURES", pictures)
    return there


def change(chapter: Path, before: str, after: str) -> None:
    text = chapter.read_text()
    assert before in text
    chapter.write_text(text.replace(before, after, 1))


def test_the_guide_is_as_it_should_be() -> None:
    assert list(guide.faults()) == []


@pytest.mark.parametrize(
    ("chapter", "before", "after", "fault"),
    [
        ("triage", "**برداشتن پرونده**", "**گرفتن پرونده**", "“گرفتن پرونده”"),
        ("triage", "صف", "صفِ", "make guide"),
        ("confirm", "<!-- picture: follow |", "<!-- pictur: follow |", "does not say what it shows"),
        ("receipt", "(file-for.md)", "(file.md)", "file is no chapter"),
        ("queue", "guide/queue.png", "guide/people.png", "not the picture of its line"),
        ("README", "[صف: از کجا شروع کنم؟](queue.md)", "صف", "table of contents differ: queue"),
    ],
)
def test_what_grows_stale_is_named(copy: Path, chapter: str, before: str, after: str, fault: str) -> None:
    change(copy / f"{chapter}.md", before, after)
    assert fault in "\n".join(guide.faults())


def test_a_picture_that_is_missing_large_or_nobody_s_is_named(copy: Path) -> None:
    (guide.PICTURES / "queue.png").rename(guide.PICTURES / "old.png")
    (guide.PICTURES / "take.png").write_bytes(b"x" * (guide.LARGEST + 1))
    found = "\n".join(guide._faults_of_pictures())
    assert "no picture queue" in found
    assert "nobody shows the picture old" in found
    assert "take is too large" in found
