"""What two answers that must not be told apart are compared by."""

from typing import Any

OF_ITS_MOMENT = {"X-Request-ID", "Expires"}  # another number, another second


def headers_of(response: Any) -> list[tuple[str, str]]:
    """What an answer says beside its body; of what changes from moment to moment, only that it is said."""
    return sorted((name, "" if name in OF_ITS_MOMENT else value) for name, value in response.headers.items())
