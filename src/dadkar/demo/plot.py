"""What becomes of one invented case: a plot yields how long until its next act, and each act is a verb."""

import random
from collections.abc import Generator
from datetime import timedelta
from typing import Any

from dadkar.cases import actions, letter_words
from dadkar.cases.access import asked_until
from dadkar.cases.models import Case, Referral, Topic
from dadkar.demo import papers, people, voices
from dadkar.demo.acts import Plot, days, hours
from dadkar.demo.bodies import WithTheBody
from dadkar.demo.province import Province
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.persian import to_persian_digits
from dadkar.people.models import Principal, User

SAFELY = {"safe_hours": "شنبه‌ها ۱۷ تا ۱۹", "introduce_as": "احمدی، از طرف کتابخانه", "code_word": "انار"}
A_CROWD = 20  # people who work there, at least, for a table of them


class Story(WithTheBody):
    """One case from its filing to wherever the year's end finds it."""

    def __init__(self, province: Province, stories: dict[str, Any], dice: random.Random, serial: int) -> None:
        super().__init__(province, stories, dice, serial)
        topics = [code for code in stories if "say" in stories[code]]
        if self.destined("table") or self.destined("board"):
            topics = [code for code in topics if code.partition(".")[0] in stories["board"]["topics"]]
        self.code = dice.choices(topics, [stories[code]["weight"] for code in topics])[0]
        crowds = [one for one in province.workplaces if (one.workplace.headcount or 0) >= A_CROWD]
        self.workplace = dice.choice(crowds if self.destined("table") else province.workplaces)
        sizes = people.SIZES if self.destined("table") else [1, 1, 1, 1, 2, 3, 5, 8, 12, 35, 60, 120, 200]
        self.people = min(dice.choice(sizes), self.workplace.workplace.headcount or sizes[-1])
        self.months = dice.randint(1, 7)

    # -- the acts --------------------------------------------------------------------------------

    def play(self) -> Plot:
        """The whole plot; `yield` is the time until the next act."""
        self.file()
        if self.dice.random() < 0.03:  # nobody has had the time
            yield days(self.dice, 5, 25)
        yield hours(self.dice, 3, 90)
        yield from self.go_on()

    def go_on(self) -> Plot:
        """From the desk's first look."""
        if not (yield from self.triage()):
            return
        if self.destined("table"):
            people.write_table(self)
            yield hours(self.dice, 1, 30)
        if self.destined("together"):
            voices.join_others(self)
            yield hours(self.dice, 1, 30)
        for referral in self.refer():
            yield from self.hand_over(referral)
        if self.destined("table"):
            people.pay_some(self)

    def file(self) -> None:
        channel = self.dice.choices(["web", "phone", "visit", "paper"], [60, 18, 15, 7])[0]
        home = self.province.desk(self.workplace.county)
        barred = [home] if self.destined("closed") and home != self.province.house else []
        by = self.at_the_desk_of(self.province.house if barred else home)
        contact, details = self.contact(), self.details(channel)
        if contact:
            details["told"] = self.dice.choices(["code", "sms", "call"], [50, 35, 15])[0]
        filing = actions.Filing(self.text(), details, contact, closed_to=barred)
        if self.destined("photo"):
            filing.files = [papers.photo(self.dice)]
        by_office = channel != "web"
        case, _code = actions.file_case(
            filing,
            house=self.province.house,
            desk=self.desk,
            nonce=self.serial.to_bytes(16, "big"),
            by=by if by_office else None,
            by_office=by_office,
        )
        self.becomes(case)

    def at_the_desk_of(self, desk: Any) -> User:
        """Who receives it there."""
        self.desk, self.officer = desk, self.dice.choice(self.province.officers(desk))
        return self.officer

    def becomes(self, case: Case) -> None:
        """The case that was filed."""
        self.case, self.applicant = case, Applicant(case.uuid)

    def text(self) -> str:
        work = self.workplace.workplace.kind_of_work
        story = self.stories[self.code]["say"]
        says = [one for one in story if self.people > 1 or "{n}" not in one] or story
        said = self.dice.choice(says)
        return to_persian_digits(said.format(n=self.people, m=self.months, w=work))

    def details(self, channel: str) -> dict[str, Any]:
        left = self.code == "contract.dismissal"
        return {
            "county": self.workplace.county,
            "workplace": self.workplace,
            "is_small": self.workplace.workplace.is_small,
            "people": self.people,
            "months": self.months,
            "amount_rial": self.months * self.dice.randint(90, 260) * 1_000_000,
            "still_there": "no" if left else "yes",
            "left_on": moment.today() - timedelta(days=self.dice.randint(2, 40)) if left else None,
            "channel": channel,
            "urgency": 2 if self.code == "safety.hazard" else self.dice.choices([0, 1], [85, 15])[0],
        }

    def contact(self) -> dict[str, str]:
        """A name and a number, where somebody gave them."""
        if not self.destined("board") and self.dice.random() > 0.3:
            return {}
        name = people.name(self.stories["names"], self.dice)
        return {"name": name, "phone": people.phone(self.dice)} | SAFELY

    def triage(self) -> Generator[timedelta, None, bool]:
        """Take, classify, talk. Returns whether it goes on."""
        actions.take(self.case, by=self.officer)
        yield hours(self.dice, 0.2, 24)
        topic = Topic.objects.get(house=self.province.house, code=self.code)
        self.case.classify(by=self.officer, topic=topic, sensitive=topic.sensitive)
        actions.settle(self.case, by=self.officer)
        self.topic = topic
        if self.destined("recused"):
            yield from self.step_away()
        if self.destined("named"):
            self.close_to_a_colleague()
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

    def step_away(self) -> Generator[timedelta, None, None]:
        """The officer is too near to the matter; the manager gives it to somebody else, or keeps it."""
        manager, before = self.province.people["manager"], self.officer
        if before == manager:
            return
        actions.recuse(self.case, self.stories["recused"], by=before)
        yield hours(self.dice, 2, 30)
        others = [one for one in self.province.officers(self.desk) if one != before] or [manager]
        self.officer = others[0]
        self.case.refresh_from_db()
        self.case.assign(self.officer, by=manager)

    def close_to_a_colleague(self) -> None:
        """The applicant has named somebody of this very desk."""
        for colleague in self.province.officers(self.desk):
            if colleague != self.officer:
                named = [Principal.objects.of_user(colleague)]
                actions.bar(self.case, named, by=self.officer, why=self.stories["named"])

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
        if who != self.applicant and (asked := asked_until(referral)):
            yield timedelta(days=(asked - moment.today()).days + 1)
        actions.agree(referral, by=who)
        yield hours(self.dice, 1, 30)
        self.send(referral)
        yield from self.with_the_body(referral)

    def send(self, referral: Referral) -> None:
        words = letter_words.first_words([referral]) | {"enclosures": "", "copies": "", "in_reply_to": None}
        content = letter_words.content_of([referral], words)
        actions.send_referrals([referral], by=self.officer, content=content)
