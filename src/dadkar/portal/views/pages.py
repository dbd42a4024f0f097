"""What every page of the portal shares."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from dadkar.portal.house import emergency, house_of
from dadkar.web.views import unavailable


class SeeOther(HttpResponseRedirect):
    """303: what was sent has been done; look there now. A reload sends nothing again."""

    status_code = 303


View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A page of the house: stored nowhere, and given `request.house`; away while no house has been set up."""

    @wraps(view)
    @never_cache
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        house = house_of(request)
        if house is None:
            return unavailable(request)
        request.house = house  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return shown


def see(name: str) -> SeeOther:
    """To the page of that name."""
    return SeeOther(reverse(name))


def draw(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """A template of the portal, with the house and the emergency numbers that its frame shows."""
    house = request.house  # type: ignore[attr-defined]
    context |= {"house": house, "emergency": emergency(house)}
    return render(request, f"portal/{name}.html", context, status=status)
