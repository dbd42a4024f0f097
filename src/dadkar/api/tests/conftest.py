"""What the tests of webhooks share."""

from collections.abc import Iterator

import pytest

from dadkar.api.tests.listening import Listener


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.stop()
