"""One HTTP request to a provider, with what its failing tells about the message."""

from typing import Any

import httpx

from dadkar.records.gateways.errors import NotTaken, Uncertain

SECONDS = httpx.Timeout(20, connect=8)


def ask(method: str, url: str, **what: Any) -> httpx.Response:
    """The provider's answer, whatever its status.

    Raises NotTaken when the request never reached it, and Uncertain when its answer did not come.
    """
    try:
        return httpx.request(method, url, timeout=SECONDS, follow_redirects=False, **what)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol):
        raise NotTaken("no-line") from None  # what httpx says names the address, and the account's key
    except httpx.HTTPError:
        raise Uncertain("no-answer") from None
