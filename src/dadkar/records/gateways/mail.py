"""Mail, through Django's own backend."""

import smtplib
from email.utils import formataddr, parseaddr

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from dadkar.records.gateways.errors import NotTaken, Refused, Uncertain

LASTING = 500  # from here on SMTP's answers are final


class Mail:
    """One short message, from a neutral name."""

    can_be_asked = False

    def __init__(self, sender: str) -> None:
        self.sender = formataddr((_("News"), parseaddr(sender)[1]))

    def send(self, to: str, text: str, *, reference: int) -> None:
        line = get_connection()
        try:
            line.open()
        except (OSError, smtplib.SMTPException):
            raise NotTaken("no-line") from None
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        headers = {"Message-ID": f"<{reference}.notice@{domain}>", "Auto-Submitted": "auto-generated"}
        message = EmailMessage(_("News"), text, self.sender, [to], headers=headers, connection=line)
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _said in refused.recipients.values()]
            raise _said_no(max(codes, default=LASTING)) from None
        except smtplib.SMTPResponseException as said:
            raise _said_no(said.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise Uncertain("no-answer") from None
        finally:
            line.close()

    def was_taken(self, reference: int) -> bool | None:
        return None


def _said_no(code: int) -> NotTaken | Refused:
    return Refused(f"smtp-{code}") if code >= LASTING else NotTaken(f"smtp-{code}")
