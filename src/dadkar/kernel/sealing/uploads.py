"""Uploads never touch the disk in clear, and one that is too large costs nothing else in the form."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

from dadkar.kernel.persian import digits
from dadkar.kernel.sealing.spool import SealedSpool

MB = 1024 * 1024


class SealedUpload(UploadedFile):
    """An uploaded file, in memory or in a sealed spool. One that is `too_large` is empty, and says so."""

    def __init__(self, spool: SealedSpool, *, too_large: bool, limit: int, **facts: Any) -> None:
        super().__init__(io.BufferedReader(spool), **facts)
        self.too_large, self.limit = too_large, limit


class SealingUploadHandler(FileUploadHandler):
    """Django upload handler; it must be the only one.

    A file beyond `file_limit`, or beyond what `request_limit` leaves, is read to its end and thrown away,
    so that the browser gets an answer and the other fields arrive; beyond `drain_limit` bytes in all, the
    connection is closed.
    """

    file_limit = 25 * MB
    request_limit = 100 * MB
    drain_limit = 400 * MB

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._kept = self._seen = 0
        self._spools: list[SealedSpool] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._spools.append(SealedSpool())
        self._size, self._too_large = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._seen += len(raw_data)
        self._size += len(raw_data)
        if self._seen > self.drain_limit:
            raise StopUpload(connection_reset=True)
        if self._too_large:
            return
        if self._size > self.file_limit or self._kept + len(raw_data) > self.request_limit:
            self._too_large = True
            self._kept -= self._size - len(raw_data)
            self._spools.pop().close()
            self._spools.append(SealedSpool())
        else:
            self._spools[-1].append(raw_data)
            self._kept += len(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        return SealedUpload(
            self._spools[-1],
            too_large=self._too_large,
            limit=self.file_limit,
            name=self.file_name,
            content_type=self.content_type,
            size=self._size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        for spool in self._spools:
            spool.close()


def not_too_large(upload: Any) -> None:
    """Validator for file fields. Raises ValidationError for a file that was too large to keep."""
    if getattr(upload, "too_large", False):
        raise ValidationError(
            _(
                "“%(name)s” is too large: %(limit)s MB at most. The rest of the form is still here; "
                "send a smaller file, or a photo of it."
            ),
            code="too_large",
            params={"name": upload.name, "limit": digits(upload.limit // MB)},
        )
