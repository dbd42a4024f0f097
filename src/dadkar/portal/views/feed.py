"""An address of one's own that says only whether there is news: a page for people, Atom for their readers.

Whoever finds it learns neither what about nor where from. One that was ended answers as one that never was.
"""

from datetime import datetime, time
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dadkar.records.models import Feed


def feed_of(token: str) -> Feed:
    """The feed at this address; without one there is none."""
    feed = Feed.objects.opened_by(token)
    if feed is None:
        raise Http404
    return feed


@require_safe
@never_cache
def news(request: HttpRequest, token: str) -> HttpResponse:
    """“There is news”, since which day; or that there is none."""
    return render(request, "portal/news.html", {"feed": feed_of(token)})


@require_safe
@never_cache
def atom(request: HttpRequest, token: str) -> HttpResponse:
    """The same as one entry, which changes its date when there is news."""
    feed = feed_of(token)
    name = UUID(bytes=bytes(feed.digest)[:16], version=4).urn
    made = Atom1Feed(title=_("News"), link="", description="", feed_guid=name, author_name="-")
    if feed.news_on:
        at = timezone.make_aware(datetime.combine(feed.news_on, time()))
        entry = f"{name}#{feed.news_on.isoformat()}"
        made.add_item(
            title=_("There is news."), link="", description="", unique_id=entry, pubdate=at, updateddate=at
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(response, "utf-8")
    return response
