"""For whoever watches the service: does it answer?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.foundation.operations.check import worker


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """``ok``, or ``degraded`` when no worker runs; without a database the answer is 503. Strangers learn no more."""
    (found,) = worker()
    return JsonResponse({"status": "ok" if found.state == "ok" else "degraded"})
