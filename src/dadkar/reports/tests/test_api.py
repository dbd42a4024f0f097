"""`GET boards` as the API will mount it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory
from ninja import NinjaAPI
from ninja.errors import HttpError

from dadkar.reports import api, rollup


def ask(user: Any, **query: str) -> Any:
    request = RequestFactory().get("/boards", query)
    request.auth = SimpleNamespace(user=user)  # type: ignore[attr-defined]
    return api.get_boards(request, **query)


def test_it_gives_what_the_desk_sees(cast: Any, play: Any) -> None:
    play.claimed(play.promised(days=0))
    rollup.refresh(cast.house)
    for user, by in ((cast.worker, "agency"), (cast.head, "topic")):
        data = api.BoardOut(**ask(user, by=by)).dict()
        assert (data["total"]["counts"]["said"], data["total"]["counts"]["confirmed"]) == (1, 0)
        assert [row["counts"]["promises"] for row in data["rows"]] == [1]
        assert data["total"]["days"]["claim"] == {"median": 0, "p90": 0}
    assert api.BoardOut(**ask(cast.insurer)).total.counts["promises"] == 0


def test_what_cant_be_read_or_seen_is_said(cast: Any) -> None:
    for user, query, status in ((cast.worker, {"by": "name"}, 422), (cast.worker, {"period": "x"}, 422),
                                (cast.head, {"by": "agency"}, 422), (cast.auditor, {}, 403)):  # fmt: skip
        with pytest.raises(HttpError) as error:
            ask(user, **query)
        assert error.value.status_code == status


def test_it_can_be_mounted() -> None:
    mounted = NinjaAPI(urls_namespace="test-boards", docs_url=None)
    mounted.add_router("", api.router)
    assert "/api/boards" in mounted.get_openapi_schema(path_prefix="/api/")["paths"]
