"""Where probes ask."""

from django.urls import path

from dadkar.monitoring import views

urlpatterns = [
    path("healthz", views.lives, name="healthz"),
    path("readyz", views.ready, name="readyz"),
]
