from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

PREPARED_MOST = 400  # of one connection, some 50 KB each on the server; the pages have about 600 queries


def keep_prepared(connection: Any, **more: Any) -> None:
    """Keep more prepared statements than psycopg's hundred, which the pages would drive out in turn."""
    connection.connection.prepared_max = PREPARED_MOST


class KernelConfig(AppConfig):
    name = "dadkar.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(keep_prepared, dispatch_uid="prepared")
