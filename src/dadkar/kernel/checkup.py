"""What `dadkar doctor` looks at. A room declares its own checks in a module `checkup`, found by itself:

@check
def gateway():
    if not settings.SMS_GATEWAY:
        yield Finding(_("Text messages wait: there is no gateway."), _("Set … and start anew."))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """What is wrong, and what to do about it: sentences, which may be lazy."""

    what: Any
    todo: Any


Check = Callable[[], Iterable[Finding]]
checks: dict[str, Check] = {}


def check(examine: Check) -> Check:
    """Declare a check; it yields findings, none when all is well. Django can be used in it."""
    checks[f"{examine.__module__}.{examine.__name__}"] = examine
    return examine
