"""The checks that no linter knows: `python -m tools.check`. Each prints what is wrong, one line each."""

import ast
import sys
from collections.abc import Callable, Iterator
from io import StringIO

from tools import ground, guide, messages
from tools.rooms import ROOT, rooms

LONGEST_CARD = 10  # lines


def cards() -> Iterator[str]:
    """Every room has a card; without an `__init__.py` the import floors would not see it."""
    for room in rooms():
        module = room / "__init__.py"
        card = ast.get_docstring(ast.parse(module.read_text())) if module.exists() else None
        if not card:
            yield f"{room.relative_to(ROOT)} has no card: the docstring of its __init__.py"
        elif len(card.splitlines()) > LONGEST_CARD:
            yield f"{module.relative_to(ROOT)}: a card has at most {LONGEST_CARD} lines"


def templates() -> Iterator[str]:
    """Every template of ours compiles."""
    from django.template import TemplateSyntaxError, loader

    for room in rooms():
        folder = room / "templates"
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                try:
                    loader.get_template(str(path.relative_to(folder)))
                except (TemplateSyntaxError, UnicodeDecodeError) as error:
                    yield f"{path.relative_to(ROOT)}: {error}"


def command(*line: str) -> Callable[[], Iterator[str]]:
    """A check that a Django command makes: it exits with an error when something is wrong."""

    def check() -> Iterator[str]:
        from django.core.management import CommandError, call_command

        said = StringIO()
        try:
            call_command(*line, stdout=said, stderr=said)
        except (CommandError, SystemExit) as error:
            yield f"manage {' '.join(line)}: {said.getvalue()}{error}".strip()

    check.__doc__ = f"manage {' '.join(line)}"
    return check


def main() -> int:
    """Run every check, in production's mode, which is the strictest."""
    import django
    from django.core.management import get_commands

    ground.lay(mode="serve")
    django.setup()
    checks: list[Callable[[], Iterator[str]]] = [
        cards,
        templates,
        lambda: iter(messages.faults()),
        guide.faults,
        command("check", "--deploy", "--fail-level", "WARNING"),
        command("makemigrations", "--check", "--dry-run"),
    ]
    for generated in ("flows", "openapi"):
        if generated in get_commands():
            checks.append(command(generated, "--check"))
    found = [fault for check in checks for fault in check()]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(found)} faults in {len(checks)} checks" if found else f"{len(checks)} checks passed")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
