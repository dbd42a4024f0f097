"""Who acts. Every verb takes `by`, keyword-only and never None."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID


@runtime_checkable
class Actor(Protocol):
    """Whoever moves something: a signed-in user, the holder of a code, or a job."""

    @property
    def ref(self) -> str:
        """A stable reference for the event log, such as `user:<uuid>`: never a name."""
        ...


@dataclass(frozen=True)
class System:
    """A job or command, by its name: `System("deadline-sweep")`."""

    name: str

    @property
    def ref(self) -> str:
        return f"system:{self.name}"


@dataclass(frozen=True)
class Applicant:
    """The holder of a tracking code; `subject` is the uuid of what the code opens."""

    subject: UUID

    @property
    def ref(self) -> str:
        return f"applicant:{self.subject}"


def require_actor(by: object) -> Actor:
    """Return `by`, or raise TypeError: a change without a name must not happen."""
    if by is None or not isinstance(by, Actor):
        raise TypeError("`by` must say who acts: a user, an Applicant or a System")
    return by
