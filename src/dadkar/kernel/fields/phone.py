"""Telephone numbers of Iran, kept in the international form of ITU E.164: +98 and ten digits."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.persian import digits, normalise

_PUNCTUATION = re.compile(r"[\s().\-–—_/]+")
_NATIONAL = re.compile(r"(?:(?:\+|00)?98)?0?([1-9]\d{9})")


class PhoneField(forms.CharField):
    """A mobile or a landline with its area code, in any digits and grouping. `mobile` allows only mobiles."""

    default_error_messages = {
        "unreadable": _(
            "A telephone number of Iran has 11 digits and begins with 0, such as %(example)s. "
            "Write a landline with its area code."
        ),
        "not_mobile": _("A message can only go to a mobile number, which begins with 09."),
    }

    def __init__(self, *, mobile: bool = False, **kwargs: Any) -> None:
        self.mobile = mobile
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The number as +98 and ten digits."""
        text = super().to_python(value)
        if not text:
            return ""
        if not (found := _NATIONAL.fullmatch(_PUNCTUATION.sub("", normalise(text)))):
            example = digits("09171234567")
            raise ValidationError(
                self.error_messages["unreadable"], code="unreadable", params={"example": example}
            )
        if self.mobile and not found[1].startswith("9"):
            raise ValidationError(self.error_messages["not_mobile"], code="not_mobile")
        return f"+98{found[1]}"

    def prepare_value(self, value: Any) -> Any:
        """A kept number as people in Iran write it."""
        return national(value) if isinstance(value, str) and re.fullmatch(r"\+98\d{10}", value) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A telephone's keyboard; nothing is remembered by a browser that others may use."""
        tel = {"inputmode": "tel", "autocomplete": "off", "dir": "ltr", "class": "short"}
        return {**super().widget_attrs(widget), **tel}


def national(number: str) -> str:
    """«۰۹۱۷۱۲۳۴۵۶۷» for +989171234567, in the reader's digits."""
    return digits(f"0{number.removeprefix('+98')}")
