"""Write docs/openapi.json from the operations; `--check` fails when it is not what they say."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from dadkar.api.service import ROOT, service

FILE = Path("docs/openapi.json")


class Command(BaseCommand):
    help = "Write the API's OpenAPI 3.1 document into docs/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it has drifted")
        parser.add_argument("--file", type=Path, default=FILE)

    def handle(self, *args: Any, **asked: Any) -> None:
        with override("en"):
            schema = service().get_openapi_schema(path_prefix=ROOT)
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        file: Path = asked["file"]
        if not asked["check"]:
            file.write_text(text, "utf-8")
            return
        if not file.exists() or file.read_text("utf-8") != text:
            raise CommandError(f"{file} is not what the operations say: run `dadkar manage openapi`")
