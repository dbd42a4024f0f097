"""A case whose words were erased still has its pages: what is gone is called so."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions, board, parties
from dadkar.cases.models import Case
from dadkar.kernel.sealing import keys

pytestmark = pytest.mark.django_db(transaction=True)  # as outside a test, what fails is rolled back alone


def test_every_page_of_it_opens(cast: Any, play: Any, client: Client) -> None:
    commitment = play.claimed()
    case = Case.objects.as_system("test").get(uuid=commitment.owed_to)
    actions.say(case, "سلام", by=cast.worker)
    actions.write_call(case, by=cast.worker, result="spoke", safe=True, note="زنگ زدم")
    actions.set_contact(case, {"name": "حسن", "must_not_see": "همسایه"}, by=cast.worker)
    parties.add_people(case, [parties.Person("گلنار", 4, 300_000_000)], by=cast.worker)
    parties.record_representative(case, "گلنار", by=cast.worker)
    petition = board.prepare_petition(
        case, "diagnosis", by=cast.worker, wants="مزد", explanation="نداده‌اند", claims=[], papers_ready=[]
    )
    referral = case.referrals.as_system("test").get()
    keys.erase(case.uuid, "content", "contact")

    client.force_login(cast.worker)
    pages = [reverse(name, args=[case.uuid]) for name in ("case", "case-people", "case-classify")]
    pages += [reverse("letter", args=[referral.letter.uuid])]
    for page in [*pages, reverse("queue"), reverse("summaries"), reverse("letters")]:
        assert client.get(page).status_code == 200, page
    for name in ("case-contact", "case-people-names"):  # a reason could not be kept any more
        assert client.post(reverse(name, args=[case.uuid]), {"reason": "پرونده"}).status_code == 410, name
    for name in ("petition", "petition-change", "petition-draft-pdf"):
        gone = client.get(reverse(name, args=[petition.uuid]))
        assert gone.status_code == 410, name
        assert "زمان نگهداری" in gone.content.decode()
    assert "پاک شده" in client.get(pages[0]).content.decode()

    client.force_login(cast.liaison)
    for page in (reverse("body-referral", args=[referral.uuid]), reverse("body-referrals")):
        assert client.get(page).status_code == 200, page
