"""The drawings in docs/flows/ are those of the flows, and drift is noticed."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dadkar.cases.management.commands import flows
from dadkar.cases.models.case import FLOW
from dadkar.kernel.flow import Flow


def test_the_drawings_in_the_docs_have_not_drifted() -> None:
    call_command("flows", "--check")


def test_every_flow_of_ours_has_a_page_with_all_its_edges(tmp_path: Path) -> None:
    call_command("flows", "--to", tmp_path)
    assert {"answer.md", "case.md", "commitment.md", "referral.md"} <= {p.name for p in tmp_path.iterdir()}
    page = (tmp_path / "case.md").read_text()
    for source, verbs in FLOW.edges.items():
        for verb, targets in verbs.items():
            for target in targets:
                assert f"    {source.value} --> {target.value}: {verb}\n" in page


def changed(page: Path) -> None:
    page.write_text(page.read_text().replace("take", "grab"))


def missing(page: Path) -> None:
    page.unlink()


def of_no_flow(page: Path) -> None:
    page.with_name("parade.md").write_text("gone")


@pytest.mark.parametrize("drift", [changed, missing, of_no_flow])
def test_drift_is_an_error_that_names_the_page_and_a_run_repairs_it(tmp_path: Path, drift: object) -> None:
    call_command("flows", "--to", tmp_path)
    call_command("flows", "--check", "--to", tmp_path)
    drift(tmp_path / "case.md")  # type: ignore[operator]
    with pytest.raises(CommandError, match="parade.md" if drift is of_no_flow else "case.md"):
        call_command("flows", "--check", "--to", tmp_path)
    call_command("flows", "--to", tmp_path)
    assert flows.drift(tmp_path) == []


def test_a_flow_that_only_tests_know_is_not_drawn() -> None:
    from dadkar.kernel.tests import test_flow

    before = dict(Flow.registry)
    try:
        test_flow.test_the_drawing_shows_each_edge()
        assert set(Flow.registry) - {name.removesuffix(".md") for name in flows.pages()} == {"test"}
    finally:
        Flow.registry.clear()
        Flow.registry.update(before)
