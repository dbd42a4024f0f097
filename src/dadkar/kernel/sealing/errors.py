"""What can go wrong when something sealed is opened. None of these shows a key or a text."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class SealingError(Exception):
    """Something sealed can't be opened. `str()` is a sentence for the reader."""

    message: Any = _("This can't be opened.")

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return str(self.message)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.detail!r})"


class Tampered(SealingError):
    """The bytes, or the place they stand in, are not those that were sealed. Raise an alarm."""

    message = _("What is stored here was changed by something other than Dadkar. It is not shown.")


class UnknownEnvelope(SealingError):
    """The envelope's version or algorithm is not one that this program makes."""

    message = _("This was sealed by another version of Dadkar.")


class MissingKey(SealingError):
    """There is no key for this owner and purpose, and no trace that there was one."""

    message = _("The key of this text is missing.")


class Erased(SealingError):
    """The key was destroyed on purpose; what it sealed is gone."""

    message = _("erased")
