"""This room's addresses: the boards under the desk, and the public's."""

from django.urls import path

from dadkar.reports.views import boards, numbers, releases

urlpatterns = [
    path("desk/boards/", boards.house, name="boards"),
    path("desk/boards/own/", boards.body, name="own-board"),
    path("desk/releases/", releases.releases, name="releases"),
    path("desk/releases/prepare/", releases.prepare, name="release-prepare"),
    path("desk/releases/<uuid:uuid>/publish/", releases.publish, name="release-publish"),
    path("desk/releases/own/", releases.own, name="body-releases"),
    path("desk/releases/<uuid:uuid>/reply/", releases.reply, name="release-reply"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<uuid:uuid>/", numbers.numbers, name="release"),
]
