"""How a sealed file leaves the server: as a download, never inline, and alone in its sandbox."""

from django.http import StreamingHttpResponse

from dadkar.records.models import Attachment


def download(attachment: Attachment) -> StreamingHttpResponse:
    """The clear bytes as an attachment with a neutral name (SEALING §6). Raises Erased."""
    response = StreamingHttpResponse(attachment.read(), content_type=attachment.mime)
    response["Content-Disposition"] = f'attachment; filename="{attachment.download_name}"'
    response["Content-Security-Policy"] = "sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
