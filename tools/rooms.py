"""Where the rooms are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "dadkar"


def rooms(package: Path = PACKAGE) -> list[Path]:
    """The folders of the house, with or without an `__init__.py`."""
    return sorted(
        folder
        for folder in package.iterdir()
        if folder.is_dir() and not folder.name.startswith((".", "__")) and any(folder.rglob("*.py"))
    )
