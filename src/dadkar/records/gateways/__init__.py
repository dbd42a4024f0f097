"""The ways out: mail by SMTP, text messages by Kavenegar or by any provider that speaks HTTP.

A gateway sends one fixed sentence to one address, and says what it knows: it returns when the message was
taken, and raises `NotTaken`, `Refused` or `Uncertain` otherwise. Which one is there is the settings' to say.
"""

from typing import Protocol

from django.conf import settings

from dadkar.records.gateways.errors import NotTaken, Refused, Uncertain
from dadkar.records.gateways.generic import Generic
from dadkar.records.gateways.kavenegar import Kavenegar
from dadkar.records.gateways.mail import Mail

__all__ = ["Gateway", "NotTaken", "Refused", "Uncertain", "gateway_for"]


class Gateway(Protocol):
    """One way out. `can_be_asked`: whether it knows what became of a message whose answer was lost."""

    can_be_asked: bool

    def send(self, to: str, text: str, *, reference: int) -> None:
        """Hand the message over. `reference` is the same number at each try of one message."""
        ...

    def was_taken(self, reference: int) -> bool | None:
        """Whether a message of this number was taken before; None when it can't say."""
        ...


def gateway_for(channel: str) -> Gateway | None:
    """What goes out by this channel, or None while nothing has been set up for it."""
    if channel == "email":
        return Mail(settings.MAIL_FROM) if settings.MAIL_FROM else None
    sms = settings.SMS
    match sms["provider"]:
        case "kavenegar":
            return Kavenegar(sms["key"], sms["sender"], sms["url"])
        case "http":
            return Generic(sms["url"], sms["method"], sms["fields"], sms["headers"], json=sms["json"])
    return None
