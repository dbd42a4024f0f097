"""One thing that the holder of a code can say: the form that all of them are made of."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.models.press import FIELD, nonce_of
from dadkar.portal.following import Following

ROWS = 3


class Saying(forms.Form):
    """One thing to say. `about` is the row it is about, if any; `done` is shown when it has been said."""

    do: ClassVar[str]
    done: Any = _("Done. Thank you.")
    mark_optional = False
    was_typed = False

    def __init__(self, following: Following, about: Any = None, **kwargs: Any) -> None:
        self.following, self.about = following, about
        self.key = f"{self.do}-{about.uuid}" if about is not None else self.do
        super().__init__(auto_id=f"{self.key}-%s", **kwargs)

    def again(self, data: Any, files: Any) -> "Saying":
        """The same, with what was typed."""
        return type(self)(self.following, self.about, data=data, files=files)

    def say(self) -> Any:
        """Call the verb. Raises FlowError, and then nothing has changed."""
        raise NotImplementedError

    @property
    def nonce(self) -> UUID | None:
        """What the page gave this form, so that it counts once."""
        return nonce_of(self.data.get(FIELD))

    @property
    def case(self) -> Any:
        return self.following.case

    @property
    def by(self) -> Any:
        return self.following.by

    @property
    def via(self) -> str:
        return self.following.via
