"""What docs/operating.md says is true: every variable is in its table, the units are whole."""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

from tools.rooms import PACKAGE, ROOT

DOC = (ROOT / "docs" / "operating.md").read_text()
DEPLOY = ROOT / "deploy"
NAME = re.compile(r"^(DADKAR_[A-Z_]+|DATABASE_[A-Z_]*URL|DATA|PORT|PROMETHEUS_[A-Z_]+|DJANGO_[A-Z_]+)$")
OF_A_TEST = {"DJANGO_ALLOW_ASYNC_UNSAFE", "DADKAR_PICTURES"}


def read_in_code() -> Iterator[str]:
    """Every string in the code that is the name of an environment variable of ours."""
    for folder in (PACKAGE, ROOT / "tests", ROOT / "tools"):
        for path in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.match(node.value):
                    yield node.value


def test_every_variable_that_the_code_reads_is_in_the_table() -> None:
    told = set(re.findall(r"`([A-Z_]+)`", "\n".join(re.findall(r"^\| `.*$", DOC, re.M))))
    read = set(read_in_code()) - OF_A_TEST
    assert "DADKAR_KEYRING" in read
    assert read - told == set()


def test_every_variable_in_the_table_is_read() -> None:
    told = set(re.findall(r"`(DADKAR_[A-Z_]+|DATABASE_[A-Z_]+)`", DOC))
    assert told - set(read_in_code()) == set()


def test_the_table_of_jobs_is_whole() -> None:
    from procrastinate.contrib.django import app

    from dadkar.cases import tasks  # noqa: F401

    (table,) = re.findall(r"## What comes by itself\n\n(.*?)\n\n", DOC, re.S)
    times = {}
    for periodic in app.periodic_registry.periodic_tasks.values():  # type: ignore[attr-defined]
        minute, hour, *_rest = periodic.cron.split()
        if hour != "*":
            times[periodic.task.name] = f"{int(hour):02}:{int(minute):02}"
    assert set(times.values()) <= set(re.findall(r"^\| (\d\d:\d\d)", table, re.M)), times


def units() -> list[Path]:
    return sorted(DEPLOY.glob("*.service"))


def test_the_units_start_what_there_is() -> None:
    from dadkar.cli import parser

    commands = [
        line for unit in units() for line in re.findall(r"^ExecStart\w*=-?(.*)$", unit.read_text(), re.M)
    ]
    assert len(commands) == 4
    for command in commands:
        program, *arguments = command.split()
        assert program.endswith("/dadkar")
        parser().parse_args([*arguments, "/place"] if arguments == ["backup"] else arguments)


def test_the_units_give_nothing_away() -> None:
    for unit in units():
        read = configparser.ConfigParser(strict=False, interpolation=None)
        read.optionxform = str  # type: ignore[assignment, method-assign]
        read.read(unit)
        for name, wanted in (("User", "dadkar"), ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"),
                             ("LimitCORE", "0"), ("UMask", "0077")):  # fmt: skip
            assert read["Service"][name] == wanted, (unit.name, name)


def test_the_proxy_keeps_no_address() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert text.count("access_log off;") == text.count("server {") == 2
    assert "error_log /var/log/nginx/dadkar.log crit;" in text
    assert "proxy_request_buffering off;" in text
