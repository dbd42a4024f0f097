"""`metrics`: answer Prometheus, on loopback alone. `dadkar serve --metrics-port` starts it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from prometheus_client import start_http_server

from dadkar.monitoring.exporter import registry

LOOPBACK = "127.0.0.1"


class Command(BaseCommand):
    help = "Answer Prometheus on 127.0.0.1 until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("port", type=int)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        try:
            _server, thread = start_http_server(port, LOOPBACK, registry())
        except OSError as error:
            raise CommandError(f"Port {port} of {LOOPBACK} can't be used: {error.strerror}") from None
        thread.join()
