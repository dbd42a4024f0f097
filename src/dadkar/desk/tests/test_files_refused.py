"""A file that can't be kept is refused with a sentence, and no other one is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import CaseFile

pytestmark = pytest.mark.django_db


def test_a_page_named_as_a_picture_is_refused(cast: Any, play: Any, client: Client) -> None:
    case = play.filed()
    client.force_login(cast.worker)
    upload = SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg")
    answer = client.post(reverse("case-add-files", args=[case.uuid]), {"files": upload})
    assert answer.status_code == 422
    assert "a.jpg" in answer.content.decode()
    assert not CaseFile.objects.of(case).exists()
