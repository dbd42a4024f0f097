"""Others write of the same matter: their cases are followed together with the first, and one answers."""

from typing import Any

from dadkar.cases import actions
from dadkar.cases.matter import asked_of, owed_in
from dadkar.cases.models import Case
from dadkar.kernel.actor import Applicant

OTHERS = 2
APART = 10**9  # between the serial numbers of those who write of one matter
WHY = "همان کارگاه، همان موضوع."


def join_others(story: Any) -> None:
    """Two colleagues have written the same; the officer has them followed together."""
    for number in range(1, OTHERS + 1):
        details = story.details("web") | {"people": 1, "urgency": story.case.urgency}
        nonce = (story.serial + number * APART).to_bytes(16, "big")
        filing = actions.Filing(story.text(), details)
        case, _code = actions.file_case(filing, house=story.province.house, desk=story.desk, nonce=nonce)
        actions.join(case, story.case, WHY, by=story.officer)


def one_answers(story: Any) -> None:
    """The first of the others says that it came; the second has not looked yet."""
    voices = Case.objects.as_system("demo").filter(lead=story.case).order_by("pk")
    for voice in voices[:1]:
        for commitment in asked_of(voice, owed_in(voice)):
            actions.confirm(voice, commitment, "full", by=Applicant(voice.uuid), via="code")
