from django.db import models


class SignInCount(models.Model):
    """How often somebody tried to sign in lately, for all processes of the web: django-allauth's own counts.

    `key` is an HMAC, `value` a list of moments or a lock. UNLOGGED: in no backup, and a crash empties it. The
    verbs are those of a cache, in `people.counts`.
    """

    key = models.BinaryField(primary_key=True)
    value = models.JSONField()
    expires = models.DateTimeField(db_index=True)
