"""Every request runs in one transaction whose first statement names the actor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stegvis.foundation.access.actor import Actor, enter
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.audit.services import record_refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets ``request.actor``. A view that raises leaves nothing behind; a refusal leaves one row in its log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            return self.get_response(request)
        try:
            user_id = request.user.pk if request.user.is_authenticated else None
            with transaction.atomic():
                request.actor = enter(user_id)  # type: ignore[attr-defined]
                response = self.get_response(request)
        except OperationalError:
            request.actor, request.user = Actor(), AnonymousUser()  # type: ignore[attr-defined]
            return render(request, "503.html", status=503)
        if getattr(request, "refused", False):
            with transaction.atomic():
                record_refusal(actor=enter(user_id), view_name=_view_name(request))
        if user_id is not None:
            response.setdefault("Cache-Control", "no-store, private")  # a shared computer's back button shows nothing
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django turns the exception into a page inside our transaction, so say that it must not be kept."""
        transaction.set_rollback(True)
        if isinstance(exception, NotYours | PermissionDenied):
            request.refused = True  # type: ignore[attr-defined]


def _view_name(request: HttpRequest) -> str:
    """The route's name, never its address: an address may hold what the log must not."""
    return request.resolver_match.view_name if request.resolver_match else ""
