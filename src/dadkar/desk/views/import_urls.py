"""Addresses of lists that are brought in."""

from django.urls import path

from dadkar.desk.views import imports

urlpatterns = [
    path("imports/", imports.lists, name="imports"),
    path("imports/<uuid:uuid>/", imports.batch, name="import"),
    path("imports/<uuid:uuid>/columns/", imports.columns, name="import-columns"),
    path("imports/<uuid:uuid>/approve/", imports.approve, name="import-approve"),
    path("imports/<uuid:uuid>/discard/", imports.discard, name="import-discard"),
    path("imports/<uuid:uuid>/left-out.xlsx", imports.left_out, name="import-left-out"),
    path("imports/<uuid:uuid>/progress/", imports.progress, name="import-progress"),
    path("imports/<uuid:uuid>/go-on/", imports.go_on, name="import-go-on"),
    path("imports/<uuid:uuid>/slips/<int:part>/", imports.print_slips, name="import-slips"),
    path("imports/<uuid:uuid>/slips/forget/", imports.forget_slips, name="import-forget-slips"),
]
