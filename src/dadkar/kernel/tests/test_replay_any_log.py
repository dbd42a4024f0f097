"""What must hold of a replay whatever the events and the news of the calendar."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dadkar.kernel.replay import replay
from dadkar.kernel.terms import (
    Kind,
    Term,
    Unit,
)
from dadkar.kernel.tests.logs import day, holiday, known, log, on
from dadkar.kernel.work_calendar import Hours, HoursNotice

notices = st.lists(
    st.builds(
        lambda number, since, withdrawn: holiday(number, on(since, 6), withdrawn=withdrawn),
        st.integers(0, 60),
        st.integers(-5, 60),
        st.booleans(),
    )
    | st.builds(
        lambda rest, since: HoursNotice(on(since, 5), Hours(rest=rest)),
        st.frozensets(st.integers(0, 6), max_size=2),
        st.integers(-5, 60),
    ),
    max_size=12,
)


@st.composite
def logs(draw):
    """A possible history of one run, sometimes stopped at its end, each event recorded as it happened."""
    unit = draw(st.sampled_from(Unit))
    at, paused = on(0), False
    events = [("started", at, {"term": Term(draw(st.integers(1, 15)), unit)})]
    for _n in range(draw(st.integers(0, 6))):
        at += timedelta(hours=draw(st.integers(1, 200)))
        choice = draw(st.sampled_from(["toggle", "by", "to", "set"]))
        if choice == "toggle":
            events.append(("resumed" if paused else "paused", at))
            paused = not paused
        elif choice == "by":
            events.append(("extended", at, {"term": Term(draw(st.integers(1, 8)), unit)}))
        else:
            kind = "extended" if choice == "to" else "set"
            events.append((kind, at, {"date": draw(st.dates(day(0), day(60)))}))
    if draw(st.booleans()):
        events.append(("stopped", at + timedelta(hours=draw(st.integers(0, 300)))))
    return log(*events)


def nominal(found) -> datetime:
    """The end as if no pause lasted."""
    return found.told.due_at


@given(logs(), notices, st.randoms())
def test_the_order_of_insertion_does_not_matter(events, said, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    one, other = replay(events, known(*said)), replay(shuffled, known(*said))
    assert one == other
    assert one.steps == other.steps


@given(logs(), notices)
@settings(max_examples=300)
def test_news_of_the_calendar_never_brings_the_end_nearer(events, said):
    """What was told with less news stands with more, and the present calendar can't undercut it."""
    calendar = known(*said)
    moments = sorted({events[-1].recorded_at, *(one.known_since for one in said)})
    told = [nominal(replay(events, calendar, at)) for at in moments if at >= events[-1].recorded_at]
    assert told == sorted(told)
    found = replay(events, calendar)
    assert found.told.due_at >= found.run.due_at


@given(logs(), notices)
def test_an_extension_is_never_earlier(events, said):
    calendar = known(*said)
    before = None
    for count, event in enumerate(events, 1):
        found = replay(events[:count], calendar)
        if event.kind in (Kind.EXTENDED, Kind.RESUMED):
            assert nominal(found) >= before
        before = nominal(found)


@given(logs(), notices, st.integers(0, 60))
def test_replay_as_known_reproduces_the_past(events, said, number):
    moment = on(number)
    then = replay(
        [one for one in events if one.recorded_at <= moment],
        known(*(one for one in said if one.known_since <= moment)),
    )
    assert replay(events, known(*said), moment) == then


@given(logs(), notices)
def test_every_step_has_its_day_and_says_something(events, said):
    found = replay(events, known(*said))
    days = [step.day for step in found.steps]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert all(str(step) for step in found.steps)
    numbers = [step.number for step in found.steps if step.number]
    assert numbers == list(range(1, len(numbers) + 1))
    if found.due_on and found.due_on > days[0]:
        assert days[-1] == found.due_on
