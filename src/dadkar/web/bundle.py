"""One stylesheet from many small ones.

Sources stay one file a component. A worker on a slow line should pay for one request, so the finder below
joins them into `web/dadkar.css` whenever static files are looked up or collected: tests, `runserver` and
`collectstatic` all see the same file and nothing generated is committed.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

BUNDLE = "web/dadkar.css"
WEB_CSS = Path(__file__).parent / "css"


def sources() -> list[Path]:
    """Every css file, in order: web's index.css (it declares the layers), web's others, then each room's."""
    index = WEB_CSS / "index.css"
    ours = [path for path in sorted(WEB_CSS.glob("*.css")) if path != index]
    rooms = [
        path
        for app in apps.get_app_configs()
        if app.name.startswith("dadkar.") and app.label != "web"
        for path in sorted(Path(app.path, "css").glob("*.css"))
    ]
    return [index, *ours, *rooms]


def squeeze(css: str) -> str:
    """The same css without comments and without the spaces that carry no meaning."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def stylesheet() -> str:
    """The whole stylesheet as it is sent."""
    return "\n".join(squeeze(path.read_text()) for path in sources()) + "\n"


class StylesheetFinder(BaseFinder):
    """Finds `web/dadkar.css`, written under DATA whenever its text changed."""

    @property
    def storage(self) -> FileSystemStorage:
        """Where the joined file is kept."""
        return FileSystemStorage(location=settings.DATA / "bundle")

    def write(self) -> Path:
        """Join the sources; write only a changed file, and whole, as several processes may do so at once."""
        target = Path(self.storage.path(BUNDLE))
        text = stylesheet()
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.with_suffix(f".{id(self)}.tmp")
            half.write_text(text)
            half.replace(target)
        return target

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> Any:
        """The joined file's path when it is the one asked for; in a list with `find_all`."""
        if path != BUNDLE:
            return []
        found = str(self.write())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file, for collectstatic and WhiteNoise."""
        self.write()
        yield BUNDLE, self.storage
