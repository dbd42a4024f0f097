"""What is prepared once holds for good: nothing of the day, the language or the asker stands in it."""

import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

import dadkar.urls  # noqa: F401  # every page, with all that it asks
from dadkar.cases import reading
from dadkar.cases.models import Case, Referral
from dadkar.kernel import moment
from dadkar.kernel.prepared import Prepared, PreparedUpdate, Slot, _Compiled

pytestmark = pytest.mark.django_db


def prepared() -> dict[str, Any]:
    """Every query of the project that is prepared, by where it stands."""
    rooms = {name: module for name, module in sys.modules.items() if name.startswith("dadkar.")}
    return {
        f"{name}.{key}": value
        for name, module in rooms.items()
        if ".tests" not in name
        for key, value in vars(module).items()
        if isinstance(value, Prepared | PreparedUpdate)
    }


def written(query: Any) -> tuple[str, list[Any]]:
    """Its SQL, put together anew, and what is fixed in it."""
    fresh = type(query)(query.build)
    compiled: Any = fresh._compiled
    sql, given = (compiled.sql, compiled.parameters) if isinstance(compiled, _Compiled) else compiled[1:]
    return sql, [one.name if isinstance(one, Slot) else one for one in given]


@pytest.mark.parametrize("name", sorted(prepared()))
def test_it_is_the_same_on_another_day_and_in_another_language(name: str) -> None:
    query = prepared()[name]
    with override("fa"):
        today = written(query)
    with override("en"), moment.moved_to(moment.now() + timedelta(days=400)):
        assert written(query) == today


def test_there_are_such_queries() -> None:
    assert len(prepared()) > 20


def test_the_door_of_a_prepared_query_is_the_asker_s(cast: Any, play: Any) -> None:
    case, referral = play.filed(), play.sent()
    users = [cast.worker, cast.liaison, cast.head]
    for user in [*users, *reversed(users)]:
        for model, row, look in (
            (Case, case, reading.case_seen_by),
            (Referral, referral, reading.referral_seen_by),
        ):
            assert (look(user, row.uuid) == row) == model.objects.visible_to(user).filter(pk=row.pk).exists()


def test_whoever_acts_as_nobody_sees_nothing(cast: Any, play: Any) -> None:
    case = play.filed()
    nobody: Any = SimpleNamespace(principal_ids=())
    assert reading.case_seen_by(nobody, case.uuid) is None
