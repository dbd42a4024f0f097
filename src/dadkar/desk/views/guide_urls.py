"""Addresses of the guide."""

from django.urls import path

from dadkar.desk.views import guide

urlpatterns = [
    path("guide/", guide.contents, name="guide"),
    path("guide/whole/", guide.whole, name="guide-whole"),
    path("guide/<slug:name>/", guide.chapter, name="guide-chapter"),
]
