"""What is wrong with a value, in the reader's language: pydantic says it in English alone."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OURS = "said"  # the type of an error whose message is already a sentence of ours
SENTENCES: dict[str, Any] = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("This must be a text."),
    "string_unicode": gettext_lazy("This text holds signs that are no letters of any script."),
    "string_too_short": gettext_lazy("This is too short."),
    "string_too_long": gettext_lazy("This is too long."),
    "string_pattern_mismatch": gettext_lazy("This is not written as it should be."),
    "too_short": gettext_lazy("Give at least one."),
    "too_long": gettext_lazy("These are too many."),
    "list_type": gettext_lazy("This must be a list."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "uuid_type": gettext_lazy("This is not an id."),
    "uuid_parsing": gettext_lazy("This is not an id."),
    "model_type": gettext_lazy("This must be an object with fields."),
    "model_attributes_type": gettext_lazy("This must be an object with fields."),
    "dict_type": gettext_lazy("This must be an object with fields."),
}
DATES = gettext_lazy("This is not a date. Write it as 2026-03-21.")
UNREAD = gettext_lazy("This can't be read.")


def sentence_of(error: dict[str, Any]) -> str:
    """The sentence for one of pydantic's errors."""
    kind, facts = error["type"], error.get("ctx") or {}
    if kind == OURS:
        return str(error["msg"])
    if kind in ("enum", "literal_error"):
        return _("Choose one of these: %(choices)s.") % {"choices": str(facts.get("expected", ""))}
    if kind in ("greater_than_equal", "greater_than"):
        return _("This must be at least %(least)s.") % {"least": facts.get("ge", facts.get("gt"))}
    if kind in ("less_than_equal", "less_than"):
        return _("This must be at most %(most)s.") % {"most": facts.get("le", facts.get("lt"))}
    if kind.startswith("date"):
        return str(DATES)
    return str(SENTENCES.get(kind, UNREAD))
