"""The app's configuration."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Web holds no models; it comes before the other apps so that its templates win."""

    name = "dadkar.web"
    label = "web"
