"""Cases that look like the same matter are hinted at, to whoever may see them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dadkar.cases import actions, alike
from dadkar.cases.models import Case, SearchEntry
from dadkar.kernel.sealing import keys, receipts, tokens
from dadkar.people.models import Organisation, Workplace

BOILER = "دیگ بخار کارخانه نشت می‌کند و سرپرست شیفت شب می‌گوید دکمهٔ اضطراری را خاموش کنید. دو جوشکار سوخته‌اند."
AGAIN = "سلام. دیگ بخارِ کارخانه نشتي دارد؛ سرپرست شیفت شب گفته دکمه اضطراري خاموش باشد. جوشکارها سوختند."
OTHER = "پیمانکار سرویس ایاب و ذهاب را قطع کرده و نگهبان در پارکینگ کسی را راه نمی‌دهد؛ باران هم می‌بارد."


@pytest.fixture
def file(cast: Any) -> Any:
    def filed(text: str, workplace: Any = None, **where: Any) -> Case:
        filing = actions.Filing(text, {"county": cast.county, "workplace": workplace})
        where = {"house": cast.house, "desk": cast.branch, **where}
        return actions.file_case(filing, nonce=receipts.new_nonce(), **where)[0]

    return filed


def hinted(case: Case, user: Any) -> list[Case]:
    return [one.case for one in alike.alike_to(case, user)]


def test_the_same_story_in_other_words_is_found_wherever_it_happened(cast: Any, file: Any) -> None:
    first, other = file(BOILER, cast.plant), file(OTHER, cast.plant)
    again = file(AGAIN)
    assert hinted(again, cast.worker) == [first]
    assert hinted(first, cast.worker) == [again]
    assert hinted(other, cast.worker) == []


def test_at_the_same_workplace_less_is_enough(cast: Any, file: Any) -> None:
    half = "دیگ بخار خراب است و جوشکار سوخته. نامهٔ آتش‌نشانی هم روی تابلو اعلانات نصب شده و عکسش را گرفتیم."
    here = file(BOILER, cast.plant)
    there = file(half)
    assert hinted(there, cast.worker) == []
    near = file(half, cast.plant)
    assert here in hinted(near, cast.worker)


def test_two_known_workplaces_are_two_matters_unless_one_works_for_the_other(cast: Any, file: Any) -> None:
    def workplace(fa: str, **facts: Any) -> Organisation:
        row = Organisation.objects.create(
            kind="workplace", house=cast.house, county=cast.county, fa=fa, en=fa
        )
        Workplace.objects.create(organisation=row, headcount=50, **facts)
        return row

    stranger, contractor = workplace("نخ‌ریسی"), workplace("پیمانکار", principal_employer=cast.plant)
    first, elsewhere = file(BOILER, cast.plant), file(BOILER, stranger)
    assert hinted(first, cast.worker) == []
    assert hinted(elsewhere, cast.worker) == []
    under = file(AGAIN, contractor)
    assert hinted(under, cast.worker) == [first]
    assert hinted(first, cast.worker) == [under]


def test_a_text_of_very_common_words_is_like_nothing(cast: Any, file: Any) -> None:
    file("حقوق نداده‌اند", cast.plant)
    assert hinted(file("حقوق نداده‌اند", cast.plant), cast.worker) == []


def test_what_the_reader_may_not_see_is_never_hinted_at(cast: Any, file: Any) -> None:
    first, again = file(BOILER, cast.plant), file(AGAIN, cast.plant)
    actions.recuse(first, "خویشاوند", by=cast.worker)
    assert hinted(again, cast.worker) == []
    assert hinted(again, cast.colleague) == [first]
    assert hinted(again, cast.outsider) == []
    assert hinted(again, cast.liaison) == []


def test_another_house_is_another_matter(cast: Any, file: Any) -> None:
    file(BOILER, house=cast.other, desk=cast.other)
    assert hinted(file(AGAIN), cast.worker) == []


def test_what_is_followed_together_is_no_hint_any_more(cast: Any, file: Any, topic: Any) -> None:
    lead, voice, third = file(BOILER, cast.plant), file(AGAIN, cast.plant), file(AGAIN, cast.plant)
    lead.take(by=cast.worker)
    lead.classify(topic=topic, by=cast.worker)
    actions.join(voice, lead, "همان دیگ", by=cast.worker)
    assert hinted(lead, cast.worker) == hinted(voice, cast.worker) == [third]
    assert set(hinted(third, cast.worker)) == {lead, voice}


def test_what_was_erased_is_like_nothing(cast: Any, file: Any) -> None:
    first, again = file(BOILER, cast.plant), file(AGAIN, cast.plant)
    keys.erase(first.uuid, "content")
    assert hinted(again, cast.worker) == []
    assert hinted(Case.objects.visible_to(cast.worker).get(pk=first.pk), cast.worker) == []


def test_at_most_five_the_likest_first(cast: Any, file: Any) -> None:
    exact = file(BOILER, cast.plant)
    for _one in range(alike.SHOWN + 2):
        file(AGAIN, cast.plant)
    found = alike.alike(BOILER, cast.worker, house=cast.house.pk, workplace=cast.plant.pk)
    assert len(found) == alike.SHOWN
    assert (found[0].case, found[0].share) == (exact, 1.0)


def test_it_costs_as_much_for_many_as_for_few(cast: Any, file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "OPENED_A_WAY", 3)
    opened: list[int] = []
    monkeypatch.setattr(alike, "open_all", lambda rows, *fields: opened.append(len(rows)))
    case, counts = file(BOILER, cast.plant), []
    alike.alike_to(case, cast.worker)  # what is read once a process is read
    for _twice in range(2):
        for _one in range(4):
            file(AGAIN, cast.plant)
        with CaptureQueriesContext(connection) as caught:
            alike.alike_to(case, cast.worker)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert max(opened) <= 2 * alike.OPENED_A_WAY


def test_the_rarest_tokens_are_those_that_fewest_cases_hold(cast: Any, file: Any) -> None:
    for number in range(30):
        file(f"{OTHER} {BOILER if number == 7 else ''}")
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {SearchEntry._meta.db_table}")
    tokens._shares.cache_clear()
    toks = set(tokens.tokens_for(cast.house.pk, {"narrative": f"{BOILER} {OTHER}"}))
    common = set(tokens.tokens_for(cast.house.pk, {"narrative": OTHER}))
    rarest = SearchEntry.rarest(toks, alike.RAREST)
    tokens._shares.cache_clear()
    assert len(rarest) == alike.RAREST
    assert not common & set(rarest)


def test_typed_text_is_compared_before_it_is_a_case(cast: Any, file: Any) -> None:
    first = file(BOILER, cast.plant)
    assert [one.case for one in alike.alike(AGAIN, cast.worker, house=cast.house.pk)] == [first]
