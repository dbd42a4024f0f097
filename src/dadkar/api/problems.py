"""What is wrong, as `application/problem+json` (RFC 9457): a word for programs, a sentence for people."""

import json
import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict, Field

from dadkar.api.sentences import sentence_of
from dadkar.kernel.flow import FlowError, NotAllowed
from dadkar.kernel.sealing.attempts import TooMany
from dadkar.kernel.sealing.receipts import Mistyped
from dadkar.records.remake.errors import Refused

MEDIA_TYPE = "application/problem+json"
SOON = 30  # seconds until a database that is away is asked for again

NOT_MULTIPART = _("The body is not multipart/form-data as it says.")

logger = logging.getLogger(__name__)

SAID: dict[int, tuple[str, Any]] = {
    400: ("not-json", _("The body is not JSON.")),
    401: ("not-known", _("This needs a token that can be used, or the code of a receipt.")),
    403: ("not-allowed", _("This is not yours to do.")),
    404: ("not-found", _("There is nothing here that you may see.")),
    405: ("no-such-method", _("This address does not take that method.")),
    409: ("moved-on", _("This can't be done where it stands now.")),
    410: ("gone", _("It is no longer here.")),
    413: ("too-large", _("The body is larger than two megabytes.")),
    415: ("not-json", _("Send JSON, and say so: Content-Type: application/json.")),
    422: ("invalid", _("Something in what was sent can't be taken; `errors` says what.")),
    429: ("too-many", _("Too many requests came in. Wait, then try again.")),
    500: ("broken", _("Something broke on our side. Nothing was changed.")),
    503: ("away", _("We are away for a moment. Try again soon; nothing was lost.")),
}


class FieldProblem(Schema):
    """One part of what was sent, and what is wrong with it."""

    field: str = Field(description="the name of the field, header or parameter; inner ones after a dot")
    message: str = Field(description="a sentence for a person, in the language of Accept-Language")


class ProblemOut(Schema):
    """RFC 9457. `code` is for programs and stays; `detail` is for people, in their language."""

    model_config = ConfigDict(title="Problem")

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = []


class Problem(Exception):
    """Raise it anywhere below an operation; it becomes the answer, and nothing has changed."""

    def __init__(
        self,
        status: int,
        code: str = "",
        detail: Any = "",
        *,
        errors: list[tuple[str, Any]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status, code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = errors or [], headers or {}

    @classmethod
    def of_field(cls, field: str, message: Any, code: str = "") -> "Problem":
        """422: this field can't be taken."""
        return cls(422, code, errors=[(field, message)])

    def response(self) -> HttpResponse:
        """The answer, in the language that is active now."""
        code, detail = SAID[self.status]
        out = ProblemOut(
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            code=self.code or code,
            detail=str(self.detail or detail),
            errors=[FieldProblem(field=field, message=str(message)) for field, message in self.errors],
        )
        body = json.dumps(out.model_dump(), ensure_ascii=False)
        return HttpResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def _invalid(error: ValidationError) -> Problem:
    return Problem(422, errors=[(field_of(one["loc"]), sentence_of(one)) for one in error.errors])


def field_of(loc: Any) -> str:
    """The name that the caller gave it, without the source and the parameter that the program adds."""
    source, *rest = [str(part) for part in loc]
    inner = rest[1:] if source == "body" else rest
    return ".".join(inner) or "body"


def _http(error: HttpError) -> Problem:
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
    return Problem(error.status_code, headers=headers)


def _flow(error: FlowError) -> Problem:
    return Problem(403 if isinstance(error, NotAllowed) else 409, detail=error.message)


def _too_many(error: TooMany) -> Problem:
    return Problem(429, detail=error, headers={"Retry-After": str(error.retry_after)})


TURNED: dict[type[Exception], Any] = {
    Problem: lambda problem: problem,
    ValidationError: _invalid,
    HttpError: _http,
    Http404: lambda error: Problem(404),
    FlowError: _flow,
    TooMany: _too_many,
    Mistyped: lambda error: Problem.of_field("X-Receipt", error, "mistyped"),
    Refused: lambda error: Problem.of_field("files", error.sentence(), "file-refused"),
    MultiPartParserError: lambda error: Problem(400, "not-multipart", NOT_MULTIPART),
    TooManyFilesSent: lambda error: Problem(413),
    TooManyFieldsSent: lambda error: Problem(413),
    RequestDataTooBig: lambda error: Problem(413),
    OperationalError: lambda error: Problem(503, headers={"Retry-After": str(SOON)}),
    InterfaceError: lambda error: Problem(503, headers={"Retry-After": str(SOON)}),
}


def take_over(api: NinjaAPI) -> None:
    """Let every exception below `api` become one of these answers."""
    for kind, turn in TURNED.items():
        api.add_exception_handler(kind, _handler(turn))
    api.add_exception_handler(Exception, _broken)


def _handler(turn: Any) -> Any:
    return lambda request, error: turn(error).response()


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    got_request_exception.send(sender=type(error), request=request)
    logger.error("An operation broke: %s", type(error).__name__, exc_info=error)
    return Problem(500).response()


def ended_with(status: int, headers: dict[str, str]) -> Problem:
    """The problem for a bare status, as the framework gives it, with some of its headers."""
    return Problem(status if status in SAID else 400, headers=headers)
