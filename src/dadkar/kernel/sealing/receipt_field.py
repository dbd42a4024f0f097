"""The form field in which a code is typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.sealing.receipts import Mistyped, parse


class ReceiptField(forms.CharField):
    """Takes a code as people type it; gives the 20 digits. A mistyped one is told, and not looked up."""

    default_error_messages = {"required": _("Type the code on your receipt: 20 digits.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tracking code"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "inputmode": "numeric",
            "autocomplete": "off",
            "autocapitalize": "off",
            "spellcheck": "false",
            "dir": "ltr",
            "size": "26",
        }

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return parse(text)
        except Mistyped as mistyped:
            raise ValidationError(str(mistyped), code="mistyped") from None
