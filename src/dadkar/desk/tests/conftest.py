"""Who sits at the desk, and the jobs that a page leaves behind."""

from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector


@pytest.fixture
def admin(cast: Any, client: Client) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def jobs() -> Any:
    """Jobs deferred in the test, in memory."""
    connector = InMemoryConnector()
    with app.replace_connector(connector):
        yield connector
