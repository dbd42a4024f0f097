from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.sealing import keys, streams
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.records.remake.client import remake


class Attachment(models.Model):
    """A file, made anew on arrival and sealed under its owner's content key.

    It carries no grant of its own: rooms point at it from rows that are scoped, and read it through them.
    """

    class Kind(models.TextChoices):
        IMAGE = "image", _("picture")
        PDF = "pdf", _("document")
        VOICE = "voice", _("spoken message")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    key_owner = models.UUIDField(editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    mime = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text=_("bytes, as re-made"))
    wrapped_key = models.BinaryField(editable=False)
    name = SealedTextField(name="attachment.name", purpose="content", owner="key_owner", row="uuid")
    by = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(default=moment.now, editable=False)

    @property
    def path(self) -> Path:
        """Where the sealed file lies; spread over 256 folders."""
        name = str(self.uuid)
        return Path(settings.DATA) / "files" / name[:2] / name

    @classmethod
    def keep(cls, upload: Any, *, house: Any, key_owner: UUID, by: Any) -> "Attachment":
        """Re-make, seal and store an upload. Raises `remake.errors.Refused`, a sentence for the sender."""
        made = remake(upload, filename=upload.name)
        row = cls(
            house=house,
            key_owner=key_owner,
            kind=made.kind,
            mime=made.mime,
            size=len(made.data),
            name=upload.name[-120:],
            by=by.ref,
        )
        file_key, row.wrapped_key = streams.new_file_key(keys.for_writing(key_owner, "content"), row.uuid)
        row.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        streams.seal_file(BytesIO(made.data), row.path, file_key, row.uuid)
        row.save()
        return row

    @classmethod
    def keep_all(cls, uploads: Iterable[Any], **of: Any) -> list["Attachment"]:
        """Keep several uploads or none: what stops one, such as a full disk, leaves no file of the others."""
        kept = list[Attachment]()
        try:
            for upload in uploads:
                kept.append(cls.keep(upload, **of))
        except BaseException:
            for one in kept:
                one.path.unlink(missing_ok=True)
            raise
        return kept

    def read(self) -> Iterator[bytes]:
        """The clear bytes, chunk by chunk. Raises Erased when the owner's key is gone."""
        owner_key = keys.for_writing(self.key_owner, "content")
        file_key = streams.open_file_key(owner_key, self.uuid, bytes(self.wrapped_key))
        return streams.open_file(self.path, file_key, self.uuid)

    @property
    def download_name(self) -> str:
        """A neutral name: what the sender called it may say too much."""
        return f"{self.uuid.hex[:8]}.{self.mime.rsplit('/', 1)[-1].split('+')[0]}"
