"""The REST API: each room's queries as JSON, for whoever is logged in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from stegvis.careers.api import router as careers
from stegvis.exchange.api import router as exchange
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.api import router as frameworks
from stegvis.planning.api import router as planning

api = NinjaAPI(title="Stegvis", version="1", docs_url=None, urls_namespace="api")
api.add_router("", careers)
api.add_router("", frameworks)
api.add_router("", exchange)
api.add_router("", planning)


@api.exception_handler(Http404)
def not_here(request: HttpRequest, error: Http404) -> HttpResponse:
    """As the pages answer: nothing is kept, and what is not yours is noted and looks like what is not there."""
    return _answer(request, 404, _("There is nothing here, or it is not shared with you."), isinstance(error, NotYours))


@api.exception_handler(PermissionDenied)
def refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    why = str(error) if isinstance(error, Refused) else _("This is not yours to do.")
    return _answer(request, 403, why, True)


def _answer(request: HttpRequest, status: int, detail: str, note: bool) -> HttpResponse:
    """Ninja answers before the middleware sees the exception, so its two marks are set here."""
    transaction.set_rollback(True)
    request.refused = note  # type: ignore[attr-defined]
    return api.create_response(request, {"detail": detail}, status=status)
