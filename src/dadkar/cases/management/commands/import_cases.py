"""Bring a list in from the command line: the same steps as the page, with a line of progress."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from dadkar.cases.importing import drafts, running
from dadkar.cases.importing.headings import Column, Matching, MoneyUnit
from dadkar.cases.importing.sheet import BadFile
from dadkar.cases.models import ImportBatch
from dadkar.kernel.actor import Actor, System
from dadkar.kernel.flow import FlowError
from dadkar.people.models import Organisation, RoleClass, User

SHOWN_FAULTS = 20


class Command(BaseCommand):
    help = "Bring in a list of cases (.xlsx or CSV). As long as a row can't be read, nothing is brought in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--house", default="", help="the house's name or uuid, where there are several")
        parser.add_argument("--desk", default="", help="the branch that received them (default: the house)")
        parser.add_argument("--by", default="", metavar="USERNAME", help="the officer who files them")
        parser.add_argument(
            "--map", action="append", default=[], metavar="LETTER=WHAT",
            help=f"what a column is, whatever its heading says: {', '.join(Column.values)}, or nothing",
        )  # fmt: skip
        parser.add_argument("--heading", type=int, help="the number of the row with the headings")
        parser.add_argument("--unit", choices=MoneyUnit.values, default="", help="what bare amounts count")
        parser.add_argument("--leave-out", action="store_true", help="leave out the rows that can't be read")
        parser.add_argument("--preview", action="store_true", help="only say how it would be read")

    def handle(self, *args: Any, **asked: Any) -> None:
        with override(None if asked.get("no_translations") else "en"):
            try:
                self.bring_in(asked)
            except (BadFile, FlowError) as error:
                raise CommandError(str(error.message)) from error

    def bring_in(self, asked: dict[str, Any]) -> None:
        """Every step from the file to the cases."""
        batch, by = self.taken_in(asked)
        if batch.state == ImportBatch.State.DONE:
            self.stdout.write(
                f"This very file was brought in before ({batch.done} cases). Nothing is made twice."
            )
            return
        if batch.state != ImportBatch.State.RUNNING:
            self.look(batch, asked, by)
            if asked["preview"]:
                return
            batch = running.approve(batch, leave_out=asked["leave_out"], by=by)
        self.run(running.bring_in(batch), "brought in", batch.rows)
        batch.refresh_from_db()
        self.stdout.write(f"{batch.done} cases were written down. Their slips wait on the page “Lists”.")

    def taken_in(self, asked: dict[str, Any]) -> tuple[ImportBatch, Actor]:
        """The list as a sealed draft, or as it stands since it was first sent."""
        house = one_of(Organisation.objects.filter(kind="house", until=None), asked["house"], "house")
        below = Organisation.objects.branches().filter(house=house)
        desk = one_of(below, asked["desk"], "branch") if asked["desk"] else house
        by = officer(asked["by"], desk)
        try:
            data = asked["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{asked['file']}: {error.strerror}") from error
        batch, _new = drafts.take_in(data, name=asked["file"].name, house=house, desk=desk, by=by)
        return batch, by

    def look(self, batch: ImportBatch, asked: dict[str, Any], by: Actor) -> None:
        """Match the columns, read every row, and say what came of it."""
        if batch.state == ImportBatch.State.DRAFT:
            batch = drafts.match(batch, matching_of(batch, asked), by=by)
        self.run(drafts.check(batch), "read", batch.rows)
        assert batch.preview is not None  # `check` has kept it
        found = batch.preview.open()
        self.stdout.write(
            f"{found['good']} rows can become cases, {found['bad']} can't be read, "
            f"{found['known']} are here already, {found['nothing']} are empty."
        )
        for cell, why in found["faults"][:SHOWN_FAULTS]:
            self.stdout.write(f"  {cell}: {why}")
        if (more := len(found["faults"]) + found["more_faults"] - SHOWN_FAULTS) > 0:
            self.stdout.write(f"  and {more} more")

    def run(self, work: Iterator[int], verb: str, total: int) -> None:
        for done in work:
            self.stdout.write(f"\r{done} of {total} {verb}", ending="")
            self.stdout.flush()
        self.stdout.write("")


def one_of(organisations: Any, said: str, kind: str) -> Organisation:
    """The one organisation that is meant. Raises CommandError when it is not clear which."""
    found = [one for one in organisations if not said or said == str(one.uuid)]
    found = found or list(organisations.named_like(said))
    if len(found) != 1:
        names = ", ".join(str(one) for one in found or organisations)
        raise CommandError(f"Say which {kind}: {names}")
    return found[0]


def officer(username: str, desk: Organisation) -> Actor:
    """Who brings it in: an officer of that desk or its house, or the command itself."""
    if not username:
        return System("import-cases")
    user = User.objects.filter(username=username, is_active=True).first()
    mine = {one.pk for one in user.organisations(RoleClass.DESK)} if user else set()
    if user is None or not mine & {desk.pk, desk.house_id}:
        raise CommandError(f"{username} does not work at that desk.")
    return user


def matching_of(batch: ImportBatch, asked: dict[str, Any]) -> Matching:
    """What the headings say, with what the command line says in its place."""
    matching = Matching.from_json(batch.matching)
    if asked["heading"] is not None:
        layout = batch.layout.open()
        matching = drafts.headings.suggest(drafts.headings_in(layout, asked["heading"]), asked["heading"])
    for said in asked["map"]:
        letter, _equals, what = said.partition("=")
        if what and what not in Column.values:
            raise CommandError(f"{said}: a column can be {', '.join(Column.values)}")
        matching.columns.pop(letter.upper(), None)
        if what:
            matching.columns = {k: v for k, v in matching.columns.items() if v != what or what == Column.NOTE}
            matching.columns[letter.upper()] = Column(what)
    matching.unit = asked["unit"] or matching.unit
    return matching
