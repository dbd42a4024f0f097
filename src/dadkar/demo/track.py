"""A matter before a board: petition, consent, sessions, ruling, its service, enforcement, what was paid."""

from typing import Any

from dadkar.cases import board
from dadkar.cases.models import Hearing, Petition, Referral, Ruling
from dadkar.cases.payments import record_payment
from dadkar.demo.acts import Acts, Plot, days, hours
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali

READY = ["identity", "payslips", "insurance", "contract", "witness"]
MILLION = 1_000_000  # rial


def is_for_a_board(story: Acts) -> bool:
    """Whether people go to a board with such a topic."""
    return _family(story) in story.stories["board"]["topics"]


def before_a_board(story: Acts, referral: Referral) -> Any:
    """The whole way, on which the year's end may find it anywhere; returns whether the worker won."""
    texts, dice = story.stories["board"], story.dice
    story.answer(referral, "need_petition", texts["needed"])
    yield days(dice, 1, 6)
    ruling = yield from _heard(story, "diagnosis", dice.choice(texts["explanations"]))
    if ruling and (ruling.favour == "employer" or dice.random() < 0.25):
        yield days(dice, 3, 10)
        ruling = yield from _heard(story, "dispute", texts["objection"])
    elif ruling:
        yield days(dice, 17, 24)  # nobody has objected
    if ruling and ruling.favour != "employer":
        yield from _enforced(story, ruling)
    return ruling is None or ruling.favour != "employer"


def _heard(story: Acts, at: str, explanation: str) -> Any:
    """One board, from the draft to its ruling; returns the ruling, or None after a settlement."""
    dice, by = story.dice, story.officer
    petition = _drafted(story, at, explanation)
    yield days(dice, 1, 8)
    board.consent(petition, dice.choice(["phone", "visit", "code"]), by=by)
    yield hours(dice, 5, 90)
    board.rewrite_petition(petition, by=by, papers_ready=READY[: dice.randint(3, 5)])
    board.file_petition(petition, moment.today(), by=by, number=f"{_year()}/{dice.randint(1000, 9999)}")
    yield days(dice, 2, 9)
    place = dice.choice(story.stories["board"]["places"])
    hearing = board.set_hearing(petition, story.working_day(7, 20), by=by, place=place)
    settled = yield from _sessions(story, hearing)
    return None if settled else (yield from _ruled(story, petition))


def _drafted(story: Acts, at: str, explanation: str) -> Petition:
    words = story.stories["board"]["topics"][_family(story)]
    owed = story.months * story.dice.randint(90, 200) * MILLION
    claims = [{"what": words["claims"][0], "months": str(story.months), "amount": owed}]
    claims += [
        {"what": what, "months": "", "amount": story.dice.randint(20, 90) * MILLION}
        for what in words["claims"][1:]
        if story.dice.random() < 0.5
    ]
    return board.prepare_petition(
        story.case, at, by=story.officer, wants=words["wants"], claims=claims, explanation=explanation,
        papers_ready=READY[:2],
    )  # fmt: skip


def _sessions(story: Acts, hearing: Hearing) -> Any:
    """The sessions, one or two; returns whether the matter was settled in them."""
    texts, dice, by = story.stories["board"], story.dice, story.officer
    yield days(dice, _until(hearing) + 0.1, _until(hearing) + 3)
    if dice.random() < 0.25:
        later = story.working_day(8, 15)
        board.record_result(hearing, "adjourned", dice.choice(texts["adjourned"]), by=by, next_on=later)
        hearing = Hearing.objects.of(story.case).select_related("petition", "case").get(held_on=later)
        yield days(dice, _until(hearing) + 0.1, _until(hearing) + 3)
    settled = dice.random() < 0.15
    outcome, said = ("settled", texts["settled"]) if settled else ("ruling", dice.choice(texts["heard"]))
    board.record_result(hearing, outcome, said, by=by, next_on=story.working_day(8, 12))
    if settled:
        yield days(dice, 8, 20)
        record_payment(story.case, dice.randint(80, 300) * MILLION, moment.today(), by=by)
    return settled


def _ruled(story: Acts, petition: Petition) -> Any:
    """The ruling, and its service; returns it."""
    texts, dice, by = story.stories["board"], story.dice, story.officer
    yield days(dice, 4, 14)
    favour = dice.choices(["worker", "part", "employer"], [60, 25, 15])[0]
    won = favour != "employer"
    ruling = board.record_ruling(
        petition, moment.today(), by=by, number=f"{_year()}-{dice.randint(100, 999)}", favour=favour,
        amount_rial=dice.randint(100, 900) * MILLION if won else None,
        summary=texts["topics"][_family(story)]["ruling"] if won else texts["lost"],
    )  # fmt: skip
    yield days(dice, 1, 9)
    board.serve_ruling(ruling, moment.today(), by=by)
    return ruling


def _enforced(story: Acts, ruling: Ruling) -> Plot:
    """Enforcement is asked for, and the money comes in parts."""
    dice, by = story.dice, story.officer
    board.ask_enforcement(ruling, moment.today(), by=by, next_on=story.working_day(10, 20))
    parts = dice.randint(1, 3)
    for _part in range(parts):
        yield days(dice, 8, 30)
        amount = (ruling.amount_rial or parts) // parts
        record_payment(story.case, amount, moment.today(), by=by, ruling=ruling)
    board.look_again_on(ruling.petition, None, story.stories["board"]["paid"], by=by)
    yield days(dice, 1, 5)


def _family(story: Acts) -> str:
    return story.code.partition(".")[0]


def _until(hearing: Hearing) -> int:
    return (hearing.held_on - moment.today()).days


def _year() -> int:
    return Jalali.from_date(moment.today()).year
