"""What a script is answered where a person would be led to the log-in or shown a page: a status, and plain words."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as page_of_csrf_failure


def is_from_script(request: HttpRequest) -> bool:
    """Whether htmx or our own ``fetch`` asks, and not somebody who follows a link or sends a form."""
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


class ScriptMiddleware:
    """Without a session a script is answered 401, never the log-in page; a refusal is answered in its own words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_from_script(request):
            return response
        if response.status_code == 302 and _leads_to_log_in(response):
            return _words(_("You are no longer logged in. Log in in another tab, and go on here."), 401)
        refusal = getattr(request, "refusal", "")
        return _words(refusal, 403) if refusal and response.status_code == 403 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, PermissionDenied):
            request.refusal = str(exception)  # type: ignore[attr-defined]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that stood open while somebody logged in elsewhere: a script is given the token to try again with.

    Only a page of ours can read the answer, so nobody else learns the token.
    """
    if not is_from_script(request):
        return page_of_csrf_failure(request, reason)
    response = _words(_("The page has stood open for too long. Load it anew."), 403)
    response["X-CSRFToken"] = get_token(request)
    return response


def _leads_to_log_in(response: HttpResponse) -> bool:
    return response.headers["Location"].partition("?")[0] == resolve_url(settings.LOGIN_URL)


def _words(words: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store, private"}
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)
