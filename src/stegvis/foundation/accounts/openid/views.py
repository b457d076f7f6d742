"""allauth's views; a provider that is down or speaks nonsense gets a page in words instead of a fault of ours."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

logger = logging.getLogger(__name__)
View = Callable[[HttpRequest, str], HttpResponse]


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _in_words(allauth_views.login, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _in_words(allauth_views.callback, request, provider_id)


def _in_words(view: View, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
    try:
        return view(request, provider_id)
    except (RequestException, KeyError, ValueError) as error:
        logger.warning("The log-in %s failed: %s", provider_id, type(error).__name__)
        return render_authentication_error(request, provider, exception=error)
