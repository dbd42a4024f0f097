"""What can be wrong with the keys."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from dadkar.kernel.checkup import Finding, check
from dadkar.kernel.models.sealed_key import SealedKey
from dadkar.kernel.sealing import copies
from dadkar.kernel.sealing.keyring import KeyringError, keyring

KEK_LIFE = timedelta(days=31)
COPIES_SEEN_WITHIN = timedelta(days=100)
REWRAPPED_WITHIN = timedelta(days=2)


@check
def keyring_and_copies() -> Iterator[Finding]:
    """The keyring can't be read, or has no two copies that were seen whole."""
    try:
        ring = keyring()
    except KeyringError as error:
        yield Finding(_("The keyring can’t be used."), str(error))
        return
    seen = copies.last(ring)
    again = _("Fetch both copies: `dadkar keys verify COPY COPY`, or make them anew: `dadkar keys copy`.")
    if seen is None or seen.count < 2:
        yield Finding(
            _("No two copies of the keyring have been seen whole. Losing it loses everything."), again
        )
    elif seen.keys != copies.fingerprint(ring):
        yield Finding(_("The keyring has changed since its copies were made: they lack a key."), again)
    elif datetime.now(UTC) - seen.at > COPIES_SEEN_WITHIN:
        yield Finding(
            _("The copies of the keyring were last looked at on %(day)s.") % {"day": f"{seen.at:%Y-%m-%d}"},
            again,
        )


@check
def rotation() -> Iterator[Finding]:
    """A new KEK is due, or the last change was not brought to its end."""
    try:
        current = keyring().current("kek")
    except KeyringError:
        return
    age = datetime.now(UTC) - current.created
    if age > KEK_LIFE:
        yield Finding(
            _("The key that wraps all others is %(days)s days old; it is changed every month.")
            % {"days": age.days},
            _("Have two places for copies at hand: `dadkar keys rotate PLACE PLACE`."),
        )
    old = SealedKey.objects.filter(wrapped__isnull=False).exclude(kek_id=current.id)
    if age > REWRAPPED_WITHIN and old.exists():
        yield Finding(
            _("Some keys are still wrapped by an older one, days after the change."),
            _("The worker does it at night: look at its log."),
        )
