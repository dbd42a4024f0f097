from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "dadkar.demo"
    label = "demo"
