"""The house stands: floors hold, every room has its card, and the kernel knows no noun of the field."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools import check
from tools.rooms import PACKAGE, ROOT, rooms

from dadkar.people.models import Organisation, User

ROOMS = sorted(room.name for room in rooms())

# What the kernel must not know by name: the things and the people of the field. Not among them: a house,
# by which every row is told apart (decision 1), and a letter, which is one of an alphabet here.
NOUNS = {
    "case", "referral", "commitment", "promise", "applicant", "organisation", "organization", "agency",
    "liaison", "officer", "worker", "topic", "workplace", "petition", "hearing", "ruling",
    "membership", "inspection", "employer",
}  # fmt: skip
ALLOWED = {"Applicant"}  # an actor: whoever holds a code; its subject is a bare uuid


def layers() -> list[str]:
    """The floors of the contract, one string a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract["type"] == "layers")


def test_imports_go_downward_only(tmp_path: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--cache-dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_upward_is_caught(tmp_path: Path) -> None:
    """The contract is no paper tiger: a house with one wrong import fails it."""
    house = tmp_path / "dadkar"
    for floor in layers():
        for name in re.findall(r"\w+", floor):
            (house / name).mkdir(parents=True)
            (house / name / "__init__.py").write_text("")
    (house / "__init__.py").write_text("")
    (house / "kernel" / "__init__.py").write_text("import dadkar.cases\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "dadkar.kernel -> dadkar.cases" in done.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_on_a_floor(room: str) -> None:
    assert any(room in re.findall(r"\w+", floor) for floor in layers())


def test_every_room_has_its_card() -> None:
    assert list(check.cards()) == []


def test_a_room_without_a_card_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "attic").mkdir()
    monkeypatch.setattr(check, "rooms", lambda: [tmp_path / "attic"])
    monkeypatch.setattr(check, "ROOT", tmp_path)
    assert list(check.cards()) == ["attic has no card: the docstring of its __init__.py"]


@pytest.mark.parametrize("folder", sorted({path.parent for path in PACKAGE.rglob("*.py")}), ids=str)
def test_every_folder_of_code_is_a_package(folder: Path) -> None:
    """Without an `__init__.py` a folder is invisible to the floors."""
    assert (folder / "__init__.py").exists()


def names_in(path: Path) -> set[str]:
    """Every name that a module gives to something or reads from something."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                found.add(name)
    return found


def words_of(name: str) -> set[str]:
    """`CaseQueue` and `case_queue` alike: {"case", "queue"}; plurals as their singular."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return {part.lower() for part in parts} | {part.lower().removesuffix("s") for part in parts}


def test_the_kernel_knows_no_noun_of_the_field() -> None:
    kernel = [path for path in (PACKAGE / "kernel").rglob("*.py") if "tests" not in path.parts]
    known = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in kernel
        for name in names_in(path)
        if words_of(name) & NOUNS and name not in ALLOWED
    }
    assert known == set()


def test_the_kernel_has_no_key_to_a_room_above() -> None:
    from django.apps import apps

    strangers = {
        field.related_model
        for model in apps.get_app_config("kernel").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    }
    assert not strangers & {Organisation, User}
    assert all(model._meta.app_label == "kernel" for model in strangers)
