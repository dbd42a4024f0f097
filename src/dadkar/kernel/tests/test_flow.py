"""A flow is checked when it is imported, and drawn as it is."""

import pytest
from django.db import models

from dadkar.kernel.flow import Flow


class State(models.TextChoices):
    A = "a"
    B = "b"
    C = "c"


def flow(edges: dict) -> Flow:
    return Flow("test", State, edges, start=State.A, permit=lambda *a: None, record=lambda *a, **k: None)


def test_a_state_without_a_row_is_found() -> None:
    with pytest.raises(ValueError, match="no row"):
        flow({State.A: {"go": State.B}, State.B: {}})


def test_a_state_that_nothing_leads_to_is_found() -> None:
    with pytest.raises(ValueError, match="nothing leads"):
        flow({State.A: {"go": State.B}, State.B: {}, State.C: {}})


def test_a_target_that_is_no_state_is_found() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        flow({State.A: {"go": "nowhere"}, State.B: {}, State.C: {}})


def test_the_drawing_shows_each_edge() -> None:
    drawn = flow({State.A: {"go": {State.B, State.C}}, State.B: {}, State.C: {}}).mermaid()
    assert "a --> b: go" in drawn
    assert "a --> c: go" in drawn
    assert "b --> [*]" in drawn
