"""The page behind an invitation's link. The visitor is mostly nobody yet."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.accounts.openid.provider import Identity
from stegvis.organisations import services
from stegvis.organisations.forms import JoinForm
from stegvis.organisations.queries import OpenedInvitation, open_invitation
from stegvis.organisations.services.invitations import hash_token

SESSION_KEY = "invitation"


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """One answer for every link that does not hold, whatever the cause; failures are counted per address."""
    if not _may_try(request, "invitation", dry_run=True):
        return ratelimit.respond_429(request)
    opened = open_invitation(hash_token(token))
    if opened is None:
        _may_try(request, "invitation")
        return _closed(request)
    if request.user.is_authenticated:
        return _as_user(request, token, opened)
    if opened.has_account:
        return render(request, "organisations/invitation_log_in.html", {"invitation": opened})
    return _as_newcomer(request, token, opened)


def _as_user(request: HttpRequest, token: str, opened: OpenedInvitation) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    if user.email != opened.email:
        return render(request, "organisations/invitation_other.html", status=403)
    if request.method == "POST":
        try:
            if not services.accept_invitation(token=token, user_id=user.pk):
                return _closed(request)
        except Refused as refused:
            context = {"invitation": opened, "refused": refused}
            return render(request, "organisations/invitation_accept.html", context, status=409)
        messages.success(request, _("Welcome! The invitation is accepted."))
        return redirect("home")
    return render(request, "organisations/invitation_accept.html", {"invitation": opened})


def _as_newcomer(request: HttpRequest, token: str, opened: OpenedInvitation) -> HttpResponse:
    form = JoinForm(opened.email, request.POST or None, initial={"name": opened.name})
    if request.method == "POST":
        if not _may_try(request, "invitation_address", key=token, dry_run=True):
            return ratelimit.respond_429(request)
        if form.is_valid():
            return _join(request, token, form)
        if form.has_error("email", "address"):
            _may_try(request, "invitation_address", key=token)
    request.session[SESSION_KEY] = token
    context = {"invitation": opened, "form": form, "providers": _providers(request, opened)}
    return render(request, "organisations/invitation_join.html", context)


def _join(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    found = form.cleaned_data
    user = services.accept_as_newcomer(
        token=token, email=found["email"], name=found["name"], password=found["password1"]
    )
    if user is None:
        return _closed(request)
    request.session.pop(SESSION_KEY, None)
    response: HttpResponse = perform_login(request, user)
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "organisations/invitation_closed.html", status=404)


def _may_try(request: HttpRequest, action: str, *, key: str | None = None, dry_run: bool = False) -> bool:
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=key, dry_run=dry_run, limit_get=True)
    return usage is not None


def _providers(request: HttpRequest, opened: OpenedInvitation) -> list[object]:
    """The outside log-ins that belong to the inviting organisation."""
    providers = get_adapter().list_providers(request)
    return [p for p in providers if opened.organisation and p.app.settings.get("organisation") == opened.organisation]


def welcome(request: HttpRequest, identity: Identity) -> User | None:
    """An outside identity that comes from the page of an invitation to its own address becomes a user."""
    token = request.session.get(SESSION_KEY, "")
    opened = open_invitation(hash_token(token)) if token else None
    if opened is None or opened.email != identity.email:
        return None
    user = services.accept_as_newcomer(
        token=token, email=identity.email, name=identity.name or opened.name or identity.email
    )
    if user is not None:
        request.session.pop(SESSION_KEY, None)
    return user
