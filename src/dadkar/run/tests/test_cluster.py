import os
import signal
from pathlib import Path

import psycopg
import pytest

from dadkar.run import sockets
from dadkar.run.postgres import Cluster, ClusterBusy
from dadkar.run.process import program_name


def value(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.url()) as link:
        row = link.execute(query).fetchone()
        assert row
        return row[0]


def test_closed_to_all_others_in_a_path_with_spaces(tmp_path: Path) -> None:
    with Cluster(tmp_path / "a, 'quoted' \"space\"", durable=False) as cluster:
        assert value(cluster, "SHOW listen_addresses") == ""
        assert value(cluster, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'peer'") == 0
        assert value(cluster, "SHOW jit") == "off"
        for folder in (cluster.folder, cluster.data, sockets.where(cluster.socket_link)):
            assert folder.stat().st_mode & 0o777 == 0o700


def test_a_path_too_long_for_a_socket(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a long name for a folder"] * 4)
    with Cluster(deep, durable=False) as cluster:
        assert value(cluster, "SELECT 1") == 1
        short = sockets.where(cluster.socket_link)
        assert short.stat().st_mode & 0o777 == 0o700
    assert not short.exists()


def test_one_at_a_time(tmp_path: Path) -> None:
    with Cluster(tmp_path, durable=False), pytest.raises(ClusterBusy):
        Cluster(tmp_path, durable=False).start()


def test_data_survive_a_stop_and_a_kill(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, durable=False)
    with cluster, psycopg.connect(cluster.url()) as link:
        link.execute("CREATE TABLE kept AS SELECT 1 AS one")
    with cluster:
        assert value(cluster, "SELECT one FROM kept") == 1
        postmaster = server(cluster)
        os.kill(postmaster, signal.SIGKILL)
    assert (cluster.data / "postmaster.pid").exists()
    with cluster:
        assert value(cluster, "SELECT one FROM kept") == 1
        assert server(cluster) != postmaster
    assert not (cluster.data / "postmaster.pid").exists()


def test_a_server_left_behind_is_stopped_first(tmp_path: Path) -> None:
    left = Cluster(tmp_path, durable=False).start()
    left._lock.close()  # as when its Dadkar is gone and the kernel could not tell the server
    orphan = server(left)
    with Cluster(tmp_path, durable=False) as cluster:
        assert server(cluster) != orphan
    assert left._process
    left._process.wait()


def test_the_pid_of_another_program_does_not_hinder(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, durable=False)
    with cluster:
        pidfile = (cluster.data / "postmaster.pid").read_text().splitlines()
    (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *pidfile[1:]]))
    with cluster:
        assert value(cluster, "SELECT 1") == 1


def server(cluster: Cluster) -> int:
    pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
    assert program_name(pid) == "postgres"
    return pid
