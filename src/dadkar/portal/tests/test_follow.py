"""Coming back with the code: what is shown, and what a wrong code is told."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dadkar.cases import board
from dadkar.cases.models import Case
from dadkar.cases.tests.drama import STORY, case_of
from dadkar.kernel import moment
from dadkar.kernel.persian import to_persian_digits
from dadkar.kernel.sealing import keys, receipts
from dadkar.portal.tests.hands import filed, text_of, with_code
from dadkar.portal.words import day_text

pytestmark = pytest.mark.django_db

UNKNOWN = receipts.issue(b"never filed with").code


def enter(client: Client, code: str, **more: str) -> Any:
    return client.post(reverse("follow"), {"code": code, **more})


def opens(client: Client) -> bool:
    return client.get(reverse("follow")).templates[0].name == "portal/follow.html"


@pytest.mark.parametrize(
    "typed",
    [
        str,
        to_persian_digits,
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: " - ".join(code[n : n + 4] for n in range(0, 20, 4)),
        lambda code: f"\u200e {receipts.group(code)} \n",
    ],
    ids=["Latin", "Persian", "Arabic", "dashes", "groups"],
)
def test_the_code_opens_however_it_is_typed(cast: Any, client: Client, typed: Any) -> None:
    _case, code = filed(Client())
    response = enter(client, typed(code))
    assert (response.status_code, response["Location"]) == (303, reverse("follow"))
    assert opens(client)


def test_a_mistyped_code_is_told_and_neither_looked_up_nor_counted(cast: Any, client: Client) -> None:
    _case, code = filed(Client())
    wrong = code[:5] + str((int(code[5]) + 1) % 10) + code[6:]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = enter(client, wrong)
    assert response.status_code == 422
    assert not [query for query in queries if "cases_receipt" in query["sql"] or "attempt" in query["sql"]]
    assert not opens(client)


def test_a_wrong_code_gives_no_hint(cast: Any, client: Client) -> None:
    """Erased and never issued: one answer, one path."""
    case, erased = filed(Client())
    keys.erase(case.uuid, "content", "contact")
    enter(client, UNKNOWN)  # the day's key for counting is made by the first
    answers = []
    for code in (UNKNOWN, erased):
        with CaptureQueriesContext(connection) as queries:
            response = enter(client, code)
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        shape = [re.sub(r"'.*?'|\\\\x[0-9a-f]+|\d+", "?", query["sql"]) for query in queries]
        answers.append((response.status_code, body.replace(code, ""), len(shape), response.headers.keys()))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "با این کد چیزی نمی‌توانیم نشان دهیم" in answers[0][1]


def test_guessing_in_a_loop_is_stopped_and_the_right_code_waits_too(cast: Any, client: Client) -> None:
    _case, code = filed(Client())
    for number in range(30):
        assert enter(client, receipts.issue(number.to_bytes(16, "big")).code).status_code == 422
    stopped = enter(client, receipts.issue(b"one guess more..").code)
    assert stopped.status_code == 429
    assert int(stopped["Retry-After"]) > 0
    assert enter(client, code).status_code == 429
    with moment.moved_to(moment.now() + timedelta(minutes=11)):
        assert enter(client, code).status_code == 303


def test_another_address_is_not_held_up(cast: Any, client: Client) -> None:
    _case, code = filed(Client())
    for number in range(30):
        enter(client, receipts.issue(number.to_bytes(16, "big")).code)
    assert Client(REMOTE_ADDR="198.51.100.7").post(reverse("follow"), {"code": code}).status_code == 303


def test_the_page_closes_after_half_an_hour(cast: Any, client: Client) -> None:
    case, _code = filed(Client())
    with_code(client, case)
    assert opens(client)
    with moment.moved_to(moment.now() + timedelta(minutes=31)):
        assert not opens(client)


def test_what_was_typed_before_the_half_hour_was_over_comes_back(cast: Any, client: Client) -> None:
    case, code = filed(Client())
    text = "سه روز است که کارفرما ما را راه نمی‌دهد. " * 40
    closed = client.post(reverse("follow"), {"key": "write", "text": text})
    assert "نیم ساعت گذشت" in text_of(closed)
    kept = dict(re.findall(r'name="(kept-\w+)" value="([^"]*)"', closed.content.decode()))
    opened = enter(client, code, **kept)
    assert opened.status_code == 200
    assert text.strip() in opened.content.decode()
    assert opens(client), "and the case is open again"
    assert not case.messages.as_system("test").exists(), "it is sent only when it is pressed again"


def test_the_code_is_in_no_address_and_no_cookie_in_clear(cast: Any, client: Client) -> None:
    case, code = filed(Client())
    response = enter(client, code)
    assert code not in response["Location"]
    cookie = response.cookies["page"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert str(case.uuid) not in cookie.value
    assert case.uuid.hex not in cookie.value


STAGES = {
    "filed": "به دست ما رسید",
    "sent": "در ادارهٔ کل تعاون، کار و رفاه اجتماعی، منتظر پاسخ",
    "promised": "قول داده‌اند تا",
    "claimed": "می‌گویند انجام شده؛ منتظر نظر شما",
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_phase_is_said_in_plain_words(cast: Any, play: Any, client: Client, stage: str) -> None:
    row = getattr(play, stage)()
    case = row if isinstance(row, Case) else row.case if hasattr(row, "case") else case_of(row)
    response = with_code(client, case).get(reverse("follow"))
    assert STAGES[stage] in text_of(response)
    assert response.context["f"].next_step


def test_the_narrative_is_not_shown_back(cast: Any, play: Any, client: Client) -> None:
    """Whoever picks up the telephone should not read the story, too."""
    assert STORY not in with_code(client, play.filed()).get(reverse("follow")).content.decode()


def test_a_date_that_passed_is_told_as_it_is(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    with moment.moved_to(referral.due_at + timedelta(days=1)):
        page = text_of(with_code(client, referral.case).get(reverse("follow")))
    assert "مهلت گذشت و از ادارهٔ کل تعاون، کار و رفاه اجتماعی پاسخی نیامد" in page


@pytest.mark.parametrize(("stage", "number"), [("filed", 0), ("sent", 1), ("promised", 2)])
def test_why_this_day_counts_day_by_day(
    cast: Any, play: Any, client: Client, stage: str, number: int
) -> None:
    row = getattr(play, stage)()
    case = row if isinstance(row, Case) else row.case if hasattr(row, "case") else case_of(row)
    with_code(client, case)
    link = reverse("follow-why", args=[number])
    assert f'href="{link}"' in client.get(reverse("follow")).content.decode()
    response = client.get(link)
    assert response.context["steps"]
    assert " ".join(response.context["due"].split()) in text_of(response)


def test_why_shows_nothing_without_an_open_page_or_beyond_the_last_clock(
    cast: Any, play: Any, client: Client
) -> None:
    link = reverse("follow-why", args=[0])
    assert client.get(link)["Location"] == reverse("follow")
    with_code(client, play.filed())
    assert client.get(link).status_code == 200
    assert client.get(reverse("follow-why", args=[9]))["Location"] == reverse("follow")


class TestRuling:
    """What the page says of a ruling, beside where the matter stands with bodies."""

    @pytest.fixture
    def said(self, client: Client) -> Any:
        def said(case: Case) -> str:
            page = with_code(client, case).get(reverse("follow"))
            sentence = page.context["f"].of_ruling
            assert " ".join(sentence.split()) in text_of(page)
            return sentence

        return said

    def test_from_the_ruling_to_its_enforcement(self, cast: Any, play: Any, track: Any, said: Any) -> None:
        case = play.sent().case
        ruling = track.ruled(track.filed(track.drafted(case)))
        assert "روزی که رأی به دستتان رسید" in said(case)
        board.serve_ruling(ruling, moment.today(), by=cast.worker)
        (right,) = ruling.rights(case.calendar)
        assert day_text(right.last_day) in said(case)
        with moment.moved_to(moment.now() + timedelta(days=40)):
            assert "مهلت اعتراض گذشت" in said(case)
        board.ask_enforcement(ruling, moment.today(), by=cast.worker, next_on=moment.today())
        assert "اجرای رأی" in said(case)

    def test_what_a_body_owes_still_stands_first(
        self, cast: Any, play: Any, track: Any, client: Client
    ) -> None:
        case = play.sent().case
        track.ruled(track.filed(track.drafted(case)))
        following = with_code(client, case).get(reverse("follow")).context["f"]
        assert "منتظر پاسخ" in following.phase
        assert following.current_clock is not None

    def test_once_the_next_board_has_it_the_old_ruling_is_silent(
        self, cast: Any, track: Any, said: Any
    ) -> None:
        ruling = track.ruled(ago=30)
        board.serve_ruling(ruling, moment.today() - timedelta(days=20), by=cast.worker)
        assert "مهلت اعتراض گذشت" in said(ruling.case)
        track.filed(track.drafted(ruling.case, "dispute"), ago=10)
        assert said(ruling.case) == ""

    def test_of_a_courts_judgment_no_term_is_claimed(self, cast: Any, track: Any, said: Any) -> None:
        ruling = track.ruled(track.filed(track.drafted(kind="court")))
        assert "همکاری از خانهٔ کارگر" in said(ruling.case)
        board.serve_ruling(ruling, moment.today(), by=cast.worker)
        assert "مهلت" not in said(ruling.case)
