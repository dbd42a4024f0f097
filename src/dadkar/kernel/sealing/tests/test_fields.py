"""A sealed field shows nothing until it is opened, and opens only where it was written."""

import copy
import json
import pickle
from contextlib import suppress
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import IntegrityError, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from dadkar.kernel.sealing import keys
from dadkar.kernel.sealing.errors import Erased, MissingKey, SealingError
from dadkar.kernel.sealing.fields import Sealed, SealedTextField, open_all, sealing_names_are_used_once
from dadkar.kernel.sealing.tests.columns import TEXT, put, stored

pytestmark = pytest.mark.usefixtures("ring")


def test_a_text_comes_back_as_it_was_written(story):
    made = story.objects.create(text=TEXT, people=[{"نام": "علی", "months": 3}])
    read = story.objects.get()
    assert isinstance(read.text, Sealed)
    assert read.text.open() == TEXT == made.text.open()
    assert read.people.open() == [{"نام": "علی", "months": 3}]
    assert read.want is None


@pytest.mark.parametrize("text", ["", "‌", "🙂", "a\0b", "x" * 1_000_000])
def test_odd_texts_come_back_too(story, text):
    story.objects.create(text=text)
    assert story.objects.get().text.open() == text


def test_the_column_holds_no_clear_text(story):
    row = story.objects.create(text=TEXT, phone="09171234567")
    assert isinstance(stored(row), bytes)
    assert len(stored(row)) == 302
    for column in ("text", "phone"):
        assert TEXT.encode() not in stored(row, column)
        assert b"0917" not in stored(row, column)


def test_a_value_shows_nothing_of_itself(story):
    story.objects.create(text=TEXT)
    fresh, read = story(text=TEXT), story.objects.get()
    read.text.open()
    for value in (fresh.text, read.text):
        assert f"{value} {value!r} {value!s} {[value]}" == "<sealed> <sealed> <sealed> [<sealed>]"
        with pytest.raises(TypeError):
            pickle.dumps(value)
        with pytest.raises(TypeError):
            json.dumps(value)


def test_values_give_no_clear_text_and_can_not_be_opened(story):
    story.objects.create(text=TEXT)
    for value in (story.objects.values("text")[0]["text"], story.objects.values_list("text", flat=True)[0]):
        assert str(value) == "<sealed>"
        with pytest.raises(SealingError):
            value.open()


def test_it_can_not_be_searched_sorted_out_or_written_past_its_row(story):
    story.objects.create(text=TEXT)
    with pytest.raises(FieldError):
        story.objects.filter(text=TEXT)
    with pytest.raises(FieldError):
        story.objects.filter(text__icontains="مزد")
    assert story.objects.filter(want__isnull=True).count() == 1
    with pytest.raises(TypeError):
        story.objects.update(text="in clear")


def test_only_texts_are_taken(story):
    with pytest.raises(TypeError):
        story(text=b"bytes")
    with pytest.raises(TypeError):
        story(text=["list"])
    with pytest.raises(ValueError, match="JSON"):
        story(people=[float("nan")])


@pytest.mark.parametrize("kind", ["create", "bulk_create", "bulk_update", "save", "update_fields"])
def test_every_way_of_saving_seals(story, kind):
    row = story(text="before")
    if kind == "bulk_create":
        row.text = TEXT
        story.objects.bulk_create([row])
    elif kind == "create":
        row = story.objects.create(text=TEXT)
    else:
        row.save()
        row = story.objects.get()
        row.text = TEXT
        if kind == "bulk_update":
            story.objects.bulk_update([row], ["text"])
        else:
            row.save(update_fields=["text"] if kind == "update_fields" else None)
    assert story.objects.get().text.open() == TEXT


def test_saving_what_was_read_does_not_seal_it_anew(story):
    row = story.objects.create(text=TEXT)
    before = stored(row)
    read = story.objects.get()
    read.want = "more"
    read.save()
    assert stored(row) == before


def test_deferred_and_refreshed_rows_open(story):
    row = story.objects.create(text=TEXT)
    assert story.objects.defer("text").get().text.open() == TEXT
    assert story.objects.only("pk").get().text.open() == TEXT
    row.refresh_from_db()
    assert row.text.open() == TEXT
    assert copy.deepcopy(row).text.open() == TEXT
    assert copy.copy(row).text.open() == TEXT


def test_erased_content_is_called_erased_and_contact_goes_before_it(story):
    story.objects.create(text=TEXT, phone="0917")
    row = story.objects.get()
    keys.erase(row.uuid, "contact")
    assert row.text.open() == TEXT
    with pytest.raises(Erased):
        row.phone.open()
    assert row.phone.display() == str(Erased())
    with pytest.raises(Erased):
        story.objects.filter(pk=row.pk).get().phone.open()


def test_nothing_is_sealed_under_an_erased_key(story):
    row = story.objects.create(text=TEXT)
    keys.erase(row.uuid, "content")
    row.text = "again"
    with pytest.raises(Erased):
        row.save()


def test_after_an_erasure_a_renewed_key_opens_only_the_new(story):
    row = story.objects.create(text=TEXT, phone="old")
    old = stored(row, "phone")
    keys.erase(row.uuid, "contact")
    keys.renew(row.uuid, "contact")
    row.phone = "new"
    row.save()
    assert story.objects.get().phone.open() == "new"
    put(row, old, "phone")
    with pytest.raises(Erased):
        row.phone.open()


def test_a_lost_key_is_not_called_erased(story):
    story.objects.create(text=TEXT)
    keys.SealedKey.objects.all().delete()
    with pytest.raises(MissingKey):
        story.objects.get().text.open()


def test_many_rows_open_with_one_query_for_their_keys(story, note, django_assert_num_queries):
    for number in range(30):
        row = story.objects.create(text=f"text {number}", want="want", phone="0917")
        note.objects.create(story=row, text=f"note {number}")
    keys.erase(row.uuid, "contact")
    rows = list(story.objects.order_by("pk"))
    with django_assert_num_queries(1):
        open_all(rows, "text", "want", "phone", "people")
        assert [row.text.open() for row in rows] == [f"text {number}" for number in range(30)]
        assert {row.phone.display() for row in rows[:-1]} == {"0917"}
    assert rows[-1].phone.display() == str(Erased())
    notes = list(note.objects.select_related("story").order_by("pk"))
    with django_assert_num_queries(1):
        open_all(notes, "text")
    with django_assert_num_queries(0):
        open_all(notes, "text")
        assert notes[7].text.open() == "note 7"


def test_opening_no_rows_asks_nothing(story, django_assert_num_queries):
    with django_assert_num_queries(0):
        open_all([], "text")
        open_all([story(text="x")], "text")


def test_filing_within_a_request_makes_its_keys_once(story, django_assert_num_queries):
    with keys.key_cache(), transaction.atomic():
        row = story(text=TEXT, want="w", phone="0917")
        keys.create(row.uuid)
        with django_assert_num_queries(1):
            row.save(force_insert=True)


def test_a_rolled_back_key_is_not_used_again(story):
    """Its text would be lost: the key's row went with the transaction."""
    with keys.key_cache():
        row = story(text=TEXT)
        with suppress(IntegrityError), transaction.atomic():
            row.save()
            story.objects.create(text="x", uuid=row.uuid)
        assert not story.objects.exists()
        row.pk = None
        row.save(force_insert=True)
    assert story.objects.get().text.open() == TEXT


def test_a_row_without_a_uuid_is_not_sealed(story):
    with pytest.raises(TypeError, match="uuid"):
        story(text=TEXT, uuid=None).save()


def test_no_form_writes_its_placeholder_over_a_text(story):
    assert list(modelform_factory(story, fields="__all__").base_fields) == ["uuid"]


def test_a_fixture_carries_the_envelope_only(story):
    story.objects.create(text=TEXT)
    row = story.objects.get()
    dump = serializers.serialize("json", [row])
    assert "مزد" not in dump
    before = stored(row)
    field = story._meta.get_field("text")
    assert field.to_python(field.value_to_string(row)).envelope == before


def test_migrations_keep_the_frozen_words():
    field = SealedTextField(name="a.b", purpose="contact", owner="case.uuid", row="uid", version=3, null=True)
    written, imports = MigrationWriter.serialize(field)
    namespace = {}
    exec("\n".join(imports), namespace)
    again = eval(written, namespace)
    for attribute in ("sealing_name", "purpose", "owner", "row", "version", "null"):
        assert getattr(again, attribute) == getattr(field, attribute)
    assert field.clone().sealing_name == "a.b"


def test_a_name_must_be_table_and_field_and_be_used_once(monkeypatch):
    with isolate_apps("dadkar.kernel") as apps:

        class One(models.Model):
            uuid = models.UUIDField(default=uuid4)
            text = SealedTextField(name="one.text")
            same = SealedTextField(name="one.text")
            wrong = SealedTextField(name="onetext")

            class Meta:
                app_label = "kernel"

    monkeypatch.setattr("dadkar.kernel.sealing.fields.apps", apps)
    assert [error.id for error in sealing_names_are_used_once(None)] == ["dadkar.E011"]
    assert [error.id for error in One._meta.get_field("wrong").check()] == ["dadkar.E010"]
