"""Dadkar's addresses, with the search in clear in place of the sealed one."""

from django.urls import include, path

from bench.clear.search import search

urlpatterns = [path("desk/search/", search), path("", include("dadkar.urls"))]
