from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.calendar import in_digits
from dadkar.kernel.clock import Term, Unit

LAWS = {
    "LL": _("Labour Law"),
    "SSL": _("Social Security Law"),
    "UI": _("Unemployment Insurance Law"),
    "BL": _("Law on year-end bonus"),
}


class Topic(models.Model):
    """What a case is about; each house edits its own list. `days` or `hours` is the term for an answer."""

    class Path(models.TextChoices):
        INSPECTION = "inspection", _("inspection (needs no name)")
        BOARD = "board", _("board (needs the applicant's own petition)")
        OFFICE = "office", _("office")
        PRODUCTION = "production", _("body for removing obstacles to production")

    house = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=40)
    fa = models.CharField(_("name in Persian"), max_length=80)
    en = models.CharField(_("name in English"), max_length=80, blank=True)
    law = models.JSONField(_("articles it usually rests on"), default=list, blank=True)  # such as "LL 37"
    bodies = models.JSONField(_("kinds of bodies that answer"), default=list, blank=True)
    paths = models.JSONField(_("how it is usually settled"), default=list, blank=True)
    days = models.PositiveSmallIntegerField(_("working days for an answer"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours for an answer"), null=True, blank=True)
    sensitive = models.BooleanField(_("the story usually points at one person"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(_("in use"), default=True)

    DEFAULT_DAYS = 10

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["house", "code"], name="topic_once")]

    def __str__(self) -> str:
        return self.fa if get_language() == "fa" or not self.en else self.en

    @property
    def is_group(self) -> bool:
        """A heading such as “wages”, under which the real topics stand."""
        return not self.bodies

    @property
    def articles(self) -> list[str]:
        """The articles it usually rests on, in words: «قانون کار، مادهٔ ۳۷»."""
        return [_article(reference) for reference in self.law]

    @property
    def is_immediate(self) -> bool:
        """Counted by the clock, nights and rest days included."""
        return self.hours is not None

    @property
    def term(self) -> Term:
        """How long a body has for its first answer."""
        if self.hours is not None:
            return Term(self.hours, Unit.CLOCK_HOUR)
        return Term(self.days or self.DEFAULT_DAYS, Unit.WORKING_DAY)


def _article(reference: str) -> str:
    """The words for "LL 37", or for a whole law such as "BL"; what names no law of ours stays as it is."""
    code, _space, number = reference.partition(" ")
    if code not in LAWS:
        return reference
    if not number:
        return str(LAWS[code])
    return gettext("%(law)s, article %(number)s") % {"law": LAWS[code], "number": in_digits(number)}
