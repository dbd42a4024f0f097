"""What a balancer or a supervisor asks. Neither answer is stored or carries anything worth hiding."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dadkar.monitoring import health


@require_safe
@never_cache
def lives(request: HttpRequest) -> HttpResponse:
    """The process answers. No database is asked: restarting us would not bring it back."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when requests may come, else 503; a missing worker is told but turns nobody away."""
    is_ready, checks = health.readiness()
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)
