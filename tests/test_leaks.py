"""What somebody tells us in confidence stands nowhere in clear (SEALING §8).

The whole story goes through HTTP, with bad input on the way; then the dump, the cluster's files and its
log, our own log, the sessions, the jobs, the temporary files and DADKAR_DATA are searched for each word.
"""

import logging
import os
import subprocess
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dadkar.cases.models import Answer, Case, ImportBatch, Referral
from dadkar.cases.tests.lists import book, row
from dadkar.commitments.models import Commitment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.persian import normalise
from dadkar.kernel.sealing import receipts
from dadkar.people.models import Session
from dadkar.portal.tests.hands import fill, press
from dadkar.run.server_user import usable_binaries
from tests.world import picture

pytestmark = pytest.mark.django_db(transaction=True)

# One sign of each kind, each a word that stands nowhere else.
WORKER = "203.0.113.77"
PROXY, STAFF, SIX = "198.51.100.23", "192.0.2.55", "2001:db8::77:beef"
PASSWORD = "زعفرانیهٔ-هفتم-42"
PLANTED = {
    "narrative": "گلپونهٔ سرکارگر چهار ماه مزد نداد",
    "name": "سپهرداد آذرنوش",
    "phone": "09178889911",
    "e-mail": "sepehrdad@planted.example",
    "safe hours": "پس از اذان مغرب‌گاهان",
    "must not see": "شیرویه دایی‌زاده",
    "workplace typed": "کشتارگاه سیمرغ‌پر",
    "file's name": "فیش-آذرخش.png",
    "message": "دیشب تهدیدم کردند، چلچراغ",
    "summary": "مزد چهار ماه پرداخت نشده، زرین‌گیاه",
    "correction": "نام کارگاه را ننویسید، نیلوفرک",
    "letter": "با احترام، پیوست‌گونه‌ها",
    "answer": "بازرس اعزام می‌شود، تیرگان‌روز",
    "claim": "صورت‌جلسه شد، مهرگان‌شب",
    "remains": "یک ماه مانده، شکوفه‌زار",
    "call": "گفت شب زنگ نزنید، کاکتوس‌بان",
    "why opened": "برای هماهنگی، پروانه‌وش",
    "imported narrative": "کارگران باغ‌وحش‌بان حقوق نگرفتند",
    "imported name": "فرنگیس کوهزادی",
    "imported phone": "09363334455",
    "searched for": "ستاره‌شمار",
    "address": WORKER,
    "proxy's address": PROXY,
    "address of six": SIX,
    "officer's address": STAFF,
    "password": PASSWORD,
}
IN_CLEAR = "یاسوج"  # the plant's name: metadata, and the proof that the search finds what is there


class Hand:
    """Somebody at a browser, somewhere."""

    def __init__(self, address: str, forwarded: str = "", language: str = "fa") -> None:
        self.client = Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE=language)
        if forwarded:
            self.client.defaults["HTTP_X_FORWARDED_FOR"] = forwarded

    def get(self, page: str, /, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(page, args=args), query)

    def post(self, page: str, /, *args: Any, **typed: Any) -> Any:
        response = self.client.post(reverse(page, args=args), typed)
        assert response.status_code < 500
        return response

    def do(self, page: str, /, *args: Any, **typed: Any) -> Any:
        """A POST that must succeed."""
        response = self.post(page, *args, **typed)
        faults = response.context and response.context.get("form") and response.context["form"].errors
        assert response.status_code in (302, 303), (page, response.status_code, faults)
        return response

    def sign_in(self, user: Any) -> "Hand":
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        self.do("account_login", login=user.username, password=PASSWORD)
        return self


def soon(days: int) -> str:
    return Jalali.from_date(timezone.localdate() + timezone.timedelta(days=days)).short("fa")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def told(
    cast: SimpleNamespace, topic: Any, temporary: Path, caplog: pytest.LogCaptureFixture
) -> SimpleNamespace:
    """The story, told to the end; with the code, and what our own log says."""
    caplog.set_level(logging.INFO)
    began = time.time() - 1
    worker, code = file_it(cast)
    triage(cast, topic, worker)
    answer(cast, worker)
    go_wrong(worker, code)
    bring_in_lists(cast)
    return SimpleNamespace(code=code, log=caplog.text, temporary=temporary, began=began)


def file_it(cast: SimpleNamespace) -> tuple[Hand, str]:
    p = PLANTED
    worker = Hand(WORKER, f"{SIX}, {PROXY}")
    typed = fill(
        worker.client, narrative=p["narrative"], name=p["name"], phone=p["phone"], email=p["e-mail"],
        safe_hours=p["safe hours"], must_not_see=p["must not see"], workplace_typed=p["workplace typed"],
        told="call", county=cast.county.pk, files=[picture(p["file's name"])],
    )  # fmt: skip
    worker.do("write", **typed)
    code = worker.get("receipt").context["code"]
    assert worker.post("receipt", last="0000").status_code == 422
    worker.do("receipt", last=code[-4:])
    press(worker.client, "write", text=p["message"])
    return worker, code


def triage(cast: SimpleNamespace, topic: Any, worker: Hand) -> None:
    p, officer = PLANTED, Hand(STAFF).sign_in(cast.worker)
    case = Case.objects.as_system("test").get()
    officer.do("case-take", case.uuid)
    officer.do(
        "case-classify", case.uuid, topic=topic.pk, county=cast.county.pk, workplace=cast.plant.pk, urgency=1
    )
    officer.do("case-call", case.uuid, result="spoke", note=p["call"])
    assert p["name"] in officer.post("case-contact", case.uuid, reason=p["why opened"]).content.decode()
    officer.get("search", q=p["searched for"])
    officer.do("case-refer", case.uuid, bodies=[cast.labour.pk], summary=p["summary"])
    referral = Referral.objects.as_system("test").get()
    officer.do("summary-propose", referral.uuid)
    press(worker.client, f"correct-{referral.uuid}", text=p["correction"])
    officer.do("summary-propose", referral.uuid)
    press(worker.client, f"agree-{referral.uuid}")
    page = officer.get("letter-new", referral=str(referral.uuid))
    words = page.context["form"].initial | {"opening": p["letter"], "then": "send"}
    address = f"{reverse('letter-new')}?referral={referral.uuid}"
    assert officer.client.post(address, words).status_code == 302
    referral.refresh_from_db()
    for paper in ("letter-pdf", "letter-docx"):
        assert b"".join(officer.get(paper, referral.letter.uuid).streaming_content)


def answer(cast: SimpleNamespace, worker: Hand) -> None:
    p, liaison, head = PLANTED, Hand(STAFF).sign_in(cast.liaison), Hand(STAFF).sign_in(cast.head)
    referral = Referral.objects.as_system("test").get()
    liaison.do("body-promise", referral.uuid, step="inspect", text=p["answer"], day=soon(5))
    head.do("draft-release", Answer.objects.as_system("test").latest("id").uuid)
    promise = Commitment.objects.as_system("test").get()
    liaison.do("body-claim", referral.uuid, commitment=promise.pk, text=p["claim"], files=[picture("x.png")])
    head.do("draft-release", Answer.objects.as_system("test").latest("id").uuid)
    press(worker.client, f"partly-{promise.uuid}", remains=p["remains"])
    assert Commitment.objects.as_system("test").get().state == Commitment.State.CONFIRMED


def go_wrong(worker: Hand, code: str) -> None:
    """What people do by mistake, and others on purpose."""
    never_issued = receipts.code_from_nonce(1, b"never issued....")
    for typed in (never_issued, code[:-1] + str((int(code[-1]) + 1) % 10), "12", code + "9"):
        Hand(WORKER, f"{SIX}, {PROXY}").post("follow", code=typed)
    worker.post("write", narrative=PLANTED["narrative"], told="sms", nonce="not ours")
    worker.client.get(f"/{PLANTED['name']}/", {"q": PLANTED["narrative"]})
    worker.client.post(
        reverse("case-take", args=["0b5cf6a2-6c43-4a42-9f1c-1f6c7f9c3f0e"]), {"x": PLANTED["name"]}
    )
    Hand(STAFF).post("account_login", login="case-worker", password=PLANTED["password"] + "x")


def bring_in_lists(cast: SimpleNamespace) -> None:
    """A short list, with its cases, and a long one, which a job reads."""
    p, officer = PLANTED, Hand(STAFF).sign_in(cast.worker)
    one = row(C=p["imported narrative"], L=p["imported name"], M=p["imported phone"])
    for rows in ([one], [one, *(row(B=f"{n}", C=f"{p['imported narrative']} {n}") for n in range(301))]):
        officer.do("imports", file=SimpleUploadedFile("لیست.xlsx", book(*rows)))
        batch = ImportBatch.objects.latest("pk")
        form = officer.get("import-columns", batch.uuid).context["form"]
        officer.do("import-columns", batch.uuid, **{name: form[name].value() or "" for name in form.fields})
        if len(rows) == 1:
            officer.do("import-approve", batch.uuid, seen=officer.get("import", batch.uuid).context["seen"])


# -- looking -------------------------------------------------------------------------------------------


def forms_of(text: str) -> set[bytes]:
    """How a text could stand somewhere: as typed, normalised, escaped, in hexadecimal, in UTF-16."""
    texts = {text, normalise(text), text.replace("\u200c", ""), text.replace("\u200c", " ")}
    if text.isdigit():
        texts |= {f"+98{text[1:]}", text[1:]} if len(text) == 11 else {text[:18], grouped(text)}
    return {
        shape
        for one in texts
        for shape in (
            one.encode(),
            repr(one)[1:-1].encode(),
            one.encode().hex().encode(),
            one.encode("utf-16-le"),
            one.encode("ascii", "backslashreplace"),
        )
    }


def grouped(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def found_in(haystack: bytes, told: SimpleNamespace) -> list[str]:
    planted = PLANTED | {"code": told.code}
    return [kind for kind, text in planted.items() if any(one in haystack for one in forms_of(text))]


def found_below(folder: Path, told: SimpleNamespace) -> list[str]:
    """The same in every file that was written meanwhile, and in its name."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_mtime >= told.began:
            data = path.read_bytes() + os.fsencode(path.name)
            found += [f"{path.relative_to(folder)}: {kind}" for kind in found_in(data, told)]
    return found


def dump() -> bytes:
    """The database as a backup would hold it, with what a backup leaves out."""
    binaries = usable_binaries({})
    held = connection.settings_dict
    done = subprocess.run(
        [binaries / "pg_dump", "--inserts", "-h", held["HOST"], "-U", held["USER"], held["NAME"]],
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def cluster() -> Path:
    """The folder of the tests' PostgreSQL, with everything written to its disk: where its processes stand."""
    held = connection.settings_dict
    with psycopg.connect(host=held["HOST"], user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute("CHECKPOINT")
        return Path(f"/proc/{server.info.backend_pid}/cwd").resolve()


def test_nothing_that_was_told_stands_anywhere_in_clear(told: SimpleNamespace) -> None:
    held = dump()
    assert IN_CLEAR.encode() in held, "the search itself finds nothing"
    assert found_in(held, told) == []
    data = cluster()
    assert any(IN_CLEAR.encode() in path.read_bytes() for path in data.glob("base/*/*") if path.is_file())
    assert found_below(data / "pg_wal", told) == []
    assert found_below(data / "base", told) == []
    assert found_in((data.parent / "postgres.log").read_bytes(), told) == []
    assert found_in(told.log.encode(), told) == []
    assert found_below(told.temporary, told) == []
    assert found_below(Path(settings.DATA), told) == []

    sessions = [one.get_decoded() for one in Session.objects.all()]
    assert len(sessions) >= 3
    assert found_in(repr(sessions).encode(), told) == []
    jobs = list(ProcrastinateJob.objects.values_list("task_name", "args"))
    assert [list(args) for name, args in jobs if name == "imports.go_on"] == [["batch"]]
    assert found_in(repr(jobs).encode(), told) == []


def test_the_search_would_have_found_each_of_them() -> None:
    told = SimpleNamespace(code="12345678901234567890")
    for kind, text in (PLANTED | {"code": told.code}).items():
        for hidden in (text, normalise(text), repr({"x": text})):
            assert found_in(f"before {hidden} after".encode(), told) == [kind]
