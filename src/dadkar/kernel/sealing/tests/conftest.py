"""A keyring of its own for each test, and a table with sealed fields."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from dadkar.kernel.sealing.fields import SealedJSONField, SealedTextField
from dadkar.kernel.sealing.keyring import Keyring

with isolate_apps("dadkar.kernel"):

    class Story(models.Model):
        """What somebody told; its own uuid owns the keys."""

        uuid = models.UUIDField(default=uuid4, unique=True)
        text = SealedTextField(name="story.text")
        want = SealedTextField(name="story.want", null=True)
        phone = SealedTextField(name="story.phone", purpose="contact", null=True)
        people = SealedJSONField(name="story.people", null=True)

        class Meta:
            app_label = "kernel"

    class Note(models.Model):
        """A note on a story, under the story's key."""

        uuid = models.UUIDField(default=uuid4, unique=True)
        story = models.ForeignKey(Story, models.CASCADE)
        text = SealedTextField(name="note.text", owner="story.uuid")

        class Meta:
            app_label = "kernel"


@pytest.fixture
def ring(tmp_path, settings):
    settings.KEYRING = tmp_path / "keyring"
    return Keyring.generate(settings.KEYRING)


@pytest.fixture
def story(db, monkeypatch):
    """The model `Story`, with its table."""
    monkeypatch.setitem(apps.all_models["kernel"], "story", Story)  # copy.copy looks it up there
    with connection.schema_editor() as editor:
        editor.create_model(Story)
        editor.create_model(Note)
    return Story


@pytest.fixture
def note(story):
    """The model `Note`."""
    return Note
