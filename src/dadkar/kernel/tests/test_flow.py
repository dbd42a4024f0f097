"""A flow is checked when it is imported; a move that can't be made changes nothing."""

from typing import Any

import pytest
from django.db import models

from dadkar.cases.models import Case
from dadkar.cases.models.case import FLOW
from dadkar.kernel.actor import System
from dadkar.kernel.flow import Flow, MovedMeanwhile, NotAllowed, WrongState


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


@pytest.mark.django_db
def test_the_second_of_two_officers_is_told_what_happened(cast: Any, play: Any) -> None:
    case = play.filed()
    seen_by_both = Case.objects.as_system("test").get(pk=case.pk)
    case.take(by=cast.worker)
    with pytest.raises(MovedMeanwhile) as told:
        seen_by_both.take(by=cast.colleague)
    assert str(Case.State.TRIAGE.label) in str(told.value.message)
    assert Case.objects.as_system("test").get(pk=case.pk).officer == cast.worker


@pytest.mark.django_db
def test_a_verb_that_does_not_start_here_changes_nothing(cast: Any, play: Any) -> None:
    case = play.filed()
    with pytest.raises(WrongState):
        case.reopen("چرا", by=cast.worker)
    assert Case.objects.as_system("test").get(pk=case.pk).state == Case.State.RECEIVED


@pytest.mark.django_db
def test_nobody_is_never_somebody(cast: Any, play: Any) -> None:
    case = play.filed()
    with pytest.raises(TypeError):
        FLOW.move(case, "take", by=None)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        case.take(by=cast.liaison)
    assert System("job").ref == "system:job"
