from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "dadkar.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Let notices find the applicants' addresses."""
        from dadkar.cases import addresses  # noqa: F401
