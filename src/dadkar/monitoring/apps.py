from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MonitoringConfig(AppConfig):
    name = "dadkar.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        # each room says in its own what is worth counting, and what can be wrong with it
        autodiscover_modules("measures", "checkup", "sealing.checkup")
