"""Filters for Persian and English pages; the kernel's text and calendar do the work."""

from django import template

register = template.Library()


@register.filter
def number(value: object) -> str:
    """A whole number in the reader's digits (a stand-in until the kernel's text has landed)."""
    from django.utils.translation import get_language

    text = f"{value:,}" if isinstance(value, int) else str(value)
    if get_language() != "fa":
        return text
    return text.replace(",", "٬").translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


@register.filter
def digits(value: object) -> str:
    """The text with its digits in the reader's own."""
    return number(str(value))
