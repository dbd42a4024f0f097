"""Where each room's pages begin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dadkar.portal.urls")),
    path("desk/", include("dadkar.desk.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
