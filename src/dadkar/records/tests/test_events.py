"""Events can be added to and proved, never changed; what people wrote in them can be erased."""

import hashlib
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dadkar.kernel.actor import System
from dadkar.kernel.sealing import keys
from dadkar.records.models import Event, EventBody
from dadkar.records.models.event import canonical

pytestmark = pytest.mark.django_db
BY = System("test")


def write(**facts: Any) -> Event:
    return Event.objects.write("test.done", subject=uuid.uuid4(), by=BY, house=1, **facts)


@pytest.mark.parametrize("statement", ["UPDATE records_event SET kind = 'x'", "DELETE FROM records_event"])
def test_not_even_the_owner_of_the_tables_changes_one(statement: str) -> None:
    write()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_leaf_follows_from_payload_and_commitment() -> None:
    event = Event.objects.get(pk=write(n=1, body={"why": "چون"}).pk)
    body = EventBody.objects.get(pk=event.uid)
    commit = hashlib.sha256(bytes(body.salt) + canonical({"why": "چون"}).encode()).digest()
    assert bytes(event.body_commit) == commit
    assert event.is_whole()
    event.payload = event.payload.replace('"n":1', '"n":2')
    assert not event.is_whole()


def test_content_is_not_in_the_payload_and_goes_with_its_key() -> None:
    event = write(body={"why": "رازی که نباید بماند"})
    assert "راز" not in event.payload
    seen = Event.objects.timeline([event.subject])[0]
    assert seen.body == {"why": "رازی که نباید بماند"}
    keys.erase(event.subject, "content")
    gone = Event.objects.timeline([event.subject])[0]
    assert gone.body == {}
    assert gone.is_whole()
