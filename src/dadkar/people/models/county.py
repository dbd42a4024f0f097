from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class County(models.Model):
    """A county (شهرستان). `area` names it to the calendar, for holidays declared in one county only.

    `map_column` and `map_row` are its tile's place among those of its province, as the counties lie.
    """

    code = models.SlugField(_("code"), primary_key=True)
    province = models.CharField(_("province"), max_length=6, help_text=_("ISO 3166-2, such as IR-17"))
    fa = models.CharField(_("name in Persian"), max_length=80)
    en = models.CharField(_("name in English"), max_length=80)
    map_column = models.PositiveSmallIntegerField(
        _("column on the map"), null=True, blank=True, help_text=_("Counted from the west: 1, 2, 3 …")
    )
    map_row = models.PositiveSmallIntegerField(
        _("row on the map"), null=True, blank=True, help_text=_("Counted from the north: 1, 2, 3 …")
    )

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["fa"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "map_column", "map_row"],
                name="county_place_once",
                violation_error_message=_("Another county of the province has this place on the map."),
            ),
            models.CheckConstraint(
                condition=Q(map_column=None, map_row=None)
                | Q(map_column__isnull=False, map_column__range=(1, 30))
                & Q(map_row__isnull=False, map_row__range=(1, 30)),
                name="county_place_whole",
                violation_error_message=_("A place on the map is a column and a row, each from 1 to 30."),
            ),
        ]

    def __str__(self) -> str:
        return self.fa if get_language() == "fa" else self.en

    @property
    def area(self) -> str:
        return f"{self.province}/{self.code}"

    @property
    def place(self) -> tuple[int, int] | None:
        """Column and row of its tile on the map; None where they are not known."""
        if self.map_column is None or self.map_row is None:
            return None
        return self.map_column, self.map_row
