from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

DEFAULT_MONTHS, FEWEST_MONTHS = 36, 13  # a closed case can be opened again for a year


class Retention(models.Model):
    """How long a house keeps what was told, counted from the closing: 36 months where it has set nothing."""

    house = models.OneToOneField(
        "people.Organisation", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("house")
    )
    months = models.PositiveSmallIntegerField(
        _("months after closing"), default=DEFAULT_MONTHS, validators=[MinValueValidator(FEWEST_MONTHS)]
    )

    class Meta:
        verbose_name = _("period of keeping")
        verbose_name_plural = _("periods of keeping")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(months__gte=FEWEST_MONTHS), name="retention_outlives_reopening"
            )
        ]

    def __str__(self) -> str:
        return str(self.house)

    @property
    def code(self) -> str:
        """What its event names it by."""
        return "retention"
