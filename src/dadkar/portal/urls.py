"""The worker's addresses: few, neutral, and none with a code in it."""

from django.urls import path

from dadkar.portal.views import feed, follow, kept, start, write

urlpatterns = [
    path("", start.start, name="start"),
    path("write/", write.write, name="write"),
    path("kept/", kept.receipt, name="receipt"),
    path("kept/picture/", kept.picture, name="receipt-picture"),
    path("follow/", follow.follow, name="follow"),
    path("follow/why/<int:number>/", follow.why, name="follow-why"),
    path("news/<str:token>/", feed.news, name="news"),
    path("news/<str:token>/atom/", feed.atom, name="news-atom"),
    path("exit/", start.leave, name="exit"),
    path("calendar/", start.calendar, name="calendar"),
]
