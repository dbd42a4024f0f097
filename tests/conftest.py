"""What the tests across rooms share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import world as worlds


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[worlds.World]:
    """Both houses, made once a module and rolled back at its end. A test that writes rolls back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)
