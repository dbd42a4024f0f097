"""What tests and checks stand on: a real PostgreSQL and an environment, before Django reads its settings.

Clusters are kept in `.cache/tests/`, one for each run that is going on at the same time: making one takes a
second, starting a kept one a twentieth.
"""

import atexit
import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

from tools import messages
from tools.rooms import ROOT

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run.postgres import Cluster, ClusterBusy
from dadkar.run.roles import APPLICATION, DATABASE, OWNER, make_roles

KEPT = ROOT / ".cache" / "tests"


def free_cluster() -> Cluster:
    """Start the first kept cluster that no other run is using."""
    for number in count():
        try:
            return Cluster(KEPT / str(number), durable=False).start()
        except ClusterBusy:
            continue
    raise AssertionError


def lay(mode: str = "test") -> None:
    """Start a cluster, set the environment, and see that both go away with this process."""
    data = Path(tempfile.mkdtemp(prefix="dadkar-test-"))
    atexit.register(shutil.rmtree, data)
    (data / "static").mkdir()  # WhiteNoise warns without it, though tests find files by the finders
    Keyring.generate(data / "keyring")
    cluster = free_cluster()
    atexit.register(cluster.stop)
    owner = cluster.url(DATABASE, OWNER)
    make_roles(cluster.url(), owner, cluster.url(DATABASE, APPLICATION), create_databases=True)
    os.environ.update(
        DADKAR_MODE=mode,
        DADKAR_DATA=str(data),
        DADKAR_KEYRING=str(data / "keyring"),
        DADKAR_SECRET_KEY="a secret that is only good for the tests; there is nothing behind it",
        DATABASE_URL=owner,
        DJANGO_SETTINGS_MODULE="dadkar.settings",
    )
    messages.compile_all()
