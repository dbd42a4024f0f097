"""The log's lines: JSON for machines, or plain for a person at a terminal.

An exception's own words are left out: a database's error quotes the value that it refused, and a value can
be what somebody wrote. Its type, where it was raised, and a database's code and constraint say enough.
Django's lines of a failed request are put into our own words for the same reason: they quote its address.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from dadkar.monitoring.requests import UNKNOWN, request_id

FACTS = ("view", "method", "status", "ms", "user")
QUOTING = ("django.request", "django.security")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def words(record: logging.LogRecord) -> str:
    """What a record says, without what a request brought."""
    if record.name.startswith(QUOTING):
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        view = (match.view_name if match else "") or UNKNOWN
        return f"{getattr(record, 'status_code', '')} {view} ({record.name.rpartition('.')[2]})".strip()
    return record.getMessage()


def exception(error: BaseException | None) -> list[dict[str, Any]]:
    """An exception and its causes, outermost first: type, frames, and a database's code."""
    found: list[dict[str, Any]] = []
    while error is not None and len(found) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        one: dict[str, Any] = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if state := getattr(error, "sqlstate", None):
            one["sqlstate"] = state
        if constraint := getattr(getattr(error, "diag", None), "constraint_name", None):
            one["constraint"] = constraint
        found.append(one)
        error = error.__cause__ or error.__context__
    return found


class JSONFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": words(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {fact: getattr(record, fact) for fact in FACTS if hasattr(record, fact)}
        if record.exc_info:
            line["exception"] = exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """For a person at a terminal; the same omissions."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler's formatter may have left its own there
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        record.message = words(record)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's own name
        return "\n".join(
            f"{one['type']} {one.get('sqlstate', '')}\n  " + "\n  ".join(one["frames"])
            for one in exception(ei[1])
        )
