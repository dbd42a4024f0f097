"""Where a matter stands, as its holder's page tells it: in sentences, and with what happened."""

from functools import cached_property

from dadkar.cases import following as cases
from dadkar.cases.following import open_case, reread, running_rights
from dadkar.portal import standing
from dadkar.portal.story import Entry, story
from dadkar.records.models import Feed

__all__ = ["Following", "open_case", "reread", "running_rights"]


class Following(cases.Following):
    """One case, read for the person who holds its code, in the words of the page."""

    @cached_property
    def has_feed(self) -> bool:
        """Whether there is an address that says when there is news."""
        return Feed.objects.filter(owner=self.case.uuid).exists()

    @cached_property
    def timeline(self) -> list[Entry]:
        return story(self.case, self.followed, self.commitments, since=self.since)

    @property
    def phase(self) -> str:
        """Where it stands, in one sentence."""
        return standing.phase(self)

    @property
    def next_step(self) -> str:
        """What happens next, and when."""
        return standing.next_step(self)

    @property
    def of_ruling(self) -> str:
        """What a ruling means now, if there is one that counts."""
        return standing.of_ruling(self)
