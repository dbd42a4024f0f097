"""How an operation is declared: who may call it, what it answers, and every problem it can answer with."""

from typing import Any

from ninja import Schema

from dadkar.api.access import Bearer, Receipt
from dadkar.api.models import Scope
from dadkar.api.once import DOCUMENTED
from dadkar.api.problems import ProblemOut
from dadkar.people.models import RoleClass
from dadkar.records.remake.client import MIME

READ = (404, 422, 429)
WRITTEN = (400, 403, 404, 409, 413, 415, 422, 429)


def anybody(ok: type[Schema], status: int = 201) -> dict[str, Any]:
    """A POST by nobody in particular."""
    return _declared({status: ok}, (400, 410, 413, 415, 422, 503), writes=True)


def holder(ok: type[Schema], *, writes: bool = False, status: int = 200) -> dict[str, Any]:
    """For the holder of a receipt's code."""
    problems = WRITTEN if writes else READ
    return _declared({status: ok}, (401, *problems), writes=writes) | {"auth": Receipt()}


def staff(
    ok: type[Schema], scope: Scope, *classes: RoleClass, writes: bool = False, status: int = 200
) -> dict[str, Any]:
    """For a token with this scope, whose user has a role of one of these classes today."""
    problems = tuple(one for one in (WRITTEN if writes else READ) if one != 429)
    declared = _declared({status: ok}, (401, 403, *problems), writes=writes)
    declared["openapi_extra"]["x-scope"] = scope.value
    return declared | {"auth": Bearer(scope, *classes)}


def file_for(scope: Scope, *classes: RoleClass) -> dict[str, Any]:
    """For a token: a file as it is kept, or 410 once it has been erased."""
    declared = _declared({}, (401, 403, 404, 410, 422), writes=False)
    content = {mime: {"schema": {"type": "string", "format": "binary"}} for mime in MIME.values()}
    declared["openapi_extra"] = {
        "x-scope": scope.value,
        "responses": {200: {"description": "OK", "content": content}},
    }
    return declared | {"auth": Bearer(scope, *classes)}


def _declared(good: dict[int, Any], problems: tuple[int, ...], *, writes: bool) -> dict[str, Any]:
    response = good | dict.fromkeys(sorted(set(problems)), ProblemOut)
    extra = {"parameters": [dict(one) for one in DOCUMENTED["parameters"]]} if writes else {}
    return {"response": response, "openapi_extra": extra}
