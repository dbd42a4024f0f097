"""What two answers that must not be told apart are compared by."""

from typing import Any


def headers_of(response: Any) -> list[tuple[str, str]]:
    """What an answer says beside its body, but for the random number of its request."""
    return sorted(one for one in response.headers.items() if one[0] != "X-Request-ID")
