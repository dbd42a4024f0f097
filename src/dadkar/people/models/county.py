from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class County(models.Model):
    """A county (شهرستان). `area` names it to the calendar, for holidays declared in one county only."""

    code = models.SlugField(_("code"), primary_key=True)
    province = models.CharField(_("province"), max_length=6, help_text=_("ISO 3166-2, such as IR-17"))
    fa = models.CharField(_("name in Persian"), max_length=80)
    en = models.CharField(_("name in English"), max_length=80)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["fa"]

    def __str__(self) -> str:
        return self.fa if get_language() == "fa" else self.en

    @property
    def area(self) -> str:
        return f"{self.province}/{self.code}"
