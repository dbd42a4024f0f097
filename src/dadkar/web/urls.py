"""The language switch, and the style guide in demo and test modes."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("i18n/", include("django.conf.urls.i18n"))]

if settings.MODE in ("demo", "test"):
    from dadkar.web import style

    urlpatterns += [
        path("style/", style.guide, name="style"),
        path("style/<slug:name>/", style.example, name="style_example"),
    ]
