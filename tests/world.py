"""Two houses at work, each with a row of every kind: what the tests across rooms walk through.

`ours` and `theirs` are alike, so that what is closed to one house's people is known to be there for the
other's.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from dadkar.api.models import Scope, Token
from dadkar.cases import actions, board, deputies, letter_words, parties, payments
from dadkar.cases.models import Case, CaseFile, Party, Receipt, Referral, Retention, Right, Topic
from dadkar.cases.tests import drama, lists
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant, System
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.kernel.sealing import receipts
from dadkar.people.models import Membership, Organisation, Role, User, Workplace
from dadkar.people.tests.cast import gather, person
from dadkar.portal import cookies
from dadkar.records import sending
from dadkar.records.models import Attachment, Letter, Notice
from dadkar.reports import releasing
from dadkar.reports.counting import month_of

Row = dict[str, Any]  # the keywords of an address

RIGHT = {"code": "objection", "fa": "اعتراض به رأی", "en": "Objection", "starts": "left-work", "days": 15,
         "source_fa": "مادهٔ ۱۵۹", "source_en": "article 159"}  # fmt: skip


@dataclass
class World:
    """Who there is, a signed-in browser for each, and the rows of both houses."""

    cast: SimpleNamespace
    there: SimpleNamespace
    ours: dict[str, Row]
    theirs: dict[str, Row]
    cookies: dict[str, Any] = field(default_factory=dict)
    clients: dict[bool, Client] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def browser(self, role: str, *, strict: bool = False, programs: bool = True) -> Client:
        """A browser as this role left it when it signed in; nothing of an earlier request is in it.

        `strict`: the forms' tokens are asked for. `programs`: it also sends what a program of the role would,
        a token or the code; pages do not look at it. There is one client of each kind, because making one
        loads the whole middleware.
        """
        client = self.clients.setdefault(strict, Client(enforce_csrf_checks=strict))
        client.cookies.clear()
        client.defaults = {"SERVER_NAME": "testserver"} | (self.headers[role] if programs else {})
        for name, morsel in self.cookies[role].items():
            client.cookies[name] = morsel.value
        return client


def build() -> World:
    """Found both houses, let them work, and sign everybody in."""
    cast, there = gather(), None
    cast.neighbour = person("neighbour", "لیلا حسینی", branch(cast.house, "شعبهٔ گچساران"), Role.CASE_WORKER)
    cast.nobody = User.objects.create(username="nobody", full_name="بی‌سمت")
    there = away(cast)
    ours, code = rows_of(cast)
    theirs, _code = rows_of(there)
    world = World(cast, there, ours, theirs)
    people = {
        "worker": cast.worker, "neighbour": cast.neighbour, "recused": cast.colleague,
        "manager": cast.manager, "liaison": cast.liaison, "head": cast.head, "insurer": cast.insurer,
        "auditor": cast.auditor, "admin": cast.admin, "nobody": cast.nobody,
        "outsider": there.worker, "foreigner": there.liaison,
    }  # fmt: skip
    world.cookies = {"anonymous": {}, "holder": holders_cookies(code)}
    world.headers = {"anonymous": {}, "holder": {"HTTP_X_RECEIPT": code}}
    for role, user in people.items():
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        world.cookies[role] = client.cookies
        _row, token = Token.make(user, "test", Scope.values, by=System("test"))
        world.headers[role] = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    return world


def branch(house: Organisation, name: str) -> Organisation:
    return Organisation.objects.create(kind="branch", parent=house, house=house, county=house.county, fa=name)


def away(cast: SimpleNamespace) -> SimpleNamespace:
    """The people of the other house, under the names that the cast gives to ours."""
    house = cast.other
    labour = Organisation.objects.create(kind="agency", body="labour", fa="ادارهٔ کل کار دیگر", house=house)
    plant = Organisation.objects.create(kind="workplace", fa="کارخانهٔ سیمان", house=house)
    Workplace.objects.create(organisation=plant, headcount=300)
    return SimpleNamespace(
        house=house,
        branch=house,
        county=cast.county,
        labour=labour,
        plant=plant,
        worker=cast.outsider,
        colleague=person("their-colleague", "پروین راد", house, Role.CASE_WORKER),
        manager=person("their-manager", "ناصر فلاح", house, Role.HOUSE_MANAGER),
        liaison=person("their-liaison", "شهرام کیا", labour, Role.LIAISON),
        head=person("their-head", "مینا صدر", labour, Role.AGENCY_MANAGER),
    )


def rows_of(cast: SimpleNamespace) -> tuple[dict[str, Row], str]:
    """A row of every kind in this house, by its name in `access.yaml`, and the main case's code."""
    play = drama.stage(cast, drama.wages(cast.house))
    case, code = file(cast)
    promise = play.promised(play.sent(case))
    referral = Referral.objects.as_system("test").get(answers__commitment=promise)
    play.answered(referral, "extension", "دیر شد", commitment=promise, day=moment.today() + timedelta(30))
    shared = share(referral, case, cast)
    draft = actions.draft_answer(referral, "refuse", "مادهٔ ۱۰", by=cast.liaison)
    waiting = play.sent()
    reprint(referral.letter, referral)
    came = receive(waiting, cast)
    proposed = actions.draft_referral(case, cast.labour, "خلاصه‌ای دیگر", by=cast.worker)
    proposed.propose(by=cast.worker)
    held = Membership.objects.get(user=cast.liaison)
    deputy = deputies.name_deputy(
        held, cast.head, since=moment.today(), until=moment.today() + timedelta(5), by=cast.liaison
    )
    rows = {
        "case": {"uuid": case.uuid},
        "case-file": {"uuid": CaseFile.objects.of(case).get().uuid},
        "file-of-case": {"uuid": case.uuid, "file": CaseFile.objects.of(case).get().attachment.uuid},
        "summary": {"uuid": proposed.uuid},
        "promise": {"uuid": promise.uuid},
        "letter": {"uuid": referral.letter.uuid},
        "scan": {"uuid": came.uuid},
        "referral": {"uuid": referral.uuid},
        "step": {"uuid": referral.uuid, "step": promise.uuid},
        "shared-file": {"uuid": referral.uuid, "file": shared},
        "sent-file": {"uuid": referral.uuid, "file": shared},
        "waiting": {"uuid": waiting.uuid},
        "letter-kind": {"uuid": waiting.uuid, "name": "promise"},
        "draft": {"uuid": draft.uuid},
        "deputy": {"deputy": deputy.pk},
    }
    rows |= notice_rows(case, cast)
    rows |= board_rows(case, cast) | people_rows(case, cast) | admin_rows(cast)
    rows |= {"list": {"uuid": lists.matched(cast, lists.book(lists.row())).uuid}}
    rows |= {"slips": rows["list"] | {"part": 0}} | release_rows(cast)
    for one in Case.objects.as_system("test").filter(house=cast.house):
        actions.recuse(one, "خویشاوند", by=cast.colleague)
    with_id = {name: row | {"id": row["uuid"]} for name, row in rows.items() if "uuid" in row}
    return rows | with_id, code  # programs' addresses say `id`


def board_rows(case: Case, cast: SimpleNamespace) -> dict[str, Row]:
    """A petition that was filed, with a session, a ruling and a payment."""
    by, today = cast.worker, moment.today()
    petition = board.prepare_petition(
        case, "diagnosis", by=by, wants="مزد", explanation="شرح", claims=[], papers_ready=[]
    )
    board.consent(petition, "visit", by=by)
    board.file_petition(petition, today, by=by)
    hearing = board.set_hearing(petition, today, by=by)
    ruling = board.record_ruling(petition, today, by=by, number="۷", favour="worker")
    payment = payments.record_payment(case, 1_000_000, today, by=by, ruling=ruling)
    made = {"petition": petition, "hearing": hearing, "ruling": ruling, "payment": payment}
    return {name: {"uuid": row.uuid} for name, row in made.items()}


def release_rows(cast: SimpleNamespace) -> dict[str, Row]:
    """One release that lies before the bodies, and an older one that was published."""
    now = month_of(moment.today())
    with moment.moved_to(moment.now() - timedelta(days=10)):
        published = releasing.prepare(cast.house, releasing.before(releasing.before(now)), by=cast.manager)
    published.publish(by=cast.manager)
    frozen = releasing.prepare(cast.house, by=cast.manager)
    return {
        "frozen": {"uuid": frozen.uuid},
        "frozen-for-bodies": {"uuid": frozen.uuid},
        "published": {"uuid": published.uuid},
    }


def people_rows(case: Case, cast: SimpleNamespace) -> dict[str, Row]:
    """One of the people of the case, and who speaks for them, with both scans."""
    parties.add_people(case, [parties.Person("گلنار پاک‌نژاد", 4, 300_000_000)], by=cast.worker)
    speaker = parties.record_representative(
        case, "حسن بهرامی", by=cast.worker, authority=picture(), signed_list=picture()
    )
    return {"person": {"uuid": Party.objects.of(case).get().uuid}, "speaker": {"uuid": speaker.uuid}}


def notice_rows(case: Case, cast: SimpleNamespace) -> dict[str, Row]:
    """A call to make, a notice that waits for a gateway, and the applicant's own feed."""
    given = {"house": cast.house, "about": "case", "subject": case.uuid, "kind": "message"}
    call, waiting = sending.queue(
        [
            Notice(key=f"call/{case.uuid}", organisation=cast.house, channel="call", **given),
            Notice(key=f"sms/{case.uuid}", owner=case.uuid, channel="sms", **given),
        ]
    )
    token = actions.make_feed(case, by=Applicant(case.uuid))
    return {
        "call": {"uuid": call.uuid},
        "notice-of-house": {"uuid": waiting.uuid},
        "feed": {"token": token},
    }


def admin_rows(cast: SimpleNamespace) -> dict[str, Row]:
    """One row of each table that an administrator opens, by its number there."""
    made = {
        "user": cast.worker,
        "membership": Membership.objects.get(user=cast.worker),
        "organisation": cast.labour,
        "topic": Topic.objects.get(house=cast.house),
        "right": Right.objects.create(house=cast.house, **RIGHT),
        "retention": Retention.objects.create(house=cast.house),
        "working-time": WorkingTime.set(
            cast.house.uuid, house_id=cast.house.pk, since=moment.today(), by=System("test")
        ),
        "county": cast.county,
        "holiday": Holiday.declare(moment.today(), name_fa="نوروز", by=System("test")),
    }
    rows = {name: {"object_id": row.pk} for name, row in made.items()}
    return rows | {"place-to-move": {"pk": cast.labour.pk}}


def missing(row: Row) -> Row:
    """The same address, of a row that has never been."""
    return {
        name: uuid4() if isinstance(value, UUID) else value if name == "name" else 987_654
        for name, value in row.items()
    }


# -- the rows ------------------------------------------------------------------------------------------


def picture(name: str = "fiche.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def file(cast: SimpleNamespace) -> tuple[Case, str]:
    """A case with a name, a number and a picture."""
    filing = actions.Filing(
        drama.STORY,
        {"county": cast.county, "workplace": cast.plant, "people": 200},
        contact={"name": "گلنار پاک‌نژاد", "phone": "09171112233"},
        files=[picture()],
    )
    return actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce())


def share(referral: Referral, case: Case, cast: SimpleNamespace) -> UUID:
    file = CaseFile.objects.of(case).get()
    actions.share_file(referral, file, by=cast.worker)
    return file.attachment.uuid


def reprint(letter: Letter, referral: Referral) -> None:
    """Give the letter the words that the desk's form would have given it."""
    typed = letter_words.first_words([referral]) | {"enclosures": "", "copies": ""}
    letter.content = letter_words.content_of([referral], typed)
    letter.save()


def receive(referral: Referral, cast: SimpleNamespace) -> Letter:
    """A letter that came with its scan, and whose answer is recorded."""
    uuid = uuid4()
    letter = actions.receive_letter(
        referral,
        number="ک/۱۲",
        dated=moment.today(),
        by=cast.worker,
        uuid=uuid,
        scan=Attachment.keep(picture("scan.png"), house=cast.house, key_owner=uuid, by=cast.worker),
    )
    actions.record_letter_answer(
        referral, "need_petition", "دادخواست لازم است", by=cast.worker, letter=letter
    )
    return letter


def holders_cookies(code: str) -> Any:
    response = HttpResponse()
    held = Receipt.opened_by(code)
    assert held
    cookies.open_page(response, held)
    cookies.show_code(response, code)
    return response.cookies
