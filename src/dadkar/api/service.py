"""The whole service at /api/v1/: its routers, and the OpenAPI 3.1 document that follows from them."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from dadkar.api import problems
from dadkar.api.endpoints import (
    boards,
    cases,
    commitments,
    files,
    holder,
    letters,
    lists,
    parts,
    public,
    referrals,
    router,
    webhooks,
)

ROOT = "api/v1/"
ABOUT = """What Dadkar's pages do, for programs: the same verbs, the same rules, the same doors.

Anybody may file, and comes back with the receipt's code in `X-Receipt`. Whoever works here acts by a token
(`Authorization: Bearer dadkar_…`), which sees and does what its user may. What is wrong is said as
`application/problem+json` (RFC 9457), in the language of `Accept-Language` (fa, en). A POST with an
`Idempotency-Key` may be sent again without harm."""


class Service(NinjaAPI):
    """An API whose problems are told by their own media type."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document; made once, as it takes half a second and anybody may ask for it."""
        if self._document is None:
            self._document = self._made(**kwargs)
        return self._document

    def _made(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if status >= 400:
                        _as_problem(status, response)
        return schema


def _as_problem(status: int, response: dict[str, Any]) -> None:
    response["content"] = {problems.MEDIA_TYPE: response["content"].popitem()[1]}
    if status in (429, 503):
        seconds = {"description": "seconds until it may be tried again", "schema": {"type": "integer"}}
        response["headers"] = {"Retry-After": seconds}


OPERATIONS = (
    public, holder, cases, parts, letters, lists, referrals, commitments, files, boards, webhooks,
)  # fmt: skip
"""The modules that hang their operations on the router when they are imported."""


def service() -> Service:
    """A new service with every operation; the URLconf holds one."""
    made = Service(
        title="Dadkar", version="1", description=ABOUT, docs_url=None, urls_namespace="api",
        openapi_extra={"info": {"license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}}},
    )  # fmt: skip
    problems.take_over(made)
    made.add_router("", router)
    return made
