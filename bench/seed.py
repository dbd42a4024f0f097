"""The seed: a province and a year in it, lived by the application's own verbs with a moved clock.

`python -m bench.seed CASES`, in demo mode. Everything that a bench's database holds is one of these cases or
a copy of one, so the rows are those that the verbs write, whatever they come to write.
"""

import sys

import django

if __name__ == "__main__":
    django.setup()

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from bench.copies import old_branch
from dadkar.demo import year
from dadkar.people.models import User


@transaction.atomic
def secure_accounts() -> None:
    """A second factor for everybody: production lets nobody work without one."""
    for user in User.objects.all():
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)


def main(cases: int) -> None:
    for _day, _days in year.live(cases):
        pass
    old_branch.make()
    secure_accounts()


if __name__ == "__main__":
    main(int(sys.argv[1]))
