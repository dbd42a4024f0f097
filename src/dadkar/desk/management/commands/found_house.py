"""`found_house`: a new province's house, with its tables and its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dadkar.cases.reference import load_rights, load_topics
from dadkar.kernel.actor import System
from dadkar.kernel.calendar import year_of
from dadkar.kernel.known_calendar import fill_holidays
from dadkar.kernel.moment import today
from dadkar.people.models import Membership, Organisation, Role, User
from dadkar.records.models import Event

BY = System("found-house")


class Command(BaseCommand):
    help = "Found a house: its organisation, its tables, and an administrator with a one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fa", required=True, help="the house's name in Persian")
        parser.add_argument("--en", default="", help="its name in English")
        parser.add_argument("--phone", default="", help="the number that workers can call")
        parser.add_argument("--admin", required=True, help="the administrator's sign-in name")
        parser.add_argument("--name", required=True, help="the administrator's name")

    def handle(self, *args: Any, fa: str, en: str, phone: str, admin: str, name: str, **options: Any) -> None:
        if User.objects.filter(username=admin).exists():
            raise CommandError(f"There is a user {admin} already.")
        with transaction.atomic():
            house = Organisation.found_house(fa=fa, en=en, phone=phone)
            load_topics(house)
            load_rights(house)
            year = year_of(today())
            fill_holidays(range(year - 1, year + 3), by=BY)
            user = User.objects.create(username=admin, full_name=name)
            Membership.objects.create(user=user, organisation=house, role=Role.SYSTEM_ADMIN)
            password = user.give_one_time_password(by=BY)
            Event.objects.write("people.house.founded", subject=house.uuid, by=BY, house=house.pk)
            Event.objects.write(
                "people.membership.added",
                subject=user.uuid,
                by=BY,
                house=house.pk,
                role=Role.SYSTEM_ADMIN.value,
                organisation=str(house.uuid),
            )
        self.stdout.write(f"Founded. Sign in as {admin} with this password, within three days:")
        self.stdout.write(f"\n  {password}\n")
        self.stdout.write("It is shown this once; you will choose your own, and add a second step.")
