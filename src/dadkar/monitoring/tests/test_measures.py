"""What Prometheus reads: from all processes of the web, and from the database; on loopback alone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from prometheus_client import REGISTRY, generate_latest

from dadkar.kernel import measures
from dadkar.kernel.sealing.attempts import Attempts, TooMany
from dadkar.monitoring import exporter


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def read() -> str:
    return generate_latest(exporter.registry()).decode()


@pytest.mark.django_db
def test_a_request_is_counted_by_its_views_name(client: Client) -> None:
    labels = {"view": "calendar", "method": "GET", "status": "200"}
    before = value("dadkar_request_seconds_count", **labels)
    client.get("/calendar/")
    assert value("dadkar_request_seconds_count", **labels) == before + 1


@pytest.mark.django_db
def test_an_address_of_nothing_is_no_label(client: Client) -> None:
    client.get("/زهرا-محمدی/")
    assert value("dadkar_request_seconds_count", view="unknown", method="GET", status="404")
    assert "زهرا" not in generate_latest(REGISTRY).decode()


@pytest.mark.django_db
def test_guesses_are_counted(db: Any) -> None:
    before = value("dadkar_codes_missed_total", kind="m"), value("dadkar_codes_refused_total", kind="m")
    guesses = Attempts("m", limit=2)
    for _time in range(2):
        guesses.miss("192.0.2.1")
    with pytest.raises(TooMany):
        guesses.check("192.0.2.1")
    after = value("dadkar_codes_missed_total", kind="m"), value("dadkar_codes_refused_total", kind="m")
    assert after == (before[0] + 2, before[1] + 1)


@pytest.mark.django_db(transaction=True)
def test_the_databases_numbers(play: Any) -> None:
    play.filed()
    text = read()
    assert 'dadkar_cases_open{state="received"} 1.0' in text
    assert 'dadkar_overdue{kind="case"} 0.0' in text
    assert "dadkar_search_not_indexed 0.0" in text
    assert "dadkar_database_up 1.0" in text


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_says_so_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    text = read()
    assert "dadkar_database_up 0.0" in text
    assert "dadkar_cases_open" not in text


@pytest.mark.django_db(transaction=True)
def test_the_counts_of_several_processes_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = (
        "from dadkar.kernel.measures import OUTAGES, POOL\n"
        "OUTAGES.labels('away').inc()\nPOOL.labels('size').set(3)"
    )
    for _process in range(2):
        environment = os.environ | {exporter.FOLDER: str(tmp_path)}
        subprocess.run([sys.executable, "-c", count], env=environment, check=True)
    monkeypatch.setenv(exporter.FOLDER, str(tmp_path))
    text = read()
    assert 'dadkar_outages_total{kind="away"} 2.0' in text
    assert 'dadkar_pool_connections{state="size"}' not in text  # both processes have ended


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        measures.gauge("dadkar_overdue", "again")(lambda: ())


def test_a_port_that_is_taken_is_said() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CommandError, match="can't be used"):
        call_command("metrics", str(other.getsockname()[1]))
