"""`dadkar doctor`: what is wrong with this installation, in words, each with what to do."""

import os

import django
from django.db import Error
from django.utils import translation
from django.utils.translation import gettext as _

from dadkar.kernel.checkup import Finding, checks
from dadkar.run import environment
from dadkar.run.process import NotStarted


def doctor() -> list[Finding]:
    """Examine, print, and return the findings. Raises NotStarted when there is too little to examine."""
    if reasons := environment.missing(os.environ):
        raise NotStarted("\n".join(f"- {reason}" for reason in reasons))
    os.environ.update(environment.production())
    django.setup()
    import dadkar.run.checkup  # noqa: F401  # it declares checks

    with translation.override(language()):
        found = findings()
        for number, one in enumerate(found, 1):
            print(f"{number}. {one.what}\n   → {one.todo}")
        if not found:
            print(_("All is well: %(count)s checks.") % {"count": len(checks)})
    return found


def language() -> str:
    """The reader's, by LC_ALL, LC_MESSAGES or LANG."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "fa" if said.startswith("fa") else "en"


def findings() -> list[Finding]:
    """What all checks find. Without a database there is one finding, and nothing else can be said."""
    found: list[Finding] = []
    for examine in checks.values():
        try:
            found += examine()
        except Error:
            return [
                Finding(
                    _("The database does not answer, or refuses DATABASE_URL."),
                    _("See that PostgreSQL runs, and that name, role and password are right."),
                )
            ]
    return found
