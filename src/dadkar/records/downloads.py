"""Files that leave: always a download, never shown inside a page, never kept by a cache on the way."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from dadkar.kernel.sealing.errors import Erased
from dadkar.records.models import Attachment
from dadkar.web.views import problem

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(chunks: Iterable[bytes], *, name: str, mime: str) -> StreamingHttpResponse:
    """A response that the browser can only save; `name` is ASCII and says nothing of the matter."""
    headers = SAFE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(chunks, content_type=mime, headers=headers)


def attachment(request: HttpRequest, file: Attachment) -> HttpResponseBase:
    """A sealed file, opened on its way out; one that was erased is gone (410)."""
    try:
        chunks = file.read()
    except Erased:
        return problem(request, 410)
    return download(chunks, name=file.download_name, mime=file.mime)
