"""The API's addresses at /api/v1/, and the pages on which people keep their tokens and webhooks."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from dadkar.api.door import door, nothing
from dadkar.api.service import ROOT, service
from dadkar.api.views import tokens, webhooks

patterns, application, namespace = service().urls
for pattern in patterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = door(pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path(ROOT, include((patterns, application), namespace=namespace)),
    re_path(r"^api/", nothing, name="api-nothing"),
    path("account/tokens/", tokens.mine, name="tokens"),
    path("account/tokens/<uuid:uuid>/end/", tokens.end, name="token-end"),
    path("account/webhooks/", webhooks.mine, name="webhooks"),
    path("account/webhooks/<uuid:uuid>/end/", webhooks.end, name="webhook-end"),
    path("account/webhooks/<uuid:uuid>/log/", webhooks.log, name="webhook-log"),
]
