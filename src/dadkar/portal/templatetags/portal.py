"""The portal's own filters."""

from typing import Any

from django import template

from dadkar.portal.words import day_html

register = template.Library()
register.filter("worker_day", day_html)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """The value at a key that is no Python name; None without one."""
    return mapping.get(key)
