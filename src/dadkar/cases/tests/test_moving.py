"""A move that can't be made changes nothing, and whoever comes second is told what happened."""

from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral, Topic
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


def test_a_summary_is_written_anew_only_while_it_is_a_draft(cast: Any, play: Any, topic: Topic) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    case.classify(by=cast.worker, topic=topic)
    referral = actions.draft_referral(case, cast.labour, "سه ماه", by=cast.worker)
    referral.rewrite("چهار ماه", by=cast.worker)
    seen_as_draft = Referral.objects.as_system("test").get(pk=referral.pk)
    referral.propose(by=cast.worker)
    for row, refusal in ((referral, WrongState), (seen_as_draft, MovedMeanwhile)):
        with pytest.raises(refusal):
            row.rewrite("پنج ماه", by=cast.worker)
    kept = Referral.objects.as_system("test").get(pk=referral.pk)
    assert (kept.state, kept.summary.open()) == (Referral.State.PROPOSED, "چهار ماه")


def test_nobody_is_never_somebody(cast: Any, play: Any) -> None:
    case = play.filed()
    with pytest.raises(TypeError):
        FLOW.move(case, "take", by=None)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        case.take(by=cast.liaison)
    assert System("job").ref == "system:job"
