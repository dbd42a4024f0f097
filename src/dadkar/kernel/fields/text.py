"""Text as people type it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.persian import clean, clean_line, has_meaning, number


class PersianCharField(forms.CharField):
    """One line of text, cleaned (`persian.clean_line`).

    `max_bytes` bounds what is kept, in UTF-8, where a Persian letter takes two. Text without any letter or
    number is refused: only signs, emoji or invisible characters.
    """

    default_error_messages = {
        "too_long": _(
            "This text is too long by %(over)s letters. Nothing of it was lost: shorten it, "
            "or write the rest in another message."
        ),
        "meaningless": _("There is no word in this text. Please write it in letters."),
    }
    cleaner = staticmethod(clean_line)

    def __init__(self, *, max_bytes: int = 500, **kwargs: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The cleaned text."""
        if value in self.empty_values:
            return ""
        text = self.cleaner(str(value))
        if (text or (self.required and str(value).strip())) and not has_meaning(text):
            raise ValidationError(self.error_messages["meaningless"], code="meaningless")
        return text

    def validate(self, value: Any) -> None:
        """Refuse what does not fit, saying by how many letters."""
        super().validate(value)
        kept = (value or "").encode()[: self.max_bytes].decode(errors="ignore")
        if value and len(kept) < len(value):
            over = number(len(value) - len(kept))
            raise ValidationError(self.error_messages["too_long"], code="too_long", params={"over": over})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The text's own direction; nothing is remembered by a browser that others may use."""
        return {**super().widget_attrs(widget), "dir": "auto", "autocomplete": "off"}


class PersianTextField(PersianCharField):
    """Text of many lines, cleaned (`persian.clean`); by default some 16,000 letters."""

    widget = forms.Textarea
    cleaner = staticmethod(clean)

    def __init__(self, *, max_bytes: int = 32 * 1024, rows: int = 5, **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(max_bytes=max_bytes, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As for a line, with its height."""
        return {**super().widget_attrs(widget), "rows": self.rows}
