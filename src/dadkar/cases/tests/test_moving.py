"""A move that can't be made changes nothing, and whoever comes second is told what happened."""

from typing import Any

import pytest

from dadkar.cases.models import Case
from dadkar.cases.models.case import FLOW
from dadkar.kernel.actor import System
from dadkar.kernel.flow import MovedMeanwhile, NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def test_the_second_of_two_officers_is_told_what_happened(cast: Any, play: Any) -> None:
    case = play.filed()
    seen_by_both = Case.objects.as_system("test").get(pk=case.pk)
    case.take(by=cast.worker)
    with pytest.raises(MovedMeanwhile) as told:
        seen_by_both.take(by=cast.colleague)
    assert str(Case.State.TRIAGE.label) in str(told.value.message)
    assert Case.objects.as_system("test").get(pk=case.pk).officer == cast.worker


def test_a_verb_that_does_not_start_here_changes_nothing(cast: Any, play: Any) -> None:
    case = play.filed()
    with pytest.raises(WrongState):
        case.reopen("چرا", by=cast.worker)
    assert Case.objects.as_system("test").get(pk=case.pk).state == Case.State.RECEIVED


def test_nobody_is_never_somebody(cast: Any, play: Any) -> None:
    case = play.filed()
    with pytest.raises(TypeError):
        FLOW.move(case, "take", by=None)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        case.take(by=cast.liaison)
    assert System("job").ref == "system:job"
