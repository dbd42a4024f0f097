"""Every example of docs/api.md is answered as it says."""

import re
import shlex
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tools.rooms import ROOT

from dadkar.api.models import Scope
from dadkar.api.tests.programs import token_of
from dadkar.api.tests.test_receipt import code_for
from dadkar.cases import actions, board
from dadkar.cases.tests.drama import case_of
from dadkar.records.remake.tests.made import phone_photo

pytestmark = pytest.mark.django_db
TEXT = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.S) for line in block.splitlines()]
CALLS = [line for line in EXAMPLES if line.startswith("curl ")]


def request_of(line: str, names: dict[str, str]) -> tuple[str, str, dict[str, str], Any]:
    """Method, path, headers and body of a curl line, its variables filled in."""
    for name, value in names.items():
        line = line.replace(f"${name}", value)
    words = iter(shlex.split(line)[1:])
    path, headers, query = "", {}, ""
    body: Any = ""
    for word in words:
        if word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif word == "-F":
            name, _sign, file = next(words).partition("=@")
            body = {name: upload(file)}
        elif word == "--data-urlencode":
            query = "?" + urlencode([tuple(next(words).split("=", 1))])
        elif word != "-G":
            path = word
    return "post" if body else "get", path + query, headers, body


def upload(name: str) -> SimpleUploadedFile:
    """A list, or a picture."""
    if name.endswith(".csv"):
        return SimpleUploadedFile(name, "شرح\nمزد نداده‌اند\n".encode(), "text/csv")
    return SimpleUploadedFile(name, phone_photo(), "image/jpeg")


@pytest.mark.parametrize("line", CALLS)
def test_an_example_does_what_it_says(line: str, cast: Any, play: SimpleNamespace) -> None:
    claimed = play.claimed()
    code = code_for(case_of(claimed))
    referral = play.sent()
    draft = actions.draft_answer(referral, "refuse", "مادهٔ ۱۰", by=cast.liaison)
    petition = board.prepare_petition(
        case_of(claimed), "diagnosis", by=cast.worker, wants="مزد", explanation="شرح", claims=[]
    )
    names = {
        "DADKAR": "",
        "KEY": "8e03978e-40d5-43dd-bc93-6894a57f9324",
        "RECEIPT": code,
        "CLAIMED": code,
        "TOKEN": token_of(cast.worker),
        "CASE": str(claimed.owed_to),
        "LIAISON": token_of(cast.liaison),
        "MANAGER": token_of(cast.head),
        "REFERRAL": str(referral.uuid),
        "DRAFT": str(draft.uuid),
        "PETITION": str(petition.uuid),
    }
    method, path, headers, body = request_of(line, names)
    assert "$" not in path + str(headers)
    response = getattr(Client(), method)(
        path,
        *([body] if body else []),
        headers=headers,
        **({"content_type": "application/json"} if isinstance(body, str) and body else {}),
    )
    assert response.status_code in (200, 201), response.content.decode()


def test_there_are_examples_and_every_scope_is_told_of() -> None:
    assert len(CALLS) >= 10
    assert all(f"`{scope}`" in TEXT for scope in Scope.values)
