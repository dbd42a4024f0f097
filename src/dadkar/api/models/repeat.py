from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import models

from dadkar.kernel import moment
from dadkar.kernel.sealing.fields import SealedJSONField

KEPT_FOR = timedelta(days=1)


class Repeat(models.Model):
    """A POST that carried an Idempotency-Key: sent again, it is answered the same and does nothing.

    `caller` and `key` are keyed digests of who asked (a token, a code, or nobody) and of the header;
    `fingerprint` one of what was asked. `answer` is sealed under the key of what `owner` names, and gone
    with it. A filing keeps none: its receipt follows from the key.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    caller = models.BinaryField()
    key = models.BinaryField()
    fingerprint = models.BinaryField()
    at = models.DateTimeField(default=moment.now, db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    owner = models.UUIDField(null=True)
    answer: Any = SealedJSONField(
        name="repeat.answer", purpose="content", owner="owner", row="uuid", null=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="repeat_once")]
