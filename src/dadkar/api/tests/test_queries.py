"""A list and a detail cost the same number of queries whatever there is to tell."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dadkar.api.tests.programs import Program, program_of, said
from dadkar.api.tests.test_receipt import code_for
from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.kernel.actor import Applicant

pytestmark = pytest.mark.django_db
MOST = 24


def queries(program: Program, path: str, **query: Any) -> int:
    program.get(path, **query)
    with CaptureQueriesContext(connection) as caught:
        said(program.get(path, **query))
    return len(caught)


def more(play: SimpleNamespace, cast: Any, referral: Referral) -> None:
    """More of everything: cases, promises, words, answers, and another summary in the same case."""
    play.claimed()
    play.filed()
    case = Case.objects.as_system("test").get(pk=referral.case_id)
    actions.say(case, "سلام", by=cast.worker)
    actions.say(case, "سلام", by=Applicant(case.uuid))
    actions.draft_referral(case, cast.insurance, "خلاصه", by=cast.worker)
    play.promised(referral)


LISTS = [
    ("worker", "/cases", {}),
    ("worker", "/cases", {"state": "claimed", "county": "boyer-ahmad", "agency": "labour"}),
    ("worker", "/cases", {"q": "هفتهٔ بعد"}),
    ("worker", "/cases/{case}", {}),
    ("worker", "/commitments", {}),
    ("liaison", "/commitments", {"state": "open"}),
    ("liaison", "/referrals", {}),
    ("liaison", "/referrals/{referral}", {}),
    ("holder", "/receipt", {}),
]


@pytest.mark.parametrize(("role", "path", "query"), LISTS)
def test_more_to_tell_costs_no_more(
    play: SimpleNamespace, cast: Any, role: str, path: str, query: dict[str, str]
) -> None:
    referral = play.sent()
    here = path.format(case=referral.case_uuid, referral=referral.uuid)
    more(play, cast, referral)
    holder = role == "holder"
    program = Program(receipt=code_for(referral.case)) if holder else program_of(getattr(cast, role))
    before = queries(program, here, **query)
    for _one in range(4):
        more(play, cast, referral)
    assert queries(program, here, **query) == before
    assert before <= MOST
