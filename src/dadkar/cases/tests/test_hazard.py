"""An immediate hazard counts in hours, day and night, on every clock of its matter."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dadkar.cases.models import Case, Referral, Topic
from dadkar.kernel import moment

pytestmark = pytest.mark.django_db

HOURS = timedelta(hours=4)
THURSDAY_NIGHT = datetime(2026, 5, 14, 23, 0, tzinfo=ZoneInfo("Asia/Tehran"))
HAZARD = Case.Urgency.HAZARD


@pytest.fixture
def immediate(cast: Any) -> Topic:
    return Topic.objects.create(house=cast.house, code="safety.hazard", fa="خطر", bodies=["labour"], hours=4)


def begun(row: Any) -> datetime:
    """When the row's clock began to run."""
    return row.clock.replay().run.events[0].at


def test_the_bodys_clock_runs_through_night_and_rest_day(play: Any) -> None:
    with moment.moved_to(THURSDAY_NIGHT):
        referral = play.sent(play.filed(urgency=HAZARD))
        assert referral.due_at - begun(referral) == HOURS


def test_other_matters_of_the_same_topic_keep_their_working_days(play: Any) -> None:
    with moment.moved_to(THURSDAY_NIGHT):
        referral = play.sent()
        assert referral.due_at > referral.sent_at + timedelta(days=7)


def test_a_body_that_must_answer_again_has_hours_again(cast: Any, play: Any) -> None:
    referral = play.sent(play.filed(urgency=HAZARD))
    play.answered(referral, "refuse", "مادهٔ ۱۰")
    referral.send_back("نشد", by=cast.worker)
    again = Referral.objects.as_system("test").get(pk=referral.pk)
    assert again.due_at - begun(again) == HOURS


def test_a_topic_that_is_one_makes_it_one(cast: Any, play: Any, immediate: Topic) -> None:
    case = play.filed()
    case.classify(by=cast.worker, topic=immediate, urgency=Case.Urgency.NORMAL)
    assert case.urgency == HAZARD
    assert case.due_at - begun(case) == HOURS


def test_the_desk_may_find_that_it_is_none(cast: Any, play: Any, immediate: Topic) -> None:
    case = play.filed()
    case.classify(by=cast.worker, topic=immediate)
    case.classify(by=cast.worker, topic=immediate, urgency=Case.Urgency.NORMAL)
    assert case.urgency == Case.Urgency.NORMAL
