"""What a body answers, promises and claims, and what the worker says to it."""

from datetime import timedelta

from dadkar.cases import actions
from dadkar.cases.models import Referral
from dadkar.commitments.models import Commitment
from dadkar.demo import papers, track, voices
from dadkar.demo.acts import Acts, Plot, days, hours
from dadkar.kernel import moment


class WithTheBody(Acts):
    """From the letter to the worker's word."""

    def hand_over(self, referral: Referral) -> Plot:
        """Agreed to, sent with a letter, and answered."""
        raise NotImplementedError

    def with_the_body(self, referral: Referral) -> Plot:
        """The body answers, or lets the date pass."""
        speed = self.dice.choices([(0.5, 6), (5, 12), (14, 40), (50, 160)], [50, 29, 16, 5])[0]
        yield days(self.dice, *speed)
        kind = self.dice.choices(
            ["promise", "ask_info", "before_board", "not_competent", "refuse"], [74, 8, 8, 5, 5]
        )[0]
        if self.destined("board") and track.is_for_a_board(self):
            yield from self.before_a_board(referral)
        elif kind == "before_board":
            yield from self.board(referral)
        elif kind == "not_competent":
            yield from self.redirect(referral)
        elif kind == "refuse":
            yield from self.refusal(referral)
        else:
            if kind == "ask_info":
                yield from self.question(referral)
            yield from self.promise(referral)

    def question(self, referral: Referral) -> Plot:
        self.answer(referral, "ask_info", self.dice.choice(self.stories["asks"]))
        yield days(self.dice, 0.5, 5)
        actions.give_info(self.again(referral), self.dice.choice(self.stories["replies"]), by=self.officer)
        yield days(self.dice, 1, 6)

    def before_a_board(self, referral: Referral) -> Plot:
        """The petition's way; whoever lost for good gives up, for the others the body sees to the rest."""
        won = yield from track.before_a_board(self, referral)
        if won:
            yield from self.promise(referral)
        else:
            actions.withdraw(self.case, self.stories["board"]["given_up"], by=self.applicant)

    def board(self, referral: Referral) -> Plot:
        """A hearing that the body tells of, and what it promises after it."""
        wait = self.dice.randint(8, 40)
        hearing = moment.today() + timedelta(days=wait)
        self.answer(referral, "before_board", self.stories["board"]["queued"], day=hearing)
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
        proof = [papers.paper(self.dice)] if self.destined("evidence") else []
        said = self.dice.choice(self.stories["claims"])
        self.answer(referral, "claim", said, commitment=commitment, files=proof)
        yield days(self.dice, 0.5, 9)
        if self.destined("together"):
            voices.one_answers(self)
        self.case.refresh_from_db()
        commitment = self.fresh(commitment)
        luck, remains = self.dice.random(), self.dice.choice(self.stories["remains"])
        if luck < 0.52:
            actions.confirm(self.case, commitment, "full", by=self.applicant, via="code")
        elif luck < 0.66:
            amount = self.dice.randint(30, 200) * 1_000_000
            actions.confirm(self.case, commitment, "part", by=self.applicant, via="code", remains=remains,
                            amount_rial=amount)  # fmt: skip
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
