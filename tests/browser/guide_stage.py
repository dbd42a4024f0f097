"""The invented fortnight that the guide's pictures show, made by the verbs themselves, by a moved clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from dadkar.cases import actions, board, parties
from dadkar.cases.models import Call, Case, Referral, Topic
from dadkar.cases.reference import load_rights, load_topics
from dadkar.cases.tests import drama, lists
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.sealing import receipts
from dadkar.people.models import Organisation, Workplace
from tests.world import picture, reprint

Row = dict[str, Any]
TODAY = datetime(2026, 5, 12, 10, tzinfo=ZoneInfo("Asia/Tehran"))  # Tuesday, 22 Ordibehesht 1405
TOMAN = 10  # rial
LIST = [
    lists.row(),
    lists.row(A=2, B="۱۴۰۴/۸۱", C="بیمهٔ دو سال رد نشده است", D="بیمه", E="آجرپزی سپیدار", I="۸ میلیون"),
    lists.row(A=3, B="۱۴۰۴/۸۲", C="عیدی پارسال را نداده‌اند", E="بافندگی دنا", K="۱۴۰۴/۷/۳۱"),
]


@dataclass
class Clock:
    """Stands where it is put, for every thread: `get()` is what `kernel.moment` asks."""

    at: datetime = TODAY

    def get(self) -> datetime:
        return self.at

    def back(self, days: int) -> None:
        self.at = TODAY - timedelta(days=days)


@dataclass
class Stage:
    """The rows that the chapters name, and the code of the worker who comes back."""

    rows: dict[str, Row]
    code: str


def set_up(cast: SimpleNamespace, clock: Clock) -> Stage:
    """Let the house work for some weeks; it is the 22nd of Ordibehesht at the end."""
    clock.back(60)
    load_topics(cast.house)
    load_rights(cast.house)
    cast.kiln, cast.mill = plant(cast, "آجرپزی سپیدار", 45), plant(cast, "بافندگی دنا", 80)
    topics = {code: Topic.objects.get(house=cast.house, code=code) for code in TOPICS}
    play = drama.stage(cast, topics["wages.arrears"])
    rows: dict[str, Row] = {}
    code = claims(cast, clock, play, rows)
    at_the_board(cast, clock, play, rows)
    bodies(cast, clock, play, rows)
    triage(cast, clock, play, topics, rows)
    crowd(cast, clock, play, rows)
    clock.back(0)
    rows["list"] = {"uuid": lists.matched(cast, lists.book(*LIST, lists.row(A=4, B="", C="", D=""))).uuid}
    rows["list-new"] = {"uuid": lists.taken(cast, lists.book(*LIST)).uuid}
    return Stage(rows, code)


TOPICS = ["wages.arrears", "insurance.none"]


def plant(cast: SimpleNamespace, name: str, headcount: int) -> Organisation:
    made = Organisation.objects.create(kind="workplace", fa=name, house=cast.house, county=cast.county)
    Workplace.objects.create(organisation=made, headcount=headcount)
    return made


def case_of(referral: Referral) -> Case:
    return Case.objects.as_system("test").get(uuid=referral.case_uuid)


def claims(cast: SimpleNamespace, clock: Clock, play: SimpleNamespace, rows: dict[str, Row]) -> str:
    """One claimed long ago and never answered, and one claimed now; returns the latter's code."""
    clock.back(40)
    old = play.promised(play.sent(play.filed(workplace=cast.mill, people=30)))
    clock.back(25)
    old_case = drama.case_of(play.claimed(old))
    for days in (18, 10):
        clock.back(days)
        Call.objects.create(
            case=old_case, by=cast.worker.ref, result="no-answer", safe=True, asked_to_confirm=True
        )
    rows["old-claim"] = {"uuid": old_case.uuid}
    clock.back(20)
    filing = actions.Filing(
        drama.STORY,
        {"county": cast.county, "workplace": cast.plant, "people": 200, "months": 4},
        contact={"name": "گلنار پاک‌نژاد", "phone": "09171112233"},
    )
    case, code = actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce())
    promise = play.promised(play.sent(case), days=15)
    clock.back(2)
    claimed = play.claimed(promise)
    rows["claimed"], rows["claimed-promise"] = {"uuid": case.uuid}, {"uuid": claimed.uuid}
    return code


def at_the_board(cast: SimpleNamespace, clock: Clock, play: SimpleNamespace, rows: dict[str, Row]) -> None:
    """A petition from its draft to a ruling that was served."""
    clock.back(35)
    referral = play.sent(play.filed(workplace=cast.kiln, people=1, months=3))
    case, by = case_of(referral), cast.worker
    petition = board.prepare_petition(
        case, "diagnosis", by=by, wants="پرداخت سه ماه مزد", explanation="سه ماه مزد پرداخت نشده است.",
        claims=[], papers_ready=[],
    )  # fmt: skip
    board.consent(petition, "visit", by=by)
    board.file_petition(petition, moment.today(), by=by, number="۱۴۰۵/۳۱۸")
    clock.back(20)
    on = moment.today() + timedelta(days=12)
    hearing = board.set_hearing(petition, on, by=by, hour=time(9, 30), place="ادارهٔ کار بویراحمد")
    clock.back(7)
    board.record_result(hearing, "ruling", "هر دو طرف آمدند.", by=by, next_on=moment.today())
    ruling = board.record_ruling(
        petition, moment.today(), by=by, number="۴۷", favour="worker", amount_rial=45_000_000 * TOMAN
    )
    clock.back(3)
    board.serve_ruling(ruling, moment.today(), by=by)
    rows["petition"], rows["board-case"] = {"uuid": petition.uuid}, {"uuid": case.uuid}


def bodies(cast: SimpleNamespace, clock: Clock, play: SimpleNamespace, rows: dict[str, Row]) -> None:
    """What has gone to the labour directorate, and how it answered."""
    clock.back(9)
    sent = play.sent(play.filed(workplace=cast.mill, people=60))
    reprint(sent.letter, sent)
    rows["sent"], rows["sent-letter"] = {"uuid": sent.uuid}, {"uuid": sent.letter.uuid}
    rows["sent-promise"] = {"uuid": sent.uuid, "name": "promise"}
    other = play.sent(play.filed(people=12))
    clock.back(6)
    play.answered(other, "not_competent", "موضوع حق بیمه است.", other_body=cast.insurance)
    rows["not-competent"] = {"uuid": other.case_uuid}
    late = play.sent(play.filed(workplace=cast.kiln, people=9))
    promise: Commitment = play.promised(late, days=8)
    clock.back(1)
    play.answered(
        late,
        "extension",
        "بازرس در مأموریت است.",
        commitment=promise,
        day=moment.today() + timedelta(days=14),
    )
    rows["promised"], rows["extension"] = {"uuid": late.uuid}, {"uuid": late.case_uuid}
    waiting = play.sent(play.filed(people=25))
    draft = actions.draft_answer(
        waiting, "promise", "بازرس تا ۵ خرداد به کارگاه می‌آید و صورت‌جلسه می‌کند.", by=cast.liaison,
        step="inspect", day=moment.today() + timedelta(days=14),
    )  # fmt: skip
    rows["draft"] = {"uuid": draft.uuid}


def triage(
    cast: SimpleNamespace, clock: Clock, play: SimpleNamespace, topics: dict[str, Topic], rows: dict[str, Row]
) -> None:
    """New, taken, and summaries on their way."""
    clock.back(2)
    for workplace in (cast.kiln, cast.plant):
        agreed = draft(cast, play.filed(workplace=workplace, people=40), topics["wages.arrears"])
        agreed.propose(by=cast.worker)
        agreed.agree(by=Applicant(agreed.case_uuid))
    by_phone = play.filed(workplace=cast.mill, people=35, channel="phone")
    proposed = draft(cast, by_phone, topics["insurance.none"])
    proposed.propose(by=cast.worker)
    taken = play.filed(workplace=cast.kiln, people=18)
    taken.take(by=cast.worker)
    taken.classify(by=cast.worker, topic=topics["wages.arrears"])
    clock.back(1)
    new = play.filed(people=200, months=4)
    rows["proposed"] = {"uuid": proposed.case_uuid}
    rows["taken"], rows["new"] = {"uuid": taken.uuid}, {"uuid": new.uuid}


def draft(cast: SimpleNamespace, case: Case, topic: Topic) -> Referral:
    case.take(by=cast.worker)
    case.classify(by=cast.worker, topic=topic)
    words = "مزد چهار ماه کارگران پرداخت نشده است. خواهشمند است بازرسی شود."
    return actions.draft_referral(case, cast.labour, words, by=cast.worker)


def crowd(cast: SimpleNamespace, clock: Clock, play: SimpleNamespace, rows: dict[str, Row]) -> None:
    """A collective case with its table, and who speaks for them."""
    clock.back(15)
    case = case_of(play.sent(play.filed(people=6)))
    people = [
        parties.Person(name, months, amount * 1_000_000 * TOMAN, insured, paid * 1_000_000 * TOMAN or None)
        for name, months, amount, insured, paid in (
            ("گلنار پاک‌نژاد", 4, 48, 8, 12), ("حسن بهرامی", 4, 52, 8, 0), ("ناهید صالحی", 3, 36, 6, 36),
            ("اکبر راستی", 4, 48, 0, 12), ("پروانه میری", 2, 22, 8, 0), ("یونس دهدشتی", 4, 50, 8, 10),
        )
    ]  # fmt: skip
    parties.add_people(case, people, by=cast.worker)
    parties.record_representative(
        case, "حسن بهرامی", by=cast.worker, authority=picture(), signed_list=picture()
    )
    rows["people"] = {"uuid": case.uuid}
