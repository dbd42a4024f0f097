"""What a wheel needs beside the sources, made when it is built: compiled messages and the fonts."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface[Any]):
    """Runs for wheels and for editable installs; pyproject lists what it makes as artifacts."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path.insert(0, self.root)
        try:
            from tools import fonts, messages
        finally:
            sys.path.remove(self.root)
        package = root / "src" / "dadkar"
        messages.compile_all(package)
        fonts.build(package / "web" / "static" / "web" / "fonts")
