"""What can be wrong with the ways out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dadkar.kernel.checkup import Finding, check
from dadkar.records.gateways import gateway_for
from dadkar.records.models.notice import Channel


@check
def gateways() -> Iterator[Finding]:
    """Notices wait for a way out that nobody has set up."""
    if gateway_for(Channel.SMS) is None:
        yield Finding(
            _("There is no gateway for text messages: they wait."),
            _("Set DADKAR_SMS and what it needs; see docs/operating.md."),
        )
    if gateway_for(Channel.EMAIL) is None:
        yield Finding(
            _("There is no mail server: e-mails wait."), _("Set DADKAR_SMTP_URL and DADKAR_MAIL_FROM.")
        )
