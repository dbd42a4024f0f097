from collections.abc import Iterator

import pytest

from dadkar.run.postgres import Cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running PostgreSQL with no role and no database of ours in it."""
    with Cluster(tmp_path_factory.mktemp("cluster"), durable=False) as running:
        yield running
