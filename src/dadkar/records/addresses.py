"""Where somebody can be reached, asked at the moment of sending and kept nowhere.

Who the people of a matter are is not known here: the room that knows says so with `@finder`.
"""

from collections.abc import Callable
from uuid import UUID

from dadkar.records.models import Notice

Finder = Callable[[UUID, str], str]
_finders: list[Finder] = []


def finder(find: Finder) -> Finder:
    """Ask `find(owner, channel)` for addresses, too; it returns "" for an owner it does not know."""
    _finders.append(find)
    return find


def address_of(notice: Notice) -> str:
    """The e-mail address or number of a notice's recipient; "" when there is none (any more).

    Raises Erased when the key under which it was kept is gone.
    """
    if notice.user is not None:
        mails = notice.channel == Notice.Channel.EMAIL and notice.user.is_active
        return notice.user.email if mails and notice.user.told_by_email else ""
    found = (find(notice.owner, notice.channel) for find in _finders) if notice.owner else iter(())
    return next((one for one in found if one), "")
