"""The desk's addresses: the house's, the body's, the auditor's; each in the file of its views."""

from django.urls import include, path

from dadkar.desk.views import home

urlpatterns = [
    path("", home.home, name="desk"),
    path("", include("dadkar.desk.views.house_urls")),
    path("", include("dadkar.desk.views.board_urls")),
    path("", include("dadkar.desk.views.letter_urls")),
    path("", include("dadkar.desk.views.filing_urls")),
    path("", include("dadkar.desk.views.import_urls")),
    path("", include("dadkar.desk.views.body_urls")),
    path("", include("dadkar.desk.views.notice_urls")),
    path("", include("dadkar.desk.views.guide_urls")),
]
