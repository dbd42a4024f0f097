"""Forgetting to say for whom is an error, on every way to the database; and a bar always wins."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, Q

from dadkar.cases import actions
from dadkar.cases.models import Case, Message, Referral
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.scope import Unscoped
from dadkar.people.models import Membership, Principal, Role, User

pytestmark = pytest.mark.django_db

WAYS: dict[str, Callable[[Any], Any]] = {
    "list": lambda m: list(m.objects.all()),
    "get": lambda m: m.objects.get(pk=1),
    "first": lambda m: m.objects.first(),
    "count": lambda m: m.objects.count(),
    "exists": lambda m: m.objects.exists(),
    "iterator": lambda m: list(m.objects.iterator()),
    "values": lambda m: list(m.objects.values_list("pk")),
    "aggregate": lambda m: m.objects.aggregate(n=Count("pk")),
    "update": lambda m: m.objects.update(pk=1),
    "delete": lambda m: m.objects.filter(pk=1).delete(),
    "raw delete": lambda m: m.objects.filter(pk=1)._raw_delete("default"),
    "raw": lambda m: list(m.objects.raw("select 1")),
    "in": lambda m: list(m.objects.as_system("test").filter(pk__in=m.objects.all())),
    "exists subquery": lambda m: list(
        m.objects.as_system("test").filter(Exists(m.objects.filter(pk=OuterRef("pk"))))
    ),
    "or": lambda m: list(m.objects.as_system("test") | m.objects.all()),
    "or from the left": lambda m: list(m.objects.all() | m.objects.as_system("test")),
    "union": lambda m: list(m.objects.as_system("test").union(m.objects.all())),
    "in bulk": lambda m: m.objects.in_bulk([1]),
    "get or create": lambda m: m.objects.get_or_create(pk=1),
    "select for update": lambda m: list(m.objects.select_for_update()),
    "prefetch": lambda m: list(m.objects.prefetch_related()),
    "manager": lambda m: list(m._default_manager.filter(Q(pk=1))),
}


@pytest.mark.parametrize("model", [Case, Referral, Message])
@pytest.mark.parametrize("way", WAYS)
def test_no_way_round_the_scope(model: Any, way: str) -> None:
    with pytest.raises(Unscoped):
        WAYS[way](model)


def test_a_reverse_key_goes_through_the_guard(cast: Any, play: Any) -> None:
    case = play.filed()
    with pytest.raises(Unscoped):
        list(case.referrals.all())
    with pytest.raises(Unscoped):
        list(case.messages.all())


def test_each_sees_only_what_was_opened_to_them(cast: Any, play: Any) -> None:
    case = play.filed()
    assert set(Case.objects.visible_to(cast.worker)) == {case}
    assert set(Case.objects.visible_to(cast.manager)) == {case}
    for nobody in (cast.outsider, cast.liaison, cast.head, cast.auditor, cast.admin):
        assert not Case.objects.visible_to(nobody).exists()


def test_a_body_sees_its_referral_only_after_it_was_sent(cast: Any, play: Any) -> None:
    referral = play.sent()
    assert set(Referral.objects.visible_to(cast.liaison)) == {referral}
    assert not Referral.objects.visible_to(cast.insurer).exists()
    assert not Case.objects.visible_to(cast.liaison).exists()


def test_a_draft_is_not_yet_the_bodys(cast: Any, play: Any, topic: Any) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    case.classify(by=cast.worker, topic=topic)
    actions.draft_referral(case, cast.labour, "خلاصه", by=cast.worker)
    assert not Referral.objects.visible_to(cast.liaison).exists()
    assert Referral.objects.visible_to(cast.worker).count() == 1


def test_the_recused_no_longer_see_the_case_nor_its_parts(cast: Any, play: Any) -> None:
    referral = play.sent()
    actions.recuse(referral.case, "خویشاوند کارفرما هستم", by=cast.worker)
    assert not Case.objects.visible_to(cast.worker).exists()
    assert not Referral.objects.visible_to(cast.worker).exists()
    assert not Message.objects.visible_to(cast.worker).exists()
    assert Case.objects.visible_to(cast.colleague).count() == 1


def test_a_bar_reaches_parts_that_come_later(cast: Any, play: Any, topic: Any) -> None:
    case = play.filed()
    actions.bar(case, [Principal.objects.of_user(cast.colleague)], by=cast.manager, why="خواستهٔ متقاضی")
    case.refresh_from_db()
    case.take(by=cast.worker)
    case.classify(by=cast.worker, topic=topic)
    actions.draft_referral(case, cast.labour, "خلاصه", by=cast.worker)
    assert not Referral.objects.visible_to(cast.colleague).exists()


def test_one_row_many_readers_and_a_list_give_the_same_answer(cast: Any, play: Any) -> None:
    """The door is asked in three ways, for their costs differ: all say the same of everybody."""
    people = [cast.worker, cast.colleague, cast.manager, cast.liaison, cast.outsider]
    for _number in range(2):
        case = play.filed()
        seen = Case.scope().seen_by([case], Principal.objects.of_users(people))[case.pk]
        listed = {one for one in people if Case.objects.visible_to(one).filter(pk=case.pk).exists()}
        assert {one for one in people if Case.scope().is_open(case, one)} == listed == seen
        assert cast.worker in listed
        assert cast.liaison not in listed
    actions.bar(case, [Principal.objects.of_user(cast.worker)], by=cast.manager, why="خواستهٔ متقاضی")
    assert not Case.scope().is_open(case, cast.worker)
    assert cast.worker not in Case.scope().seen_by([case], Principal.objects.of_users(people))[case.pk]


def test_newest_reads_one_page_and_leaves_the_barred_out(cast: Any, play: Any) -> None:
    cases = [play.filed() for _ in range(5)]
    actions.bar(cases[4], [Principal.objects.of_user(cast.worker)], by=cast.manager, why="خواستهٔ متقاضی")
    assert Case.objects.newest(cast.worker, limit=3) == [cases[3], cases[2], cases[1]]
    assert Case.objects.newest(cast.worker, limit=3, before=cases[1].pk) == [cases[0]]


def test_newest_shows_a_case_once_whatever_the_number_of_roles(cast: Any, play: Any) -> None:
    play.filed()
    Membership.objects.create(
        user=cast.worker, organisation=cast.house, role=Role.CASE_WORKER, since="2020-01-01"
    )
    both = User.objects.get(pk=cast.worker.pk)
    assert len(both.principal_ids) >= 2
    assert len(Case.objects.newest(both, limit=10)) == 1


def test_a_case_is_never_closed_to_everybody(cast: Any, play: Any) -> None:
    case = play.filed()
    everybody = [Principal.objects.of_user(one) for one in (cast.worker, cast.colleague, cast.manager)]
    with pytest.raises(NotAllowed):
        actions.bar(case, everybody, by=cast.worker, why="به همه")
    assert Case.objects.visible_to(cast.worker).exists()
