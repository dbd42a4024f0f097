from pathlib import Path

import psycopg
import pytest

from dadkar.run.postgres import Cluster, ClusterBusy


def test_a_path_with_spaces(tmp_path: Path) -> None:
    with Cluster(tmp_path / "with a space", durable=False) as cluster, psycopg.connect(cluster.url()) as link:
        assert link.execute("SHOW listen_addresses").fetchone() == ("",)


def test_one_at_a_time(tmp_path: Path) -> None:
    with Cluster(tmp_path, durable=False), pytest.raises(ClusterBusy):
        Cluster(tmp_path, durable=False).start()
