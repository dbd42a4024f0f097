"""Life cycles through the pages, several at a time: from the worker's form to the worker's word.

Every form is opened before it is sent and every redirect is followed, as browsers do: 43 requests. Only how
the desk finds the new case is left out: its address is asked of the database.
"""

import random
import re

from locust import FastHttpUser

from bench.load import stories
from bench.load.browser import CAST, Browser, Unexpected, find
from bench.load.stories import CLAIMED, DAY, PROMISED, SUMMARY, address_of, one

CASE = "SELECT id, uuid FROM cases_case WHERE id > %s AND amount_rial = %s"
REFERRAL = "SELECT uuid FROM cases_referral WHERE case_uuid = %s"
DRAFT = """
SELECT a.uuid FROM cases_answer a JOIN cases_referral r ON r.id = a.referral_id
WHERE r.case_id = %s AND a.state = 'draft'
"""
UUID = r"([0-9a-f-]{36})"


class People(stories.People):
    def live(self, number: int) -> None:
        """One case."""
        Cycle(self, number).run()


class Cycle:
    """One case, from the worker's form to the worker's word."""

    def __init__(self, user: FastHttpUser, number: int) -> None:
        self.amount, self.address = 1_000_000_000 + number * 10, address_of(number)
        self.user, self.worker = user, Browser(user, address=self.address)
        self.officer, self.liaison, self.head = (
            Browser(user, role) for role in ("officer", "liaison", "head")
        )

    def run(self) -> None:
        self.file()
        self.triage()
        self.refer()
        self.agree()
        self.send()
        self.answer("promise", step="inspect", text=PROMISED, day=DAY)
        self.answer("claim", text=CLAIMED)
        self.confirm()

    def file(self) -> None:
        page = self.worker.get("/write/", "write")
        page = self.worker.post(
            "/write/",
            "write",
            nonce=find(r'name="nonce" value="([^"]+)"', page, "nonce"),
            narrative=random.choice(CAST["narratives"]),
            county="boyer-ahmad",
            amount_0=str(self.amount // 10),
            amount_1="toman",
            told="code",
        )
        self.code = re.sub("<[^>]+>", "", find(r'<bdi class="code"[^>]*>(.*?)</bdi>', page, "code"))

    def triage(self) -> None:
        self.pk, self.case = one(CASE, CAST["last_case"], self.amount)
        self.home = f"/desk/cases/{self.case}/"
        self.officer.get(self.home, "case")
        self.officer.post(f"{self.home}take/", "take")
        page = self.officer.get(f"{self.home}classify/", "classify")
        topic = find(r'<select name="topic"(?s:.*?)<option value="(\d+)"', page, "topic")
        self.officer.post(f"{self.home}classify/", "classify", topic=topic, urgency="0")

    def refer(self) -> None:
        self.officer.get(f"{self.home}refer/", "refer")
        self.officer.post(f"{self.home}refer/", "refer", bodies=CAST["body"], summary=SUMMARY)
        (self.referral,) = one(REFERRAL, self.case)
        self.officer.post(f"/desk/summaries/{self.referral}/propose/", "propose")

    def come_back(self) -> str:
        self.worker = Browser(self.user, address=self.address)
        self.worker.get("/follow/", "follow")
        return self.worker.post("/follow/", "code", code=self.code)

    def agree(self) -> None:
        page = self.come_back()
        self.worker.post(
            "/follow/", "agree", key=find(rf'name="key" value="(agree-{UUID[1:-1]})"', page, "agree")
        )

    def send(self) -> None:
        path = f"/desk/letters/new/?referral={self.referral}"
        page = self.officer.get(path, "letter")
        words = {
            name: find(rf'name="{name}"[^>]*?value="([^"]*)"', page, name)
            for name in ("to_title", "subject", "signatory_name", "signatory_title")
        }
        for name in ("opening", "closing"):
            words[name] = find(rf'<textarea name="{name}"[^>]*>([^<]*)<', page, name)
        self.officer.post(path, "letter", then="send", **words)

    def answer(self, kind: str, **fields: str) -> None:
        home = f"/desk/referrals/{self.referral}/"
        self.liaison.get(home, "referral")
        page = self.liaison.get(f"{home}{kind}/", kind)
        if kind == "claim":
            fields["commitment"] = find(r'name="commitment" value="(\d+)"', page, "commitment")
        self.liaison.post(f"{home}{kind}/", kind, **fields)
        (draft,) = one(DRAFT, self.pk)
        self.head.get("/desk/drafts/", "drafts")
        self.head.get(f"/desk/drafts/{draft}/release/", "release")
        self.head.post(f"/desk/drafts/{draft}/release/", "release")

    def confirm(self) -> None:
        page = self.come_back()
        key = find(rf'name="key" value="(settled-{UUID[1:-1]})"', page, "settled")
        self.worker.post("/follow/", "settled", key=key)
        if one("SELECT id, state FROM cases_case WHERE id = %s", self.pk)[1] != "confirmed":
            raise Unexpected("the case is not closed")
