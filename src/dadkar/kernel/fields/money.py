"""Amounts of money: written in toman or rial, in digits or words; the value is rials."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.fields.parts import PartsWidget
from dadkar.kernel.persian import NotMoney, TooMuchMoney, number, parse_money


class MoneyInput(PartsWidget):
    """The amount and its unit, toman first."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        amount = forms.TextInput({"aria-label": _("Amount"), "autocomplete": "off", "dir": "auto"})
        unit = forms.Select(
            {"aria-label": _("Unit of money")}, choices=[("toman", _("toman")), ("rial", _("rial"))]
        )
        super().__init__([amount, unit], attrs)

    def decompress(self, value: int | None) -> list[str]:
        """Rials as their reader would write them."""
        if value is None:
            return ["", "toman"]
        return [number(value), "rial"] if value % 10 else [number(value // 10), "toman"]


class MoneyField(forms.Field):
    """An amount: «۱۲ میلیون و ۵۰۰ هزار», “12,500,000”. A unit in the text wins over the one chosen."""

    widget = MoneyInput
    default_error_messages = {
        "unreadable": _(
            "We could not read this amount. Write it like “12,500,000” or “12 million and 500 thousand”."
        ),
        "too_much": _("This amount is too large. Look at its zeros and its unit once more."),
    }

    def to_python(self, value: Any) -> int | None:
        """Rials, or None when no amount was written, whatever the unit."""
        if isinstance(value, int):
            return value
        text, unit = [*(value or []), "", ""][:2]
        if not (text or "").strip():
            return None
        try:
            return parse_money(text, "rial" if unit == "rial" else "toman")
        except TooMuchMoney as error:
            raise ValidationError(self.error_messages["too_much"], code="too_much") from error
        except NotMoney as error:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from error
