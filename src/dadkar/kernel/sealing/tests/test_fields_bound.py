"""An envelope opens only in the row, field and version for which it was sealed."""

import copy
from uuid import UUID, uuid4

import pytest

from dadkar.kernel.sealing.errors import SealingError, Tampered, UnknownEnvelope
from dadkar.kernel.sealing.tests.columns import TEXT, put, stored

pytestmark = pytest.mark.usefixtures("ring")


def test_a_value_is_not_moved_to_another_row_or_field(story):
    row = story.objects.create(text=TEXT, want="want")
    with pytest.raises(SealingError):
        story(text=row.text)
    with pytest.raises(SealingError):
        row.want = row.text
    other = copy.copy(row)
    other.pk, other.uuid = None, uuid4()
    with pytest.raises(SealingError):
        other.save()


def test_an_envelope_from_another_row_is_refused(story):
    first, second = story.objects.create(text="first"), story.objects.create(text="second")
    put(first, stored(second))
    with pytest.raises(Tampered):
        first.text.open()


def test_an_envelope_from_another_row_of_the_same_owner_is_refused(story, note):
    owner = story.objects.create(text="story")
    first, second = (note.objects.create(story=owner, text=text) for text in ("first", "second"))
    put(first, stored(second))
    with pytest.raises(Tampered):
        first.text.open()


def test_an_envelope_from_another_field_or_table_is_refused(story, note):
    row = story.objects.create(text="text", want="want")
    put(row, stored(row, "want"))
    with pytest.raises(Tampered):
        row.text.open()
    twin = note.objects.create(story=row, uuid=row.uuid, text="note")
    put(twin, stored(row, "want"))
    with pytest.raises(Tampered):
        twin.text.open()


def test_an_envelope_of_another_purpose_is_refused(story):
    row = story.objects.create(text="text", phone="0917")
    put(row, stored(row, "phone"))
    with pytest.raises(Tampered):
        row.text.open()


def test_another_version_of_the_field_is_refused(story, monkeypatch):
    story.objects.create(text=TEXT)
    monkeypatch.setattr(story._meta.get_field("text"), "version", 2)
    with pytest.raises(Tampered):
        story.objects.get().text.open()


def test_a_flipped_byte_and_an_unknown_version_are_refused(story):
    row = story.objects.create(text=TEXT)
    whole = stored(row)
    put(row, whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Tampered):
        row.text.open()
    put(row, b"\x02" + whole[1:])
    with pytest.raises(UnknownEnvelope):
        row.text.open()
    put(row, b"")
    with pytest.raises(Tampered):
        row.text.open()


def test_the_place_is_made_of_frozen_words(story):
    uuid = UUID("6f1d6e0a-3a77-4a51-9d0e-3f9a1c2b4d5e")
    place = story._meta.get_field("text").place_of(story(uuid=uuid))
    assert (place.table, place.field, place.row, place.version) == ("story", "text", uuid, 1)
