"""Every address of the site, as the URLconf has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern


@dataclass(frozen=True)
class Route:
    """One pattern: its name with its namespaces, and its whole route."""

    name: str
    route: str
    keywords: frozenset[str]
    view: Any

    @property
    def key(self) -> str:
        """How `access.yaml` names it: by name, or by its route where it has none."""
        return self.name if self.name and not self.name.endswith(":") else f"/{self.route}"


def routes() -> list[Route]:
    """All of them, once each, in their order."""
    found = {route.key: route for route in walked()}
    return list(found.values())


def walked() -> Iterator[Route]:
    """All of them, as often as the URLconf has them."""
    return _walk(get_resolver(), "", "", frozenset())


def _walk(resolver: URLResolver, prefix: str, namespace: str, above: frozenset[str]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        keywords = above | _keywords(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner, keywords)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name or ''}", route, keywords, pattern.callback)


def _keywords(pattern: Any) -> frozenset[str]:
    if isinstance(pattern, RoutePattern):
        return frozenset(pattern.converters)
    return frozenset(pattern.regex.groupindex) if isinstance(pattern, RegexPattern) else frozenset()
