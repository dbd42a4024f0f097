"""Where each room's pages begin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dadkar.web.urls")),
    path("", include("dadkar.portal.urls")),
    path("desk/", include("dadkar.desk.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("dadkar.web.urls")),
]

handler400 = "dadkar.web.views.bad_request"
handler403 = "dadkar.web.views.forbidden"
handler404 = "dadkar.web.views.not_found"
handler500 = "dadkar.web.views.server_error"
