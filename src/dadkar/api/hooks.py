"""Making a webhook, from a page or a program: what it may be told, and where."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dadkar.api import outward, telling
from dadkar.api.access import hearable
from dadkar.api.models import Token, Webhook

MOST = 10  # that one token has at a time


class Unfit(Exception):
    """A webhook that is not made; `field` names what is wrong, the text says it."""

    def __init__(self, field: str, sentence: Any) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence

    def __str__(self) -> str:
        return str(self.sentence)


@transaction.atomic
def make(token: Token, url: str, kinds: list[str]) -> tuple[Webhook, str]:
    """A new webhook and its secret. Raises Unfit."""
    Token.objects.select_for_update().get(pk=token.pk)
    try:
        outward.require_outward(url)
    except outward.NotOutward as error:
        raise Unfit("url", error) from None
    unknown = set(kinds) - set(hearable(token))
    if unknown:
        raise Unfit(
            "kinds", _("This token can't be told of: %(kinds)s") % {"kinds": ", ".join(sorted(unknown))}
        )
    if Webhook.objects.live().filter(token=token).count() >= MOST:
        raise Unfit("url", _("A token has at most ten webhooks. End one first."))
    telling.begin_hearing()
    return Webhook.make(token, url, kinds)
