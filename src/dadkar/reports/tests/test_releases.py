"""Releases: what is counted in which, who does what, and the attack on all that was ever published."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Topic
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.people.models import County
from dadkar.reports import releasing, rollup
from dadkar.reports.counting import month_of
from dadkar.reports.marks import Mark
from dadkar.reports.masking import FLOOR
from dadkar.reports.models import Counted, Fact, Publication, Release, ReleasedCell
from dadkar.reports.tests.attack import Published, narrow

STANDINGS = [Mark.CONFIRMED, Mark.CLAIMED, Mark.UNCONFIRMED, Mark.OVERDUE, Mark.WAITING]
BY = System("test")


def today_of(month: int, day: int = 5) -> Any:
    """The clock on a day of the month after this one."""
    following = releasing.after(month)
    at = Jalali(following // 100, following % 100, day).to_date()
    return moment.moved_to(moment.now().replace(year=at.year, month=at.month, day=at.day))


@pytest.fixture
def province(cast: Any) -> Any:
    """A house with bodies, counties and topics enough, and nothing counted yet."""
    for n, name in enumerate(["dena", "basht", "landeh", "charam"]):
        County.objects.create(code=name, province="IR-17", fa=f"شهرستان {n}", en=name)
    for n in range(7):
        Topic.objects.create(
            house=cast.house, code=f"t{n}", fa=f"موضوع {n}", bodies=["labour"], sensitive=n == 3, order=n
        )
    rollup.refresh(cast.house)
    return cast


def invent(cast: Any, dice: random.Random, month: int, many: int) -> None:
    """So many promises, and some letters, that fell into a month."""
    bodies = [cast.labour.pk, cast.inspection.pk, cast.insurance.pk]
    topics = list(Topic.objects.filter(house=cast.house).values_list("pk", flat=True))
    counties = ["boyer-ahmad", "dena", "basht", "landeh", "charam"]
    last = Fact.objects.count()
    Fact.objects.bulk_create(
        Fact(
            kind=dice.choice(["promise"] * 5 + ["letter"]),
            source=last + n + 10**6,
            case=last + n + 10**6,
            house=cast.house,
            desk=cast.branch.pk,
            body=dice.choices(bodies, [20, 3, 1])[0],
            topic=dice.choices(topics, [30, 20, 10, 6, 2, 1, 1][: len(topics)])[0],
            county=dice.choices(counties, [30, 10, 5, 1, 1])[0],
            channel="web",
            month=month,
            marks=dice.choices(STANDINGS, [40, 20, 5, 20, 5])[0],
            answer=dice.randint(1, 20),
        )
        for n in range(many)
    )
    letters = Fact.objects.filter(month=month, kind="letter")
    letters.update(marks=Mark.SENT)
    letters.filter(source__in=[one.source for one in letters if one.source % 3 == 0]).update(
        marks=Mark.SENT | Mark.REDIRECTED
    )


def change(dice: random.Random, share: float) -> None:
    """What happens to older promises afterwards."""
    for fact in Fact.objects.filter(kind="promise"):
        if dice.random() < share:
            fact.marks = dice.choice(STANDINGS)
            fact.save()


def published(house: Any) -> Published:
    """All numbers of all releases as the attacker sees them, with all that is known to hold of them."""
    found = Published()
    for cell in ReleasedCell.objects.filter(release__house=house).select_related("release"):
        if cell.column in releasing.COLUMNS or cell.column in releasing.LATE:
            found.cells[cell.release.month, cell.cube, cell.value, cell.column] = cell.shown
    found.tie()
    months = sorted({name[0] for name in found.cells})
    for month in months[1:]:
        before = [one for one in months if one < month]
        for late, more, back in [
            ("late_confirmed", ["only_said", "overdue"], "late_lost"),
            ("late_lost", ["confirmed"], "late_confirmed"),
        ]:
            less = [(one, "", "", late) for one in [*before, month]]
            could = [(one, "", "", column) for one in before for column in [*more, back]]
            found.limits.append((less, could))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_no_masked_number_of_any_release_can_be_worked_out(province: Any, seed: int) -> None:
    dice, month = random.Random(seed), releasing.before(month_of(moment.today()))
    months = [month := releasing.before(month) for _n in range(4)][::-1]
    sizes = dice.sample([4, 25, 90, 250], 4)
    for one, many in zip(months, sizes, strict=True):
        invent(province, dice, one, many)
        change(dice, 0.2)
        with today_of(one):
            releasing.prepare(province.house, one if one == months[0] else None, by=BY)
        if one > months[0]:  # written down late: counted in the next release
            invent(province, dice, releasing.before(one), 6)
    seen = published(province.house)
    assert len({name[0] for name in seen.cells}) == 4
    shown = [n for n in seen.cells.values() if n is not None]
    assert len(shown) > 10
    assert min(shown) >= FLOOR
    assert narrow(seen) == {}


def test_each_promise_is_counted_once(province: Any) -> None:
    dice, month = random.Random(5), releasing.before(releasing.before(month_of(moment.today())))
    invent(province, dice, month, 60)
    with today_of(month):
        releasing.prepare(province.house, month, by=BY)
    change(dice, 0.5)
    invent(province, dice, month, 20)
    with today_of(releasing.after(month)):
        releasing.prepare(province.house, by=BY)
    sources = list(Counted.objects.filter(late=False).values_list("kind", "source"))
    assert len(sources) == len(set(sources))
    waiting = Fact.objects.filter(marks=Mark.WAITING).values("source")
    assert not Counted.objects.filter(late=False, source__in=waiting, release__month__gt=month).exists()


def test_only_the_manager_and_only_in_order(province: Any) -> None:
    with pytest.raises(NotAllowed):
        releasing.prepare(province.house, by=province.worker)
    release = releasing.prepare(province.house, by=province.manager)
    assert release.month == releasing.before(month_of(moment.today()))
    with pytest.raises(WrongState):
        releasing.prepare(province.house, by=province.manager)
    with pytest.raises(WrongState):
        release.publish(by=province.manager)  # the bodies have their time first
    with moment.moved_to(moment.now() + timedelta(days=14)):
        with pytest.raises(NotAllowed):
            release.publish(by=province.worker)
        release.publish(by=province.manager)
        with pytest.raises(WrongState):
            release.publish(by=province.manager)


@pytest.mark.parametrize("model", [Release, ReleasedCell, Counted, Publication])
def test_what_is_frozen_stays(province: Any, model: Any) -> None:
    invent(province, random.Random(1), releasing.before(month_of(moment.today())), 20)
    release = releasing.prepare(province.house, by=province.manager)
    with moment.moved_to(moment.now() + timedelta(days=14)):
        release.publish(by=province.manager)
    for verb in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(verb.format(model._meta.db_table))


def browser(user: Any = None) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_body_sees_its_own_and_replies_before_the_public_sees_any(province: Any) -> None:
    invent(province, random.Random(3), releasing.before(month_of(moment.today())), 80)
    assert "Nothing has been published yet" in browser().get(reverse("numbers")).content.decode()
    browser(province.manager).post(reverse("release-prepare"))
    release = Release.objects.get()
    assert browser().get(reverse("release", args=[release.uuid])).status_code == 404
    own = ReleasedCell.objects.filter(
        cube="agency", value=str(province.insurance.pk), column="confirmed"
    ).get()
    page = browser(province.insurer).get(reverse("body-releases")).content.decode()
    assert f"<dd>{own.own}" in page
    assert str(province.labour) not in page.partition("<main")[2]
    address = reverse("release-reply", args=[release.uuid])
    empty = browser(province.head).post(address, {"text": ""})
    assert empty.status_code == 422
    refused = browser(province.liaison).post(address, {"text": "پاسخ ما"})
    assert refused.status_code == 422
    assert "پاسخ ما" in refused.content.decode(), "what was typed is still there"
    browser(province.head).post(address, {"text": "پاسخ ما =1+1"})
    again = browser(province.head).post(address, {"text": "دوباره"})
    assert "replied already" in again.content.decode()
    with moment.moved_to(moment.now() + timedelta(days=14)):
        release.publish(by=province.manager)
    text = browser().get(reverse("numbers")).content.decode()
    assert "پاسخ ما" in text
    for form in ("csv", "xlsx"):
        file = browser().get(reverse("release", args=[release.uuid]), {"form": form})
        assert file["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("text", ["\u202e\u2066", "\x07", "👍", "a\x00"])
def test_a_reply_is_words_and_turns_no_others_round(province: Any, text: str) -> None:
    """It stands on the public's page: no sign in it may change how what is beside it reads."""
    release = releasing.prepare(province.house, by=province.manager)
    address = reverse("release-reply", args=[release.uuid])
    browser(province.head).post(address, {"text": text})
    assert [one.text for one in release.replies.all()] == (["a"] if "a" in text else [])
    browser(province.head).post(address, {"text": "\u202eپاسخ ما"})
    assert release.replies.get().text in ("پاسخ ما", "a")


def test_the_public_sees_nothing_that_is_masked(province: Any) -> None:
    """Every number on the page and in the file is one of those that are shown."""
    invent(province, random.Random(4), releasing.before(month_of(moment.today())), 70)
    release = releasing.prepare(province.house, by=province.manager)
    with moment.moved_to(moment.now() + timedelta(days=14)):
        release.publish(by=province.manager)
    csv = browser().get(reverse("release", args=[release.uuid]), {"form": "csv"}).content.decode("utf-8-sig")
    numbers = [line.rsplit(",", 1)[1] for line in csv.splitlines()[3:] if line]
    shown = {str(n) for n in release.cells.exclude(shown=None).values_list("shown", flat=True)}
    assert set(numbers) <= shown | {"✱"}
    assert "✱" in numbers
    workplaces = ReleasedCell.objects.values_list("cube", flat=True)
    assert set(workplaces) <= {"", "agency", "topic", "county"}
