"""The command brings in what the page would, and says in plain words why it does not."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dadkar.cases.tests.lists import book, cases, row
from dadkar.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_house(cast: Any) -> None:
    Organisation.objects.filter(pk=cast.other.pk).update(until="2020-01-01")


def run(tmp_path: Path, data: bytes, *arguments: str) -> str:
    file = tmp_path / "list.xlsx"
    file.write_bytes(data)
    out = StringIO()
    call_command("import_cases", str(file), *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("only_house")
def test_a_list_is_brought_in_once(cast: Any, tmp_path: Path) -> None:
    data = book(row(), row(B="2"))
    assert "2 cases were written down" in run(
        tmp_path, data, "--desk", "شعبهٔ بویراحمد", "--by", "case-worker"
    )
    assert [case.desk for case in cases()] == [cast.branch, cast.branch]
    assert "Nothing is made twice" in run(tmp_path, data)
    assert cases().count() == 2


@pytest.mark.usefixtures("only_house")
def test_bad_rows_are_named_and_stop_it(tmp_path: Path) -> None:
    data = book(row(), row(C=""))
    with pytest.raises(CommandError, match="left out"):
        run(tmp_path, data)
    assert not cases().exists()
    said = run(tmp_path, data, "--leave-out")
    assert "C3: Nothing stands here" in said
    assert cases().count() == 1


@pytest.mark.usefixtures("only_house")
def test_columns_and_units_can_be_said(tmp_path: Path) -> None:
    data = book(["گفت", 12], headings=["ستون یک", "ستون دو"])
    with pytest.raises(CommandError, match="what happened"):
        run(tmp_path, data)
    run(tmp_path, data, "--map", "A=narrative", "--map", "b=amount", "--unit", "million-rial")
    assert cases().get().amount_rial == 12_000_000


@pytest.mark.usefixtures("only_house")
def test_a_preview_makes_nothing(tmp_path: Path) -> None:
    assert "1 rows can become cases" in run(tmp_path, book(row()), "--preview")
    assert not cases().exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Say which house"),
        (["--house", "استان دیگر", "--by", "case-worker"], "does not work at that desk"),
        (["--house", "استان دیگر", "--desk", "نیست"], "Say which branch"),
        (["--house", "استان دیگر", "--map", "C=religion"], "a column can be"),
    ],
)
def test_what_is_not_clear_is_asked(cast: Any, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path, book(row()), *arguments)
    assert not cases().exists()


@pytest.mark.usefixtures("only_house")
def test_a_file_that_is_no_list_or_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not an Excel workbook"):
        run(tmp_path, b"%PDF-1.4")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_cases", str(tmp_path / "none.xlsx"))
