"""Life cycles over the API, several at a time: from the worker's words to the worker's word.

Thirteen requests of four programs: the worker's, the case worker's, and those of a body's liaison and its
head. Only how the desk finds the new case is left out: its id is asked of the database.
"""

import random

from bench.load import stories
from bench.load.browser import CAST, Unexpected
from bench.load.program import Program
from bench.load.stories import CLAIMED, DAY, PROMISED, SUMMARY, address_of, one

CASE = "SELECT uuid FROM cases_case WHERE house_id = %s AND office_reference = %s"
STATE = "SELECT state FROM cases_case WHERE uuid = %s"


class People(stories.People):
    def live(self, number: int) -> None:
        """One case."""
        officer, liaison, head = (
            Program(self, token=CAST["tokens"][role]) for role in ("officer", "liaison", "head")
        )
        reference, address = f"bench {number}", address_of(number)
        said = {"narrative": random.choice(CAST["narratives"]), "county": "boyer-ahmad"}
        filed = Program(self, address=address).post("/cases", "file", reference=reference, **said)
        (case,) = one(CASE, CAST["house"], reference)

        officer.post(f"/cases/{case}/take", "take")
        officer.post(f"/cases/{case}/classify", "classify", topic=CAST["topic"])
        referred = officer.post(f"/cases/{case}/refer", "refer", body=CAST["body_uuid"], summary=SUMMARY)
        referral = referred["made"]
        officer.post(f"/referrals/{referral}/propose", "propose")
        worker = Program(self, receipt=filed["receipt"], address=address)
        worker.post("/receipt/agree", "agree", referral=referral)
        officer.post("/letters", "letter", referrals=[referral])

        def answer(**said: str) -> None:
            draft = liaison.post(f"/referrals/{referral}/answers", "answer", **said)
            head.post(f"/answers/{draft['id']}/release", "release")

        answer(kind="promise", step="inspect", text=PROMISED, day=DAY)
        commitment = liaison.get(f"/referrals/{referral}", "referral")["commitments"][0]["id"]
        answer(kind="claim", text=CLAIMED, commitment=commitment)

        worker.post("/receipt/confirm", "confirm", outcome="full")
        if one(STATE, case) != ("confirmed",):
            raise Unexpected("the case is not closed")
