"""The people of a collective: names by the dice, what each is owed, and who speaks for them."""

import random
from datetime import timedelta
from typing import Any

from dadkar.cases import parties
from dadkar.cases.models import Party
from dadkar.cases.payments import record_payment
from dadkar.demo import papers
from dadkar.demo.acts import Acts
from dadkar.kernel import moment

MILLION = 1_000_000  # rial
SIZES = [8, 11, 14, 18, 23, 31, 44, 60, 85, 120, 160, 200]


def name(names: dict[str, list[str]], dice: random.Random) -> str:
    """An invented name."""
    return f"{dice.choice(names['given'])} {dice.choice(names['family'])}"


def phone(dice: random.Random) -> str:
    """A number of the range 0917 000, which nobody has."""
    return f"+98917000{dice.randint(0, 9999):04}"


def write_table(story: Acts) -> None:
    """The signed list becomes the case's table, with the one who speaks for them."""
    dice, names = story.dice, story.stories["names"]
    rows = [_person(names, dice, story.months) for _one in range(story.case.people or SIZES[0])]
    since = moment.today() - timedelta(days=dice.randint(1, 20))
    parties.add_people(story.case, rows, by=story.officer, paid_on=since)
    parties.record_representative(
        story.case, name(names, dice), by=story.officer, phone=phone(dice), authority=papers.paper(dice),
        signed_list=papers.photo(dice),
    )  # fmt: skip


def _person(names: dict[str, Any], dice: random.Random, months: int) -> parties.Person:
    months = max(1, months + dice.choice([-1, 0, 0, 0, 1]))
    amount = months * dice.randint(95, 190) * MILLION
    return parties.Person(
        name=name(names, dice), months=months, amount=amount, insured_months=dice.randint(0, months),
        paid=amount // 4 if dice.random() < 0.2 else None,
    )  # fmt: skip


def pay_some(story: Acts) -> None:
    """A month's wage came for some of them."""
    for party in Party.objects.of(story.case).order_by("id")[: story.dice.randint(3, 12)]:
        amount = story.dice.randint(80, 150) * MILLION
        record_payment(story.case, amount, moment.today(), by=story.officer, party=party)
