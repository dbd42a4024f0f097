"""The keys of sealed things, each wrapped by a KEK of the keyring."""

from django.db import models
from django.db.models import Q


class SealedKey(models.Model):
    """An owner's key for a purpose, such as "content". The verbs are in `kernel.sealing.keys`.

    An erased key keeps its row without the wrap, so that what it sealed is said to be *erased*, and no
    second key takes its place unnoticed. `version` counts the keys that followed one another.
    """

    owner = models.UUIDField()
    purpose = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1)
    kek_id = models.PositiveIntegerField()
    wrapped = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "purpose"], name="sealedkey_one_for_a_purpose"),
            models.CheckConstraint(
                condition=Q(wrapped=None, erased_at__isnull=False)
                | Q(wrapped__isnull=False, erased_at__isnull=True),
                name="sealedkey_wrapped_or_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["kek_id"], condition=Q(wrapped__isnull=False), name="sealedkey_kek"),
            models.Index(fields=["erased_at"], condition=Q(wrapped=None), name="sealedkey_erased"),
        ]
