"""For the sign-in and account pages alone."""

import re

from django import template
from django.forms import BaseForm
from django.utils.translation import gettext as _

register = template.Library()

BROWSERS = {"Firefox/": "Firefox", "Edg": "Edge", "OPR/": "Opera", "Chrome/": "Chrome", "Safari/": "Safari"}
TITLE_LETTER = re.compile(r"\b[A-Z](?=[a-z])")
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac"}


@register.simple_tag
def calm(form: BaseForm) -> BaseForm:
    """The library's form without placeholders that only repeat labels, and without its reset by e-mail.

    A field to which it gives no label of its own has one in the reader's language.
    """
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.label = field.label and sentence_case(str(field.label))
    if "name" in form.fields:
        form.fields["name"].label = _("Name of the key")
    for name in {"password", "oldpassword"} & form.fields.keys():
        form[name].help_text = ""
    return form


@register.filter(is_safe=True)
def sentence_case(text: str) -> str:
    """“Two-Factor Authentication”, as our own headings are written: “Two-factor authentication”."""
    text = str(text).strip()
    return text[:1] + TITLE_LETTER.sub(lambda found: found[0].lower(), text[1:])


@register.filter
def browser(user_agent: str) -> str:
    """A browser as people know it (“Firefox, Windows”) from what it says of itself."""
    names = [
        next((name for sign, name in table.items() if sign in user_agent), unknown)
        for table, unknown in ((BROWSERS, _("unknown browser")), (SYSTEMS, "Linux" * ("Linux" in user_agent)))
    ]
    return _(", ").join(name for name in names if name)
