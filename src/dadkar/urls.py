"""Where each room's pages begin."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from dadkar.desk.admin import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dadkar.web.urls")),
    path("", include("dadkar.portal.urls")),
    path("desk/", include("dadkar.desk.urls")),
    path("account/", include("dadkar.people.urls")),
    path("", include("dadkar.api.urls")),
    path("admin/", site.urls),
    path("", include("dadkar.monitoring.urls")),
]

if settings.MODE in ("demo", "test"):
    urlpatterns += [path("demo/", include("dadkar.demo.urls"))]

handler400 = "dadkar.web.views.bad_request"
handler403 = "dadkar.web.views.forbidden"
handler404 = "dadkar.web.views.not_found"
handler500 = "dadkar.web.views.server_error"
