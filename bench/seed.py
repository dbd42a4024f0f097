"""The seed: a province and a year in it, lived by the application's own verbs with a moved clock.

`python -m bench.seed CASES`, in demo mode. Everything that a bench's database holds is one of these cases or
a copy of one, so the rows are those that the verbs write, whatever they come to write.
"""

import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from bench.copies import old_branch
from dadkar.cases import ladder
from dadkar.demo import year
from dadkar.kernel import moment
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.people.models import User
from dadkar.reports import rollup


@transaction.atomic
def secure_accounts() -> None:
    """A second factor for everybody: production lets nobody work without one."""
    for user in User.objects.all():
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)


def settle_down() -> None:
    """What production's jobs would have done by now: the ladder climbed, the boards counted."""
    hour = moment.now()
    while not calendar_as_known(at=hour).is_open(hour):
        hour -= timedelta(hours=1)
    with moment.moved_to(hour):
        ladder.sweep()
    for house in rollup.houses():
        rollup.recount(house)


def main(cases: int) -> None:
    for _day, _days in year.live(cases):
        pass
    old_branch.make()
    secure_accounts()
    settle_down()


if __name__ == "__main__":
    main(int(sys.argv[1]))
