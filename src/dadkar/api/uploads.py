"""Files that programs send, as `multipart/form-data` in fields named `files`; each made anew and sealed."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from dadkar.api.problems import Problem
from dadkar.api.schemas.out import FileOut
from dadkar.kernel.sealing.uploads import SealingUploadHandler
from dadkar.records.forms import UploadsField
from dadkar.records.remake.errors import TooLarge
from dadkar.records.remake.limits import MAX_BYTES

FIELD = "files"
MULTIPART = "multipart/form-data"
MOST_BYTES = SealingUploadHandler.request_limit


class FilesDone(Schema):
    """The files as they are kept: made anew, without what a camera had written into them."""

    files: list[FileOut] = Field(description="in the order in which they were sent")


def takes_files(request: HttpRequest) -> bool:
    """Whether the address takes files and no JSON."""
    return request.path.endswith(f"/{FIELD}")


def require_good(uploads: list[Any]) -> list[Any]:
    """The uploads as a form takes them. Raises Problem 422 with a sentence; what they are is seen later."""
    for upload in uploads:
        if (upload.size or 0) > MAX_BYTES:
            raise Problem.of_field(FIELD, TooLarge(upload.name or "").sentence())
    try:
        return UploadsField().clean(uploads)
    except ValidationError as error:
        raise Problem.of_field(FIELD, error.messages[0]) from None


def content_of(request: HttpRequest) -> str:
    """What stands for the files of a request when it is sent again: names, and digests of what is in them."""
    sent = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
            sent.append([name, upload.name, digest.hexdigest()])
    return json.dumps(sent)
