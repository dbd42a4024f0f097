"""Boxes for numbers and hours, in the reader's digits."""

from typing import Any

from django import forms

from dadkar.kernel.persian import digits, to_latin_digits


class _InDigits(forms.TextInput):
    """Shows its value in the reader's digits, and takes either kind."""

    def format_value(self, value: Any) -> str | None:
        shown = super().format_value(value)
        return digits(shown) if shown else shown

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return to_latin_digits(typed) if isinstance(typed, str) else typed


class NumberInput(_InDigits):
    """A whole number. The browser's own box for numbers knows no Persian digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "class": "number", "dir": "ltr"} | (attrs or {}))


class HourInput(_InDigits, forms.TimeInput):
    """An hour of the day."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "number", "dir": "ltr"} | (attrs or {}), format="%H:%M")
