import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.scope import PartModel

from .case import Case


class Receipt(PartModel):
    """The code that opens one case: kept only as keyed hashes of code and nonce.

    `by_office` until its holder renews it: a confirmation with such a code counts as “through the office”.
    A renewed or recovered code replaces the row's hashes; the old one opens nothing.
    """

    part_of = "case"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="receipt")
    nonce_hash = models.BinaryField(unique=True, editable=False)
    code_hash = models.BinaryField(unique=True, editable=False)
    pepper_id = models.PositiveSmallIntegerField()
    by_office = models.BooleanField(_("made by the office"), default=False)
    kept_at = models.DateTimeField(_("proved to be kept"), null=True)
    printed_at = models.DateTimeField(_("slip printed"), null=True)

    def prove_kept(self) -> None:
        """The holder typed its last digits back."""
        self.kept_at = moment.now()
        self.save(update_fields=["kept_at"])

    def replace(self, **hashes: Any) -> None:
        """Let another code open the case; the old one is dead at once."""
        for name, value in hashes.items():
            setattr(self, name, value)
        self.kept_at = None
        self.save(update_fields=[*hashes, "kept_at"])
