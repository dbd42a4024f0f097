"""The verbs of a collective's table, of who speaks for it, of how the applicant is reached, and of bars."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.api.drafting import found
from dadkar.api.problems import Problem
from dadkar.api.schemas import people as takes
from dadkar.api.schemas.verbs import Reason
from dadkar.api.verb import Verb, table
from dadkar.cases import actions, parties
from dadkar.cases.following import Following
from dadkar.cases.forms import missing_for_way
from dadkar.cases.models import Case, Party, Representative
from dadkar.kernel.fields import PhoneField
from dadkar.people.models import User


def add(case: Case, said: takes.PeopleIn, by: User) -> None:
    people = [
        parties.Person(one.name, one.months, one.amount_rial, one.insured_months, one.paid_rial)
        for one in said.people
    ]
    for place, one in enumerate(people):
        if one == parties.Person():
            raise Problem.of_field(f"people.{place}", _("Write at least one thing about this person."))
    parties.add_people(case, people, by=by, paid_on=said.paid_on)


def change(person: Party, said: takes.PersonChangeIn, by: User) -> None:
    parties.change_person(person, by=by, **said.model_dump(include=said.model_fields_set))


def represent(case: Case, said: takes.RepresentativeIn, by: User) -> Representative:
    return parties.record_representative(case, said.name, by=by, phone=said.phone)


def reach(case: Case, said: takes.ContactIn, by: User) -> None:
    given = {name: value for name, value in said.model_dump(exclude={"told"}).items() if value}
    for name in missing_for_way(said.model_dump(), Following(case).reachable_by):
        raise Problem.of_field(name, _("To be told so, this is needed."))
    if said.told == Case.Told.SMS and said.phone and not said.phone.startswith("+989"):
        raise Problem.of_field("phone", PhoneField.default_error_messages["not_mobile"])
    actions.reach_by(case, said.told, given, by=by)


def bar(case: Case, said: takes.BarIn, by: User) -> None:
    staff, places = actions.could_be_barred(case, by=by)
    colleagues = [found(staff, "colleagues", uuid=uuid) for uuid in said.colleagues]
    desks = [found(places, "desks", uuid=uuid) for uuid in said.desks]
    if not (colleagues or desks):
        raise Problem.of_field("colleagues", _("Choose at least one."))
    actions.close_to(case, colleagues, desks, by=by, why=said.reason)


PERSON_VERBS = table(
    Verb("change", "Correct a row", takes.PersonChangeIn, change),
    Verb("remove", "Take a person out; what was paid to them stays with the case", Reason,
         lambda row, said, by: parties.remove_person(row, said.reason, by=by)),
)  # fmt: skip
REPRESENTATIVE_VERBS: dict[str, Any] = table(
    Verb("end", "They no longer speak for the people", Reason,
         lambda row, said, by: parties.end_representative(row, said.reason, by=by)),
)  # fmt: skip
