"""Every address × every role × our own and another house's rows, by GET and POST, against `access.yaml`."""

import re
from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dadkar import urls
from dadkar.web.tests.headers import headers_of
from tests.routes import Route, routes, walked
from tests.world import Row, World, missing, picture

pytestmark = pytest.mark.django_db

TABLE = yaml.safe_load(Path(__file__).with_name("access.yaml").read_text())
DOORS, ROWS, URLS, BODIES = TABLE["doors"], TABLE["rows"], TABLE["urls"], TABLE["bodies"]
ROLES = DOORS["everyone"]
# What differs between these and the first of their class is only which rows they see.
ONLY_ROWS = {"neighbour", "recused", "insurer", "outsider", "foreigner"}
ROUTES = {route.key: route for route in routes()}
ASKED_TO_SIGN_IN, ASKED_FOR_THE_CODE = "asked to sign in", "asked for the code"
IN, REFUSED, NOTHING = "in", "refused", "nothing there"


def entry(key: str) -> tuple[str, str, Row]:
    """An address's door, kind of row, and other keywords."""
    found = URLS[key]
    return (found, "any", {}) if isinstance(found, str) else (*found, {})[:3]


def test_every_address_is_classified_and_none_that_is_gone() -> None:
    assert sorted(ROUTES) == sorted(URLS)


def test_no_two_addresses_share_a_name() -> None:
    """Of two, the table and the walk over every page would know only one."""
    addresses = defaultdict(set)
    for route in walked():
        addresses[route.key].add(route.route)
    assert [key for key, found in addresses.items() if len(found) > 1] == []


def test_the_table_names_only_what_it_defines() -> None:
    named = {role for roles in DOORS.values() for role in roles}
    assert named == set(ROLES)
    for key in URLS:
        door, row, _more = entry(key)
        assert door in DOORS
        assert row in ROWS


@pytest.fixture(autouse=True)
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals say their number alone: the pages around it are tested where they are made."""

    def plain(status: int) -> Any:
        def view(request: HttpRequest, exception: Exception) -> HttpResponse:
            return HttpResponse(str(status), status=status)

        return view

    monkeypatch.setattr(urls, "handler403", plain(403))
    monkeypatch.setattr(urls, "handler404", plain(404))


@pytest.mark.parametrize("key", sorted(set(URLS) & set(ROUTES)))
def test_only_those_in_the_table_get_in(world: World, key: str) -> None:
    route, (door, kind, more) = ROUTES[key], entry(key)
    wrong, met = [], set()
    for role, whose, row in visits(world, door, kind):
        for method in ("get", "post"):
            here = TABLE["reads"].get(key, door) if method == "get" else door
            expected = expectation(here, kind, role, whose)
            if method == "post" and role in TABLE["refused-by-the-verb"].get(key, []) and expected == {IN}:
                expected = {REFUSED}
            if role in DOORS[door] and method == "post" and key in TABLE["append-only"]:
                expected = {REFUSED}
            found = outcome(visit(world, role, method, address(route, row | more), BODIES.get(key, {})), key)
            if found is None:
                continue  # no such method
            met.add(found)
            if found not in expected:
                wrong.append(f"{method.upper()} {role}, {whose}: {found}, not {' or '.join(expected)}")
    assert wrong == []
    assert met, "neither method was let through: nothing was tested"


def visits(world: World, door: str, kind: str) -> Iterator[tuple[str, str, Row]]:
    """Who comes to which row. A door does not look at the row, so who is refused there comes to one alone.

    That a row of others is answered as one that never was is shown below; here one role asks for such a one.
    """
    has_row, asked = kind in world.ours or kind in ALIASES, False
    for role in ROLES:
        passes = role in DOORS[door]
        if role in ONLY_ROWS and not (has_row and passes):
            continue
        if not has_row:
            yield role, "ours", {}
            continue
        ours, theirs = row_of(world.ours, kind), row_of(world.theirs, kind)
        yield role, "ours", ours
        if passes:
            yield role, "theirs", theirs
            if role not in ONLY_ROWS and not asked:
                asked = True
                yield role, "missing", missing(ours)


ALIASES = {"promise-of-desk": "promise", "referral-of-both": "referral", "list-left-out": "list"}


def row_of(rows: dict[str, Row], kind: str) -> Row:
    return rows[ALIASES.get(kind, kind)]


def expectation(door: str, kind: str, role: str, whose: str) -> set[str]:
    """What this role may meet there."""
    if door == "out":
        return {IN, ASKED_TO_SIGN_IN}
    if role in DOORS[door]:
        return {IN} if role in ROWS[kind].get(whose, []) else {NOTHING}
    if door == "code":
        return {ASKED_FOR_THE_CODE}
    if door == "receipt":
        return {ASKED_TO_SIGN_IN}
    return {ASKED_TO_SIGN_IN} if role in ("anonymous", "holder") else {REFUSED}


def address(route: Route, row: Row) -> str:
    """Where the row is; what has no name in the URLconf is filled in by hand."""
    if route.key == route.name:
        return reverse(route.name, kwargs={keyword: row[keyword] for keyword in route.keywords})
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(row[found[1]]), route.key)
    return re.sub(r"\(\?P<url>.*", "nowhere", filled)


def visit(world: World, role: str, method: str, url: str, body: Any = None, **how: Any) -> Any:
    """One request, of which nothing stays; a program's POST is JSON, or files where those are taken."""
    if url.startswith("/api/") and url.endswith("/files"):
        sent = {"data": {"files": picture()}}
    elif url.startswith("/api/"):
        sent = {"data": body or {}, "content_type": "application/json"}
    else:
        sent = {}
    with transaction.atomic():
        response = getattr(world.browser(role, **how), method)(url, **(sent if method == "post" else {}))
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def outcome(response: Any, key: str) -> str | None:
    """What was met, in the words above; None where there is no such method."""
    status = response.status_code
    if status in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
        where = response["Location"].partition("?")[0]
        if "admin" in key and where == reverse("admin:index"):
            return NOTHING  # Django's admin says there: “doesn't exist. Perhaps it was deleted?”
        signs_in = where == reverse("account_login")
        return ASKED_TO_SIGN_IN if signs_in else ASKED_FOR_THE_CODE if where == reverse("follow") else IN
    named = {
        HTTPStatus.UNAUTHORIZED: ASKED_TO_SIGN_IN,
        HTTPStatus.FORBIDDEN: REFUSED,
        HTTPStatus.NOT_FOUND: NOTHING,
        HTTPStatus.METHOD_NOT_ALLOWED: None,
    }
    return named.get(status, IN)


# -- no oracle, and no way round -----------------------------------------------------------------------


def test_a_row_of_others_is_answered_exactly_as_one_that_never_was(world: World) -> None:
    """Status, headers and body, on the real pages: nothing tells the two apart."""
    differing = []
    for key, role in [("api:case", "outsider"), ("api:referral", "insurer"),
                      ("case", "outsider"), ("case", "recused"), ("body-referral", "insurer"),
                      ("case-contact", "neighbour"), ("letter", "recused"), ("draft-release", "insurer"),
                      ("case", "liaison"), ("body-referral", "worker"), ("audit", "admin")]:  # fmt: skip
        _door, kind, _more = entry(key)
        rows = [row_of(world.ours, kind), missing(row_of(world.ours, kind))] if kind != "any" else [{}, {}]
        seen = [told(visit(world, role, "get", address(ROUTES[key], row))) for row in rows]
        if seen[0] != seen[1]:
            differing.append((key, role, seen))
    assert differing == []


def told(response: Any) -> tuple[Any, ...]:
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<uuid>", body)
    return response.status_code, headers_of(response), body


def test_the_page_of_a_code_shows_the_case_to_its_holder_alone(world: World) -> None:
    page = reverse("follow")
    for role in ROLES:
        said = visit(world, role, "get", page).content.decode()
        assert ("به دست ما رسید" in said or "قول" in said) == (role == "holder"), role


@pytest.mark.parametrize("key", sorted(key for key in URLS if key in ROUTES and not key.startswith("api")))
def test_nothing_is_done_for_a_page_of_another_site(world: World, key: str) -> None:
    """A POST without our form's token is refused for everybody who would otherwise be let in."""
    door, kind, more = entry(key)
    row = row_of(world.ours, kind) if kind in world.ours or kind in ALIASES else {}
    roles = [role for role in ("anonymous", "holder", "worker", "head", "auditor", "admin")
             if role in DOORS[door] and role in ROWS[kind].get("ours", [])]  # fmt: skip
    for role in roles[:1]:
        url = address(ROUTES[key], row | more)
        response = visit(world, role, "post", url, strict=True)
        assert response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED), role


@pytest.mark.parametrize("key", sorted(key for key in URLS if key in ROUTES and key.startswith("api:")))
def test_no_cookie_lets_a_program_in(world: World, key: str) -> None:
    """So no other site's page can do anything there in somebody's name."""
    door, kind, more = entry(key)
    row = row_of(world.ours, kind) if kind in world.ours or kind in ALIASES else {}
    role = next((role for role in ("holder", "worker", "head") if role in DOORS[door]), "worker")
    for method in ("get", "post"):
        path = address(ROUTES[key], row | more)
        response = visit(world, role, method, path, BODIES.get(key, {}), strict=True, programs=False)
        stays_out = {HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND}
        assert door == "everyone" or response.status_code in stays_out, method


def test_nobody_can_make_an_account_for_themselves(world: World) -> None:
    for path in ("signup/", "signup", "password/reset/", "email/", "social/signup/"):
        assert visit(world, "anonymous", "get", f"/account/{path}").status_code == HTTPStatus.NOT_FOUND
