"""The province: its tree, its tables and the people who sign in."""

from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import yaml

from dadkar.cases.reference import load_rights, load_topics
from dadkar.kernel.actor import System
from dadkar.kernel.known_calendar import fill_holidays
from dadkar.people.models import County, Membership, Organisation, Role, User, Workplace
from dadkar.people.reference import bodies

PROVINCE = "IR-17"
BY = System("demo")


def _texts(name: str) -> Any:
    return yaml.safe_load(files("dadkar.demo").joinpath(name).read_text("utf-8"))


def texts() -> dict[str, Any]:
    """What invented people write: the stories by topic, and `board`, `names` and `lists`."""
    return _texts("stories.yaml") | {name: _texts(f"{name}.yaml") for name in ("board", "names", "lists")}


@dataclass
class Province:
    """What the plots need at hand."""

    house: Organisation
    counties: dict[str, County]
    branches: dict[str, Organisation]
    bodies: dict[str, Organisation]
    workplaces: list[Organisation] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)

    def desk(self, county: County | None) -> Organisation:
        """Who receives a case from this county."""
        return self.branches.get(county.code if county else "", self.house)

    def officers(self, desk: Organisation) -> list[User]:
        """The case workers of a desk, or the house's manager where it has none."""
        names = [
            n for n, u in self.people.items() if desk.pk in {m.organisation_id for m in u.current_memberships}
        ]
        officers = [self.people[n] for n in names if n.startswith("caseworker")]
        return officers or [self.people["manager"]]

    def answers(self, body: Organisation) -> tuple[User, User] | None:
        """A body's liaison and its manager; None where it answers by letter only."""
        found = {
            membership.role: user
            for user in self.people.values()
            for membership in user.current_memberships
            if membership.organisation_id == body.pk
        }
        return (found[Role.LIAISON], found[Role.AGENCY_MANAGER]) if Role.LIAISON in found else None


def make(since: Any) -> Province:
    """Write the province down, as it stood on `since` (a date); holidays of the years around it."""
    plan = _texts("province.yaml")
    fill_holidays([1403, 1404, 1405, 1406], known_since=since, by=BY)
    counties = {c["code"]: County.objects.create(province=PROVINCE, **c) for c in plan["counties"]}
    capital = counties["boyer-ahmad"]
    day = since.date()
    house = Organisation.found_house(
        fa="خانهٔ کارگر کهگیلویه و بویراحمد",
        en="Workers' House of Kohgiluyeh and Boyer-Ahmad",
        county=capital,
        phone="074-33220000",
        address="یاسوج، میدان کار، کوچهٔ داد، پلاک ۱",
        since=day,
    )
    load_topics(house)
    load_rights(house)
    tree = _Tree(house, counties, day)
    province = Province(house, counties, tree.branches(plan["branches"]), tree.bodies(plan))
    province.workplaces = [tree.workplace(*row) for row in plan["workplaces"]]
    province.people = _people(plan["people"], province, day)
    return province


@dataclass
class _Tree:
    house: Organisation
    counties: dict[str, County]
    since: Any

    def add(self, **fields: Any) -> Organisation:
        return Organisation.objects.create(house=self.house, since=self.since, **fields)

    def branches(self, codes: list[str]) -> dict[str, Organisation]:
        return {
            code: self.add(
                kind="branch",
                parent=self.house,
                county=self.counties[code],
                phone="074-33220010",
                fa=f"شعبهٔ {self.counties[code].fa}",
                en=f"{self.counties[code].en} branch",
            )
            for code in codes
        }

    def bodies(self, plan: dict[str, Any]) -> dict[str, Organisation]:
        """The directorates, the units inside them, and the county offices."""
        capital, kinds = self.counties["boyer-ahmad"], bodies()
        made = {
            code: self.add(
                kind="agency", body=code, county=capital, fa=kinds[code]["fa"], en=kinds[code]["en"]
            )
            for code in plan["bodies"]
        }
        for code, kind in kinds.items():
            if kind.get("part_of") in made:
                made[code] = self.add(
                    kind="office",
                    body=code,
                    parent=made[kind["part_of"]],
                    county=capital,
                    fa=kind["fa"],
                    en=kind["en"],
                )
        for office in plan["county_offices"]:
            for code in office["counties"]:
                county = self.counties[code]
                made[f"{office['body']}:{code}"] = self.add(
                    kind="office",
                    body=office["body"],
                    parent=made[office["body"]],
                    county=county,
                    fa=f"{office['fa']} {county.fa}",
                    en=f"{office['en']} {county.en}",
                )
        return made

    def workplace(self, fa: str, en: str, county: str, work: str, headcount: int) -> Organisation:
        row = self.add(kind="workplace", county=self.counties[county], fa=fa, en=en)
        Workplace.objects.create(organisation=row, legal_name=fa, kind_of_work=work, headcount=headcount)
        return row


def _people(rows: list[list[str]], province: Province, since: Any) -> dict[str, User]:
    people = {}
    for username, name, position, where, role in rows:
        kind, _, code = where.partition(":")
        place = (
            province.house
            if kind == "house"
            else (province.branches[code] if code else province.bodies[kind])
        )
        user = User.objects.create(
            username=username, full_name=name, position=position, is_staff=role == Role.SYSTEM_ADMIN
        )
        user.set_unusable_password()
        user.save()
        Membership.objects.create(user=user, organisation=place, role=role, since=since)
        people[username] = User.objects.get(pk=user.pk)
    return people
