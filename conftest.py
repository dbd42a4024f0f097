"""The tests' ground: a real PostgreSQL and an environment, ready before Django reads its settings.

Clusters are kept in `.cache/tests/`, one for each run that is going on at the same time: making one takes a
second, starting a kept one a twentieth. The workers of pytest-xdist inherit the environment of the process
that started them, and with it the cluster.
"""

import atexit
import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

import django

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run.postgres import Cluster, ClusterBusy
from dadkar.run.setup import DATABASE, OWNER, make_embedded_roles

KEPT = Path(__file__).parent / ".cache" / "tests"


def free_cluster() -> Cluster:
    """Start the first kept cluster that no other run is using."""
    for number in count():
        try:
            return Cluster(KEPT / str(number), durable=False).start()
        except ClusterBusy:
            continue
    raise AssertionError


class Ground:
    """What one run of the tests stands on, and takes away at its end."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="dadkar-test-"))
        Keyring.generate(self.data / "keyring")
        self.cluster = free_cluster()
        make_embedded_roles(self.cluster, create_databases=True)

    def environment(self) -> dict[str, str]:
        return {
            "DADKAR_MODE": "test",
            "DADKAR_DATA": str(self.data),
            "DADKAR_KEYRING": str(self.data / "keyring"),
            "DADKAR_SECRET_KEY": "only-for-tests",
            "DATABASE_URL": self.cluster.url(DATABASE, OWNER),
            "DJANGO_SETTINGS_MODULE": "dadkar.settings",
        }

    def clear(self) -> None:
        self.cluster.stop()
        shutil.rmtree(self.data)


ground = None if "PYTEST_XDIST_WORKER" in os.environ else Ground()
if ground:
    atexit.register(ground.clear)
    os.environ.update(ground.environment())
django.setup()  # before the rooms' own conftests import their models
