"""Files by program: with a receipt, at the desk, with a body's answer; in, and out again."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dadkar.api.tests.programs import ROOT, Program, program_of, said
from dadkar.api.tests.test_receipt import code_for
from dadkar.cases import actions
from dadkar.cases.models import Answer, Case, CaseFile, SharedFile
from dadkar.kernel.sealing import keys
from dadkar.records.models import Attachment, Event
from dadkar.records.remake.tests.made import phone_photo as photo

pytestmark = pytest.mark.django_db


def send(program: Program, path: str, *files: bytes, key: str = "", field: str = "files") -> Any:
    sent = [SimpleUploadedFile(f"{n}.jpg", data, "image/jpeg") for n, data in enumerate(files)]
    headers = program.headers | ({"Idempotency-Key": key} if key else {})
    return program.client.post(ROOT + path, {field: sent}, headers=headers)


def names(case: Case) -> list[tuple[str, bool]]:
    rows = CaseFile.objects.of(case).select_related("attachment").order_by("pk")
    return [(row.attachment.name.open(), row.from_applicant) for row in rows]


@pytest.fixture
def case(play: SimpleNamespace) -> Case:
    return play.filed()


@pytest.fixture
def holder(case: Case) -> Program:
    return Program(receipt=code_for(case))


def test_a_holder_adds_papers_and_sees_that_they_are_there(holder: Program, case: Case) -> None:
    done = said(send(holder, "/receipt/files", photo(), photo()), 201)
    assert [one["name"] for one in done["files"]] == ["0.jpg", "1.jpg"]
    assert names(case) == [("0.jpg", True), ("1.jpg", True)]
    assert said(holder.get("/receipt"))["files"] == done["files"]
    assert Event.objects.filter(subject=case.uuid, kind="case.files").count() == 1


def test_the_desk_adds_one_and_reads_it_back_made_anew(case: Case, cast: Any) -> None:
    desk = program_of(cast.worker)
    assert b"Exif" in photo()
    [kept] = said(send(desk, f"/cases/{case.uuid}/files", photo()), 201)["files"]
    assert said(desk.get(f"/cases/{case.uuid}"))["files"] == [kept]
    answer = desk.get(f"/cases/{case.uuid}/files/{kept['id']}")
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in data
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert names(case) == [("0.jpg", False)]


def test_sent_again_it_is_kept_once(holder: Program, case: Case) -> None:
    picture = photo()
    first = send(holder, "/receipt/files", picture, key="a")
    again = send(holder, "/receipt/files", picture, key="a")
    assert said(again, 201) == said(first, 201)
    assert again["Idempotent-Replayed"] == "true"
    assert len(names(case)) == 1
    assert said(send(holder, "/receipt/files", picture, picture, key="a"), 422)["code"] == "key-reused"


def test_all_or_none_and_the_sentence_names_the_one(holder: Program, case: Case) -> None:
    problem = said(send(holder, "/receipt/files", photo(), b"no picture at all"), 422)
    assert problem["code"] == "file-refused"
    assert "1.jpg" in problem["errors"][0]["message"]
    assert names(case) == []
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("files", [[], [b""], [b"x"] * 11])
def test_none_an_empty_one_or_too_many(holder: Program, files: list[bytes]) -> None:
    assert said(send(holder, "/receipt/files", *files), 422)["errors"][0]["field"] == "files"


def test_one_that_is_too_large(holder: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dadkar.api.uploads.MAX_BYTES", 100)
    problem = said(send(holder, "/receipt/files", photo()), 422)
    assert problem["errors"][0]["field"] == "files"
    monkeypatch.setattr("dadkar.api.door.MOST_BYTES", 100)
    said(send(holder, "/receipt/files", photo()), 413)


def test_json_is_not_taken_and_neither_is_what_only_says_that_it_is_multipart(holder: Program) -> None:
    assert said(holder.post("/receipt/files", files=[]), 415)["code"] == "not-multipart"
    bad = holder.client.post(f"{ROOT}/receipt/files", b"nothing", content_type="multipart/form-data",
                             headers=holder.headers)  # fmt: skip
    assert said(bad, 400)["code"] == "not-multipart"
    said(send(holder, "/receipt/messages", photo()), 415)
    said(send(holder, "/receipt/files", photo(), field="other"), 422)


def test_only_what_is_shown_goes_to_a_body(play: SimpleNamespace, cast: Any) -> None:
    referral = play.sent()
    desk, liaison = program_of(cast.worker), program_of(cast.liaison)
    path = f"/cases/{referral.case_uuid}/files"
    one, two = (said(send(desk, path, photo()), 201)["files"][0]["id"] for _ in range(2))
    said(desk.post(f"/referrals/{referral.uuid}/share-file", file=one))
    there = said(liaison.get(f"/referrals/{referral.uuid}"))
    assert [file["id"] for file in there["files"]] == [one]
    assert b"".join(liaison.get(f"/referrals/{referral.uuid}/files/{one}").streaming_content)
    said(liaison.get(f"/referrals/{referral.uuid}/files/{two}"), 404)
    said(liaison.get(f"{path}/{one}"), 403)
    said(desk.post(f"/referrals/{referral.uuid}/share-file", file=str(cast.house.uuid)), 422)


def test_evidence_goes_with_the_answer_and_no_more_once_it_has_gone(play: SimpleNamespace, cast: Any) -> None:
    referral = play.sent()
    answer = actions.draft_answer(referral, "refuse", "مادهٔ ۱۰", by=cast.liaison)
    liaison, head = program_of(cast.liaison), program_of(cast.head)
    [kept] = said(send(liaison, f"/answers/{answer.uuid}/files", photo()), 201)["files"]
    sent = SharedFile.objects.of(referral).sent()
    assert not sent.exists(), "the house sees it when it is released"
    said(head.post(f"/answers/{answer.uuid}/release"))
    assert str(sent.get().attachment.uuid) == kept["id"]
    said(send(liaison, f"/answers/{answer.uuid}/files", photo()), 409)
    assert Answer.objects.of(referral).get().evidence.as_system("test").count() == 1


def test_what_was_erased_is_gone(case: Case, cast: Any) -> None:
    desk = program_of(cast.worker)
    [kept] = said(send(desk, f"/cases/{case.uuid}/files", photo()), 201)["files"]
    keys.erase(case.uuid, "content")
    said(desk.get(f"/cases/{case.uuid}/files/{kept['id']}"), 410)
