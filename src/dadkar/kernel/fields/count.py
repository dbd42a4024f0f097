"""Whole numbers, typed in any of the three scripts and shown in the reader's digits."""

from typing import Any

from django import forms

from dadkar.kernel.persian import digits, to_latin_digits


class CountField(forms.IntegerField):
    """How many. A text box, because a browser's number box shows Latin digits and takes no Persian ones."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        """The number, or None when nothing was written."""
        return super().to_python(to_latin_digits(value.strip()) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A number in the reader's digits; what was typed, as it was typed."""
        return digits(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A telephone's keyboard of digits, and a box as long as a number."""
        numeric = {"inputmode": "numeric", "class": "short", "autocomplete": "off"}
        return {**super().widget_attrs(widget), **numeric}
