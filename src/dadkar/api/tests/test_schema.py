"""The whole schema by generated requests: no 5xx, no undocumented status, every answer as described."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from dadkar.api.service import ROOT, service
from dadkar.api.tests.programs import token_of
from dadkar.api.tests.test_receipt import code_for
from dadkar.cases import actions, board, parties, payments
from dadkar.cases.models import Case, Party
from dadkar.cases.tests import lists
from dadkar.cases.tests.drama import case_of, stage, wages
from dadkar.kernel import moment
from dadkar.people.tests.cast import gather
from dadkar.records.remake.client import MIME

pytestmark = pytest.mark.django_db

SEED = 1404
EXAMPLES, FEW = 5, 1
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.unsupported_method,
    openapi_checks.negative_data_rejection,
]
DOCUMENT = json.loads(json.dumps(service().get_openapi_schema(path_prefix=ROOT)))
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    """The schema over the WSGI application itself, which here leaves the test's connection open."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app = get_wsgi_application()
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield schema
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Headers of each caller, and a row for each noun of an address; made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = gather()
        play = stage(cast, wages(cast.house))
        commitment = play.claimed()
        draft = actions.draft_answer(play.sent(), "refuse", "مادهٔ ۱۰", by=cast.liaison)
        case = Case.objects.as_system("test").get(pk=draft.referral.case_id)
        came = actions.receive_letter(draft.referral, number="۷", dated=moment.today(), by=cast.worker)
        actions.record_letter_answer(
            play.sent(), "need_petition", "دادخواست لازم است", by=cast.worker, letter=came
        )
        yield {
            "desk": {"Authorization": f"Bearer {token_of(cast.worker)}"},
            "body": {"Authorization": f"Bearer {token_of(cast.head)}"},
            "holder": {"X-Receipt": code_for(case_of(commitment))},
            "anybody": {},
            "cases": case.uuid,
            "referrals": draft.referral.uuid,
            "answers": draft.uuid,
            "letters": came.uuid,
            "lists": lists.matched(cast, lists.book(lists.row())).uuid,
            **track_of(case, cast.worker),
        }
        transaction.set_rollback(True)


def track_of(case: Case, by: Any) -> dict[str, Any]:
    """A petition that was filed, with what follows it, and the people of the case."""
    today = moment.today()
    petition = board.prepare_petition(case, "diagnosis", by=by, wants="مزد", explanation="شرح", claims=[])
    board.consent(petition, "visit", by=by)
    board.file_petition(petition, today, by=by)
    parties.add_people(case, [parties.Person(months=4)], by=by)
    ruling = board.record_ruling(petition, today, by=by, number="۷", favour="worker")
    return {
        "petitions": petition.uuid,
        "hearings": board.set_hearing(petition, today, by=by).uuid,
        "rulings": ruling.uuid,
        "payments": payments.record_payment(case, 5, today, by=by, ruling=ruling).uuid,
        "people": Party.objects.of(case).get().uuid,
        "representatives": parties.record_representative(case, "نام", by=by).uuid,
    }


def callers_of(operation: dict[str, Any]) -> list[str]:
    """Who calls an operation here: those it is for, and somebody who has nothing."""
    schemes = [name for one in operation.get("security", []) for name in one]
    return (["desk", "body"] if "Bearer" in schemes else ["holder"] if schemes else []) + ["anybody"]


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{m} {p}" for p, m in OPERATIONS])
def test_it_answers_as_it_is_described(described: Any, world: dict[str, Any], path: str, method: str) -> None:
    operation = described[path][method.upper()]
    row = world.get(path.removeprefix(f"/{ROOT}").partition("/")[0])
    for caller in callers_of(DOCUMENT["paths"][path][method]):
        examples = EXAMPLES if caller != "anybody" else FEW
        met = called(operation, world[caller], row, examples)
        assert met, "nothing was called"
        assert max(met) < HTTPStatus.INTERNAL_SERVER_ERROR


def called(operation: Any, headers: dict[str, str], row: Any, examples: int) -> set[int]:
    """The statuses that so many generated requests met, each of which has been checked."""
    met: set[int] = set()

    def call(case: Any) -> None:
        if row and case.path_parameters:
            case.path_parameters["id"] = str(row)
        case.headers.pop("X-Receipt", None)
        with transaction.atomic():
            response = case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)
        met.add(response.status_code)

    bounded = settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        deadline=None,
    )
    seed(SEED)(bounded(given(case=operation.as_strategy())(call)))()
    return met


def test_the_document_is_what_the_operations_say_and_names_its_version() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert {"/api/v1/cases", "/api/v1/receipt", "/api/v1/commitments"} <= set(DOCUMENT["paths"])
    for path, method in OPERATIONS:
        for status, response in DOCUMENT["paths"][path][method]["responses"].items():
            kinds = list(response.get("content", {}))
            good = list(MIME.values()) if path.endswith("/files/{file}") else ["application/json"]
            assert kinds == (["application/problem+json"] if status >= "400" else good)
