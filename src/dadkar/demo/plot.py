"""What becomes of one invented case: a plot yields how long until its next act, and each act is a verb."""

import random
from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral, Topic
from dadkar.commitments.models import Commitment
from dadkar.demo.province import Province
from dadkar.desk import letter_words
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.persian import to_persian_digits

Plot = Generator[timedelta, None, None]

SAFELY = {"safe_hours": "شنبه‌ها ۱۷ تا ۱۹", "introduce_as": "احمدی، از طرف کتابخانه", "code_word": "انار"}
OFFICE_OPENS, OFFICE_CLOSES = 8, 14


def hours(dice: random.Random, low: float, high: float) -> timedelta:
    return timedelta(hours=dice.uniform(low, high))


def days(dice: random.Random, low: float, high: float) -> timedelta:
    return timedelta(days=dice.uniform(low, high))


class Story:
    """One case from its filing to wherever the year's end finds it."""

    def __init__(self, province: Province, stories: dict[str, Any], dice: random.Random, serial: int) -> None:
        self.province, self.stories, self.dice, self.serial = province, stories, dice, serial
        topics = [code for code in stories if isinstance(stories[code], dict)]
        self.code = dice.choices(topics, [stories[code]["weight"] for code in topics])[0]
        self.workplace = dice.choice(province.workplaces)
        people = dice.choice([1, 1, 1, 1, 2, 3, 5, 8, 12, 35, 60, 120, 200])
        self.people = min(people, self.workplace.workplace.headcount or people)
        self.months = dice.randint(1, 7)

    # -- the acts --------------------------------------------------------------------------------

    def play(self) -> Plot:
        """The whole plot; `yield` is the time until the next act."""
        self.file()
        if self.dice.random() < 0.03:  # nobody has had the time
            yield days(self.dice, 5, 25)
        yield hours(self.dice, 3, 90)
        if not (yield from self.triage()):
            return
        for referral in self.refer():
            yield from self.hand_over(referral)

    def file(self) -> None:
        story = self.stories[self.code]["say"]
        says = [one for one in story if self.people > 1 or "{n}" not in one] or story
        text = to_persian_digits(
            self.dice.choice(says).format(
                n=self.people, m=self.months, w=self.workplace.workplace.kind_of_work
            )
        )
        small = self.workplace.workplace.is_small
        left = self.code == "contract.dismissal"
        details: dict[str, Any] = {
            "county": self.workplace.county,
            "workplace": self.workplace,
            "is_small": small,
            "people": self.people,
            "months": self.months,
            "amount_rial": self.months * self.dice.randint(90, 260) * 1_000_000,
            "still_there": "no" if left else "yes",
            "left_on": moment.today() - timedelta(days=self.dice.randint(2, 40)) if left else None,
            "channel": self.dice.choices(["web", "phone", "visit", "paper"], [60, 18, 15, 7])[0],
            "urgency": 2 if self.code == "safety.hazard" else self.dice.choices([0, 1], [85, 15])[0],
        }
        contact = {}
        if self.dice.random() < 0.3:
            details["told"] = self.dice.choices(["code", "sms", "call"], [50, 35, 15])[0]
            contact = {"name": f"متقاضی {self.serial}", "phone": "+989170000000"} | SAFELY
        nonce = self.serial.to_bytes(16, "big")
        self.desk = self.province.desk(self.workplace.county)
        self.officer = self.dice.choice(self.province.officers(self.desk))
        by_office = details["channel"] != "web"
        self.case, _code = actions.file_case(
            actions.Filing(text, details, contact),
            house=self.province.house,
            desk=self.desk,
            nonce=nonce,
            by=self.officer if by_office else None,
            by_office=by_office,
        )
        self.applicant = Applicant(self.case.uuid)

    def triage(self) -> Generator[timedelta, None, bool]:
        """Take, classify, talk. Returns whether it goes on."""
        self.case.take(by=self.officer)
        yield hours(self.dice, 0.2, 24)
        topic = Topic.objects.get(house=self.province.house, code=self.code)
        self.case.classify(by=self.officer, topic=topic, sensitive=topic.sensitive)
        actions.settle(self.case, by=self.officer)
        self.topic = topic
        luck = self.dice.random()
        if luck < 0.04:
            actions.decline(self.case, self.dice.choice(self.stories["declines"]), by=self.officer)
            return False
        if luck < 0.07:
            actions.withdraw(self.case, "", by=self.applicant)
            return False
        if luck < 0.25:
            actions.say(self.case, self.dice.choice(self.stories["messages"]), by=self.applicant)
            yield hours(self.dice, 2, 40)
            actions.say(self.case, self.dice.choice(self.stories["answers"]), by=self.officer)
        yield hours(self.dice, 1, 70)
        return True

    def refer(self) -> list[Referral]:
        """One body, sometimes two."""
        wanted = [code for code in self.topic.bodies if code in self.province.bodies][
            : 2 if self.dice.random() < 0.15 else 1
        ]
        summary = to_persian_digits(self.stories[self.code]["summary"].format(m=self.months, n=self.people))
        referrals = []
        for code in wanted:
            office = self.province.bodies.get(f"{code}:{self.workplace.county_id}")
            body = office if office and self.dice.random() < 0.35 else self.province.bodies[code]
            referral = actions.draft_referral(self.case, body, summary, by=self.officer)
            actions.propose(referral, by=self.officer)
            referrals.append(referral)
        return referrals

    def hand_over(self, referral: Referral) -> Plot:
        """Agreed to, sent with a letter, and answered."""
        yield hours(self.dice, 2, 60)
        who = self.applicant if self.dice.random() < 0.9 else self.colleague()
        actions.agree(referral, by=who)
        yield hours(self.dice, 1, 30)
        self.send(referral)
        yield from self.with_the_body(referral)

    def send(self, referral: Referral) -> None:
        words = letter_words.first_words([referral]) | {"enclosures": "", "copies": "", "in_reply_to": None}
        content = letter_words.content_of([referral], words)
        actions.send_referrals([referral], by=self.officer, content=content)

    def with_the_body(self, referral: Referral) -> Plot:
        """The body answers, or lets the date pass."""
        speed = self.dice.choices([(0.5, 6), (5, 12), (14, 40), (50, 160)], [50, 29, 16, 5])[0]
        yield days(self.dice, *speed)
        kind = self.dice.choices(
            ["promise", "ask_info", "need_petition", "before_board", "not_competent", "refuse"],
            [66, 8, 8, 8, 5, 5],
        )[0]
        if kind == "ask_info":
            self.answer(referral, kind, self.dice.choice(self.stories["asks"]))
            yield days(self.dice, 0.5, 5)
            actions.give_info(
                self.again(referral), self.dice.choice(self.stories["replies"]), by=self.officer
            )
            yield days(self.dice, 1, 6)
            kind = "promise"
        if kind == "promise":
            yield from self.promise(referral)
        elif kind == "before_board":
            yield from self.board(referral)
        elif kind == "not_competent":
            yield from self.redirect(referral)
        elif kind == "refuse":
            yield from self.refusal(referral)
        else:
            self.answer(referral, kind, "رسیدگی به این خواسته دادخواست خود متقاضی را می‌خواهد.")
            yield days(self.dice, 4, 25)
            yield from self.board(referral)

    def board(self, referral: Referral) -> Plot:
        """A hearing, and what the body promises after it."""
        wait = self.dice.randint(8, 40)
        hearing = moment.today() + timedelta(days=wait)
        self.answer(referral, "before_board", "در نوبت هیئت تشخیص است.", day=hearing)
        yield days(self.dice, wait + 2, wait + 12)
        yield from self.promise(referral)

    def promise(self, referral: Referral) -> Plot:
        steps = self.stories[self.code]["steps"]
        step = self.dice.choice(sorted(steps))
        span = self.dice.randint(4, 30)
        commitment = self.answer(
            referral, "promise", steps[step], step=step, day=moment.today() + timedelta(days=span)
        ).commitment
        assert commitment  # a promise makes one
        late = self.dice.choices([-2, 0, 6, 90], [45, 30, 18, 7])[0]
        if self.dice.random() < 0.12:
            yield days(self.dice, 1, max(span - 2, 2))
            yield from self.extension(referral, commitment)
        yield days(self.dice, max(span + late - 3, 1), max(span + late, 2))
        yield from self.claim(referral, commitment)

    def extension(self, referral: Referral, commitment: Commitment) -> Plot:
        day = self.fresh(commitment).due_on + timedelta(days=self.dice.randint(5, 20))
        self.answer(
            referral, "extension", "کارشناس در مأموریت است؛ فرصت می‌خواهیم.", commitment=commitment, day=day
        )
        yield hours(self.dice, 3, 60)
        commitment = self.fresh(commitment)
        asked = commitment.extensions.as_system("demo").filter(granted=None).first()
        if asked and self.dice.random() < 0.7:
            actions.grant_extension(self.case, commitment, asked, by=self.officer)
        elif asked:
            commitment.refuse_extension(asked, "کارگران بیش از این نمی‌توانند صبر کنند.", by=self.officer)

    def claim(self, referral: Referral, commitment: Commitment) -> Plot:
        self.answer(referral, "claim", self.dice.choice(self.stories["claims"]), commitment=commitment)
        yield days(self.dice, 0.5, 9)
        self.case.refresh_from_db()
        commitment = self.fresh(commitment)
        luck, remains = self.dice.random(), self.dice.choice(self.stories["remains"])
        if luck < 0.52:
            actions.confirm(self.case, commitment, "full", by=self.applicant, via="code")
        elif luck < 0.66:
            actions.confirm(
                self.case,
                commitment,
                "part",
                by=self.applicant,
                via="code",
                remains=remains,
                amount_rial=self.dice.randint(30, 200) * 1_000_000,
            )
            yield from self.with_the_body(referral)
        elif luck < 0.82:
            actions.dispute(self.case, commitment, remains, by=self.applicant, via="code")
            yield days(self.dice, 3, 20)
            yield from self.claim(referral, commitment)
        else:
            yield from self.silence()

    def silence(self) -> Plot:
        """Nobody answers: two safe attempts, and then the desk may close."""
        for _attempt in range(2):
            yield days(self.dice, 2, 6)
            actions.write_call(
                self.case, by=self.officer, result="no-answer", safe=True, asked_to_confirm=True
            )
        yield days(self.dice, 12, 18)
        self.case.refresh_from_db()
        if actions.may_close_unconfirmed(self.case):
            actions.close_unconfirmed(self.case, "دو بار تماس در ساعت امن، بی‌پاسخ.", by=self.officer)

    def redirect(self, referral: Referral) -> Plot:
        other = self.dice.choice([b for b in self.province.bodies.values() if b.pk != referral.body_id])
        self.answer(referral, "not_competent", "موضوع در صلاحیت دستگاه دیگری است.", other_body=other)
        yield days(self.dice, 1, 4)
        if self.dice.random() < 0.6:
            actions.send_back(self.again(referral), "صلاحیت این دستگاه روشن است.", by=self.officer)
            yield from self.with_the_body(referral)
        else:
            summary = self.again(referral).summary.open()
            actions.agree_not_competent(self.again(referral), by=self.officer, redirected_to=other)
            yield hours(self.dice, 2, 60)
            anew = actions.draft_referral(self.case, other, summary, by=self.officer)
            actions.propose(anew, by=self.officer)
            yield from self.hand_over(anew)

    def refusal(self, referral: Referral) -> Plot:
        self.answer(referral, "refuse", self.dice.choice(self.stories["refusals"]))
        yield days(self.dice, 1, 6)
        if self.dice.random() < 0.6:
            actions.appeal(self.again(referral), "این پاسخ را قبول ندارم.", by=self.applicant)
            yield days(self.dice, 6, 30)
            actions.send_back(self.again(referral), "کارگروه پاسخ دستگاه را کافی ندانست.", by=self.officer)
            yield from self.with_the_body(referral)
        else:
            yield days(self.dice, 2, 20)
            actions.withdraw(self.again(referral).case, "", by=self.applicant)

    # -- who speaks ------------------------------------------------------------------------------

    def answer(self, referral: Referral, kind: str, text: str, **values: Any) -> Answer:
        """The body's answer: by its liaison and manager, or by letter where it has none."""
        referral = self.again(referral)
        who = self.province.answers(referral.body)
        if who:
            answer = actions.draft_answer(referral, kind, text, by=who[0], **values)
            actions.release(answer, by=who[1])
            return answer
        letter = actions.receive_letter(
            referral,
            number=f"{self.serial}/{self.dice.randint(100, 999)}",
            dated=moment.today(),
            by=self.officer,
        )
        return actions.record_letter_answer(referral, kind, text, by=self.officer, letter=letter, **values)

    def colleague(self) -> Any:
        """Somebody who sees the case and did not write its summary."""
        manager = self.province.people["manager"]
        return manager if manager != self.officer else self.applicant

    @staticmethod
    def again(referral: Referral) -> Referral:
        return (
            Referral.objects.as_system("demo")
            .select_related("case", "body", "topic", "house")
            .get(pk=referral.pk)
        )

    @staticmethod
    def fresh(commitment: Commitment) -> Commitment:
        return (
            Commitment.objects.as_system("demo")
            .select_related("house", "debtor__county")
            .get(pk=commitment.pk)
        )


def in_office_hours(at: datetime) -> datetime:
    """The same moment, or the next morning when it falls in the night: nobody works then."""
    local = at.astimezone(timezone.get_default_timezone())
    if OFFICE_OPENS <= local.hour < OFFICE_CLOSES:
        return at
    morning = local.replace(hour=OFFICE_OPENS, minute=local.minute, second=local.second)
    return morning if local.hour < OFFICE_OPENS else morning + timedelta(days=1)
