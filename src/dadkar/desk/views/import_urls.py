"""Addresses of lists that are brought in."""

from django.urls import path

from dadkar.desk.views import imports

urlpatterns = [
    path("imports/", imports.lists, name="imports"),
]
