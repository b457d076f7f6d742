"""How allauth is bent to Stegvis: accounts are made by invitation, never by open sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from stegvis.foundation.accounts import newcomers
from stegvis.foundation.accounts.models import User
from stegvis.foundation.accounts.openid.provider import Identity


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An outside identity signs in somebody we know, or somebody invited; it never makes an account by itself."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """The user whose own address the provider speaks for; else whoever was invited at that address.

        Not asked when somebody connects a log-in from their own account: then it becomes theirs, whatever its address.
        """
        email = next((address.email for address in sociallogin.email_addresses if address.verified), "")
        if not email or sociallogin.state.get("process") == "connect":
            return None
        user = User.objects.filter(email=email).first() or newcomers.receive(
            context.request, _identity(sociallogin, email)
        )
        return (user, email) if user else None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """One page for every identity that leads nowhere; it does not tell whether an account exists."""
        if sociallogin.state.get("process") != "connect" and not sociallogin.is_existing:
            raise ImmediateHttpResponse(
                render(
                    request, "socialaccount/unknown_identity.html", {"provider": sociallogin.provider.name}, status=403
                )
            )


def _identity(sociallogin: Any, email: str) -> Identity:
    kept = sociallogin.account.extra_data
    return Identity(
        subject=sociallogin.account.uid,
        email=email,
        name=kept["name"],
        hsa_id=kept["hsa_id"],
        organisation=sociallogin.provider.app.settings["organisation"],
    )
