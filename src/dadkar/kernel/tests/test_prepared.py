"""A query that is prepared gives what the plain one gives, each time for the values it is asked with."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dadkar.kernel import columns, moment
from dadkar.kernel.actor import System
from dadkar.kernel.clock import Clock, working_days
from dadkar.kernel.models import ClockEvent
from dadkar.kernel.prepared import AnyOf, Prepared, PreparedUpdate, Slot

pytestmark = pytest.mark.django_db
BY = System("test")


@pytest.fixture
def kinds() -> list[ContentType]:
    """Three rows of the plainest table there is."""
    made = [ContentType.objects.create(app_label="prepared", model=model) for model in "abc"]
    ContentType.objects.clear_cache()
    return made


NAMED = Prepared[ContentType](lambda: ContentType.objects.filter(model=Slot("model")))
AMONG = Prepared[ContentType](
    lambda: ContentType.objects.filter(AnyOf("model", Slot("models"))).only("model").order_by("-model")
)
MOVED = PreparedUpdate(
    lambda: (ContentType.objects.filter(app_label="prepared", model__gte=Slot("model")), {"app_label": "x"})
)


def test_each_asking_gets_its_own_rows_as_they_are_now(kinds: list[ContentType]) -> None:
    assert [NAMED.one(model=one.model) for one in kinds] == kinds
    assert (NAMED.all(model="d"), NAMED.one(model="d")) == ([], None)
    assert (NAMED.some(model="a"), NAMED.some(model="d")) == (True, False)
    ContentType.objects.filter(pk=kinds[0].pk).update(app_label="other")
    assert getattr(NAMED.one(model="a"), "app_label", "") == "other"


def test_it_is_one_query_and_the_same_as_the_plain_one(kinds: list[ContentType]) -> None:
    NAMED.all(model="a")
    with CaptureQueriesContext(connection) as prepared:
        NAMED.all(model="b")
    with CaptureQueriesContext(connection) as plain:
        list(ContentType.objects.filter(model="b"))
    assert len(prepared) == len(plain) == 1
    assert prepared[0]["sql"] == plain[0]["sql"].replace("'b'", "('b')")


def test_a_list_of_any_length_is_one_slot_and_columns_can_wait(kinds: list[ContentType]) -> None:
    assert AMONG.all(models=[]) == []
    found = AMONG.all(models=["a", "b"])
    assert found == [kinds[1], kinds[0]]
    assert found[0].get_deferred_fields() == {"app_label"}
    assert found[0].app_label == "prepared"


def test_a_value_that_is_missing_is_an_error_before_anything_is_asked() -> None:
    with CaptureQueriesContext(connection) as queries, pytest.raises(KeyError):
        NAMED.all(name="a")
    assert len(queries) == 0


def test_what_gives_no_rows_of_a_model_is_not_prepared() -> None:
    with pytest.raises(AssertionError):
        Prepared[ContentType](lambda: ContentType.objects.values_list("model")).all()
    with pytest.raises(AssertionError):
        Prepared[ContentType](lambda: ContentType.objects.prefetch_related("x")).all()


def test_an_update_writes_what_its_slots_choose(kinds: list[ContentType]) -> None:
    assert MOVED(model="b") == 2
    assert MOVED(model="d") == 0
    assert list(ContentType.objects.filter(app_label="x").order_by("model")) == kinds[1:]


def test_columns_are_read_anew_and_the_rest_stays(kinds: list[ContentType]) -> None:
    row = kinds[0]
    ContentType.objects.filter(pk=row.pk).update(app_label="x", model="z")
    columns.read(row, "model")
    assert (row.app_label, row.model) == ("prepared", "z")
    ContentType.objects.filter(pk=row.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        columns.read(row, "model")


def test_a_row_of_a_log_is_written_whole_and_knows_its_key() -> None:
    clock = Clock(uuid4(), house_id=7)
    clock.start(working_days(5), by=BY, at=moment.now() - timedelta(hours=1), reason="چون")
    written: Any = ClockEvent.objects.get(clock=clock.uuid)
    assert (written.by, written.house_id, written.reason, written.amount) == (BY.ref, 7, "چون", 5)
    again = ClockEvent.objects.get(clock=clock.uuid)
    again.pk, again.uid, again.seq = None, uuid4(), 2
    columns.insert([again])
    assert ClockEvent.objects.get(pk=again.pk).seq == 2
    assert not again._state.adding
