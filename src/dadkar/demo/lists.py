"""Lists of the time before, as offices typed them into Excel, brought in or waiting to be looked at."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from dadkar.cases.importing import drafts, running
from dadkar.cases.importing.headings import Matching
from dadkar.cases.models import Case, ImportBatch
from dadkar.demo.acts import Plot, hours
from dadkar.demo.people import name
from dadkar.demo.plot import Story
from dadkar.demo.province import Province
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali

SERIALS = 100_000  # of the cases in lists: beyond those that are filed one by one
EACH = 1000
ROWS_A_FAULT = 12


def plots(
    made: Province, stories: dict[str, Any], end: datetime, rows: int, seed: int
) -> Iterator[tuple[datetime, int, Plot]]:
    """When each list comes, its serial and its plot; none where a list would have no rows."""
    for number, plan in enumerate(stories["lists"]["lists"] if rows else []):
        first = SERIALS + number * EACH
        told = [
            Story(made, stories, random.Random(f"{seed}/{serial}"), serial)  # noqa: S311 (a demo's dice)
            for serial in range(first, first + rows)
        ]
        yield end - timedelta(days=plan["before"], hours=1), first, _List(made, plan, told).play()


class _List:
    """One list and the stories that stand in it."""

    def __init__(self, made: Province, plan: dict[str, Any], told: list[Story]) -> None:
        self.made, self.plan, self.told = made, plan, told
        self.dice, self.texts = told[0].dice, told[0].stories["lists"]
        self.desk, self.by = made.branches[plan["branch"]], made.people[plan["by"]]

    def play(self) -> Plot:
        """Taken in and looked at; then brought in without the rows that can't be read."""
        batch, _new = drafts.take_in(
            self.workbook(), name=self.plan["name"], house=self.made.house, desk=self.desk, by=self.by
        )
        batch = drafts.match(batch, Matching.from_json(batch.matching), by=self.by)
        list(drafts.check(batch))
        if self.plan.get("waits"):
            return
        yield hours(self.dice, 1, 3)
        batch = running.approve(ImportBatch.objects.get(pk=batch.pk), leave_out=True, by=self.by)
        list(running.bring_in(batch))
        yield [self.taken_up(story, case) for story, case in self.cases()]

    def cases(self) -> Iterator[tuple[Story, Case]]:
        """Each story whose row became a case that somebody takes up."""
        listed = Case.objects.as_system("demo").filter(channel=Case.Channel.IMPORT, desk=self.desk)
        known = {case.office_reference: case for case in listed.select_related("house", "desk", "county")}
        for place, story in enumerate(self.told, 1):
            case = known.get(self.reference(place))
            if case:
                yield story, case

    def taken_up(self, story: Story, case: Case) -> Plot:
        """A case from the list goes its way like any other."""
        yield hours(self.dice, 2, 400)
        story.at_the_desk_of(self.desk)
        story.becomes(case)
        yield from story.go_on()

    # -- as people type ------------------------------------------------------------------------------

    def workbook(self) -> bytes:
        book = Workbook()
        sheet: Any = book.active
        sheet.append([self.plan["title"]])
        sheet.append(self.texts["headings"])
        spoilt = self.spoilt()
        for place, story in enumerate(self.told, 1):
            cells = self.row(place, story)
            if place in spoilt:
                column, instead = spoilt[place]
                cells[column] = instead
            sheet.append(cells)
            if place % 20 == 0:
                sheet.append([])
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def spoilt(self) -> dict[int, Any]:
        """Where a cell can't be read, its column and what stands there."""
        most = max(1, len(self.told) // ROWS_A_FAULT)
        places = self.dice.sample(range(1, len(self.told) + 1), most)
        return dict(zip(places, self.texts["spoilt"], strict=False))

    def reference(self, place: int) -> str:
        return f"{Jalali.from_date(moment.today()).year - 1}/{100 + place}"

    def row(self, place: int, story: Story) -> list[Any]:
        dice = story.dice
        came = Jalali.from_date(moment.today() - timedelta(days=dice.randint(40, 300)))
        toman = story.months * dice.randint(9, 26) * 1_000_000
        return [
            place, self.reference(place), f"{came.year}/{came.month}/{came.day}",
            self.typed(name(story.stories["names"], dice)), f"0917000{dice.randint(0, 9999):04}",
            self.typed(story.workplace.fa), self.typed(getattr(story.workplace.county, "fa", "")),
            dice.choice(self.texts["topics"][story.code]), self.typed(story.text()),
            dice.choice([story.people, f"{story.people} نفر"]),
            dice.choice([story.months, f"{story.months} ماه"]),
            dice.choice([toman, f"{toman // 1_000_000} میلیون تومان", f"{toman:,}"]),
        ]  # fmt: skip

    def typed(self, text: str) -> str:
        """As an old keyboard has it: Arabic letters, and half-spaces whole or gone."""
        if self.dice.random() < 0.5:
            text = text.translate({0x6CC: 0x64A, 0x6A9: 0x643})
        return text.replace("\u200c", self.dice.choice([" ", "", "\u200c"]))
