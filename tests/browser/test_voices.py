"""One matter, many voices, in a real browser: at the desk, and for whoever comes back without scripts."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.tests.together import fresh, matter, states
from dadkar.kernel.actor import Applicant
from dadkar.kernel.sealing import receipts
from tests.browser.eyes import Glass, Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["fa"])
def test_each_of_several_is_asked_and_the_desk_sees_who_has_answered(
    language: str, cast: Any, play: SimpleNamespace, live_server: Any, chromium: Any
) -> None:
    m = matter(cast, play, 2)
    desk = Window(chromium, live_server.url, language, user=cast.worker)
    worker, glass = (
        Window(chromium, live_server.url, language, scripts=False),
        Glass(chromium, live_server.url, language),
    )
    for name, case in (("lead", m.lead), ("voice", m.voices[0])):
        desk.go(reverse("case", args=[case.uuid])).look(f"together-{name}")
    by = Applicant(m.voices[0].uuid)
    code = actions.renew_code(fresh(m.voices[0]), by=by, nonce=receipts.new_nonce())
    worker.go(reverse("follow")).fill(code=code).submit()
    glass.see(worker, "together-asked")
    worker.press(f'form:has([name="key"][value="settled-{m.commitment.uuid}"]) button')
    glass.see(worker, "together-said")
    assert states(m.voices[0]) == ["confirmed"]
    desk.go(reverse("case", args=[m.voices[1].uuid])).follow("/word/").look("together-word")
    desk.fill(via="phone", kept="no", remains="نیامد").submit()
    assert fresh(m.commitment).state == "open"
    desk.look("together-disputed").go(reverse("case", args=[m.lead.uuid])).look("together-lead-after")
    desk.go(reverse("queue")).look("together-queue")
    problems = [problem for window in (desk, worker, glass) for problem in window.problems]
    for window in (desk, worker, glass):
        window.close()
    assert not problems, "\n".join(problems)
