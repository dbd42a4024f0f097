"""The whole story in a real browser, in both languages, without scripts where the worker is concerned."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from dadkar.cases.models import Answer, Case, Referral, Topic
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from tests.browser.eyes import FIRST_LOAD, Glass, Window, first_load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = ["fa", "en"]
NARRATIVE = "چهار ماه است که حقوق ما پرداخت نشده است."


class Story:
    """Everybody at their window. `look` is off where the pages have been looked at before."""

    def __init__(self, browser: Any, site: str, language: str, cast: SimpleNamespace, *, look: bool) -> None:
        self.cast, self.looks = cast, look
        self.windows: list[Window] = []

        def window(**who: Any) -> Window:
            self.windows.append(Window(browser, site, language, **who))
            return self.windows[-1]

        self.worker = window(scripts=False)
        self.officer = window(user=cast.worker)
        self.liaison = window(user=cast.liaison)
        self.head = window(user=cast.head)
        self.glass = Glass(browser, site, language)
        self.windows.append(self.glass)

    def seen(self, window: Window, name: str = "") -> None:
        """Look at what this window shows."""
        if not self.looks:
            return
        if window is self.worker:
            self.glass.see(window, name)
        else:
            window.look(name)

    @property
    def problems(self) -> list[str]:
        return [problem for window in self.windows for problem in window.problems]

    def close(self) -> None:
        for window in self.windows:
            window.close()


@pytest.fixture
def story(
    request: pytest.FixtureRequest, cast: Any, topic: Any, live_server: Any, chromium: Any
) -> Iterator[Story]:
    language, look = request.param
    told = Story(chromium, live_server.url, language, cast, look=look)
    yield told
    told.close()


def case() -> Case:
    return Case.objects.as_system("test").get()


def referral() -> Referral:
    return Referral.objects.as_system("test").get()


def promise() -> Commitment:
    return Commitment.objects.as_system("test").get()


def files(story: Story) -> str:
    """From the first page to the receipt, whose last digits prove that it was kept. Returns the code."""
    worker = story.worker.go("/")
    story.seen(worker)
    worker.follow(reverse("write"))
    story.seen(worker)
    worker.submit()
    assert worker.page.locator('[aria-invalid="true"][name="narrative"]').count() == 1
    county = str(story.cast.county.pk)
    worker.fill(narrative=NARRATIVE, county=county, workplace_typed="قند یاسوج", people="one", months="4")
    worker.submit()
    assert worker.path == reverse("receipt")
    story.seen(worker)
    shown = worker.page.locator(".receipt").inner_text()
    code = "".join(str(int(letter)) for letter in shown if letter.isdigit())[:20]
    worker.fill(last="0000" if code[-4:] != "0000" else "1111").submit()
    assert worker.path == reverse("receipt")
    worker.fill(last=code[-4:]).submit()
    assert worker.path == reverse("follow")
    story.seen(worker)
    return code


def refers(story: Story) -> None:
    """The case worker takes it, sets topic and urgency, writes a summary and asks for agreement."""
    officer, uuid = story.officer.go(reverse("queue")), case().uuid
    story.seen(officer)
    officer.go(reverse("case", args=[uuid]))
    story.seen(officer, "case-new")
    officer.press(f'form[action="{reverse("case-take", args=[uuid])}"] button')
    officer.follow("/classify/")
    story.seen(officer, "case-classify")
    topic = Topic.objects.get(house=story.cast.house)
    officer.fill(topic=str(topic.pk), workplace=str(story.cast.plant.pk), urgency="1").submit()
    officer.follow("/refer/")
    story.seen(officer, "case-refer")
    officer.fill(bodies=str(story.cast.labour.pk), summary="مزد چهار ماه پرداخت نشده است.").submit()
    officer.press(f'form[action="{reverse("summary-propose", args=[referral().uuid])}"] button')
    story.seen(officer, "case-proposed")
    assert referral().state == Referral.State.PROPOSED


def agrees(story: Story, code: str) -> None:
    """The worker comes back with the code, from another browser as it were, and agrees to the summary."""
    worker = story.worker
    worker.press(f'form[action="{reverse("exit")}"] button')
    assert worker.path == reverse("calendar")
    story.seen(worker)
    assert worker.cookie("page") is None
    worker.go(reverse("follow"))
    story.seen(worker, "follow-code")
    worker.fill(code=code[:-1] + str((int(code[-1]) + 1) % 10)).submit()
    assert case().number not in worker.text
    worker.fill(code=code).submit()
    story.seen(worker, "follow-agree")
    says(story, "agree", referral())
    assert referral().state == Referral.State.AGREED


def says(story: Story, what: str, row: Any, **typed: str) -> None:
    """Press one of the answers on the page of the code."""
    form = f'main form:has(input[name="key"][value="{what}-{row.uuid}"])'
    worker = story.worker.go(reverse("follow"))
    for name, value in typed.items():
        field = worker.page.locator(f'{form} [name="{name}"]').first
        worker.open_folds(field)
        field.fill(value)
    worker.press(f"{form} button")
    assert worker.path == reverse("follow")


def sends(story: Story) -> None:
    """The case worker writes the letter, looks at it as it will be printed, and sends it."""
    officer = story.officer.go(reverse("letter-new"))
    story.seen(officer)
    officer.go(reverse("case", args=[case().uuid]))
    officer.page.locator(f'main a[href*="{reverse("letter-new")}"]').first.click()
    story.seen(officer, "letter-write")
    officer.press('main button[value="look"]')
    story.seen(officer, "letter-look")
    officer.press('main button[value="send"]')
    assert officer.path == reverse("letter", args=[referral().letter.uuid])
    story.seen(officer, "letter")


def answers(story: Story, kind: str, **typed: str) -> None:
    """The liaison drafts an answer, which counts only when the manager has released it."""
    liaison = story.liaison.go(reverse("body-referrals"))
    story.seen(liaison)
    liaison.go(reverse("body-referral", args=[referral().uuid]))
    story.seen(liaison, f"body-referral-before-{kind}")
    before = referral().state, promise().state if kind == "claim" else ""
    liaison.follow(f"/{kind}/")
    story.seen(liaison, f"body-{kind}")
    liaison.fill(**typed).submit()
    assert (referral().state, promise().state if kind == "claim" else "") == before
    head = story.head.go(reverse("body-drafts"))
    story.seen(head, f"body-drafts-{kind}")
    draft = Answer.objects.as_system("test").latest("id")
    head.follow(reverse("draft-release", args=[draft.uuid]))
    story.seen(head, f"draft-{kind}")
    head.press("main form .buttons button, main .buttons form button")


def promises(story: Story) -> None:
    day = Jalali.from_date(moment.today() + timedelta(days=9)).short("fa")
    answers(story, "promise", step="inspect", text="بازرس می‌فرستیم.", day=day)
    assert promise().state == Commitment.State.OPEN


def claims(story: Story) -> None:
    answers(story, "claim", text="بازرسی انجام شد و صورت‌جلسه شد.")
    assert promise().state == Commitment.State.CLAIMED


def until_claimed(story: Story) -> str:
    """All that comes before the worker's own word."""
    code = files(story)
    refers(story)
    agrees(story, code)
    sends(story)
    promises(story)
    claims(story)
    story.seen(story.worker.go(reverse("follow")), "follow-claimed")
    return code


@pytest.mark.parametrize("story", [(one, True) for one in LANGUAGES], indirect=True, ids=LANGUAGES)
def test_from_filing_to_the_worker_s_own_word(story: Story) -> None:
    until_claimed(story)
    assert case().state == Case.State.CLAIMED
    says(story, "settled", promise())
    assert (case().state, promise().state) == (Case.State.CONFIRMED, Commitment.State.CONFIRMED)
    story.seen(story.worker, "follow-closed")
    story.seen(story.officer.go(reverse("case", args=[case().uuid])), "case-closed")
    story.seen(story.liaison.go(reverse("body-referral", args=[referral().uuid])), "body-referral-ended")
    assert not story.problems, "\n".join(story.problems)


@pytest.mark.parametrize("story", [("fa", False)], indirect=True)
def test_no_and_a_part_keep_it_open(story: Story) -> None:
    until_claimed(story)
    says(story, "not-done", promise(), remains="کسی نیامد.")
    assert (case().state, promise().state, promise().disputes) == (
        Case.State.PROMISED,
        Commitment.State.OPEN,
        1,
    )
    claims(story)
    says(story, "partly", promise(), remains="دو ماه مانده است.")
    assert (case().state, referral().state) == (Case.State.REFERRED, Referral.State.SENT)
    assert not story.problems, "\n".join(story.problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_load_is_small(cast: Any, topic: Any, live_server: Any, chromium: Any, language: str) -> None:
    pages = ("start", "write", "follow", "calendar")
    sent = {name: first_load(chromium, live_server.url, reverse(name), language) for name in pages}
    assert min(sent.values()) > 10_000, "nothing was fetched"
    assert max(sent.values()) <= FIRST_LOAD, sent
