"""Why an upload was refused: one class a reason, each with a sentence for the person who sent it.

The worker reads this module too and must not load Django, so the sentences are only marked here;
`sentence()`, which the server alone calls, translates them.
"""

from dadkar.records.remake import limits

SHOWN_NAME = 80  # letters of a file's name that a sentence repeats


def _(message: str) -> str:
    """Mark a sentence for translation."""
    return message


class Refused(Exception):
    """An upload that cannot be kept. `filename` is what the person called it; only `sentence()` uses it."""

    message = _("%(name)s could not be kept. Your text is kept; please try another file.")

    def __init__(self, filename: str = "") -> None:
        super().__init__(type(self).__name__)
        self.filename = filename

    def sentence(self) -> str:
        """What happened and what to do, in the reader's language."""
        from django.utils.translation import gettext

        name = "".join(letter for letter in self.filename if letter.isprintable())[:SHOWN_NAME]
        return gettext(self.message) % {
            "name": f"\u2068{name}\u2069" if name else gettext("The file"),
            "megabytes": limits.MAX_BYTES // limits.MIB,
            "pages": limits.MAX_PAGES,
            "minutes": limits.MAX_SECONDS // 60,
        }


class TooLarge(Refused):
    """More than MAX_BYTES, as it came or as it would be kept."""

    message = _(
        "%(name)s is larger than %(megabytes)s megabytes. Please send a smaller file, or send it in parts."
    )


class UnknownKind(Refused):
    """By its content neither a picture, a PDF nor a recording, whatever its name says."""

    message = _(
        "%(name)s is not a picture (JPEG, PNG, WebP), a PDF or a voice recording. "
        "Please take a photo of it and send that."
    )


class TooManyPixels(Refused):
    """A picture beyond MAX_PIXELS, which also stops decompression bombs."""

    message = _("The picture %(name)s is too big to open. Please take it again in a smaller size.")


class TooManyPages(Refused):
    """A PDF beyond MAX_PAGES."""

    message = _("%(name)s has more than %(pages)s pages. Please send only the pages that matter.")


class TooLong(Refused):
    """A recording beyond MAX_SECONDS."""

    message = _("%(name)s is longer than %(minutes)s minutes. Please send it as shorter recordings.")


class Encrypted(Refused):
    """A PDF that asks for a password."""

    message = _("%(name)s is locked with a password. Please send it without one.")


class Broken(Refused):
    """Empty, cut short or damaged."""

    message = _("%(name)s is damaged or incomplete. Please save or send it again.")


class TimedOut(Refused):
    """The worker met its limit of time or memory."""

    message = _("%(name)s is too heavy to open. Please send it in smaller parts.")


BY_NAME = {reason.__name__: reason for reason in Refused.__subclasses__()}
"""What the worker's answer names → the class to raise."""
