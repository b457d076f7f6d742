"""What the tests of this room share: letters, links and log-ins."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.organisations import services
from stegvis.organisations.models import Invitation, Role
from stegvis.organisations.policies import Scope
from tests.support.cast import Cast

PASSWORD = "en lång och egen fras 9"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link_to(token: str) -> str:
    return f"http://testserver/inbjudan/{token}/"


def path_in(letter: Any) -> str:
    """The path of the invitation's page, read from its letter."""
    found = re.search(r"http://testserver(/inbjudan/\S+)", letter.body)
    assert found
    return found[1]


def invite(cast: Cast, email: str = "nina@example.se", **more: Any) -> str:
    """Gunilla of Ale invites; returns the link's token. No letter: the test's transaction never commits."""
    tokens: list[str] = []

    def keep(token: str) -> str:
        tokens.append(token)
        return link_to(token)

    with acting_as(cast.gunilla.pk) as actor:
        services.invite(
            actor=actor, email=email, scope=more.pop("scope", Scope(organisation=cast.ale)), link_to=keep, **more
        )
    return tokens[0]


def answer(email: str = "nina@example.se", **more: str) -> dict[str, str]:
    return {"email": email, "name": "Nina Ny", "password1": PASSWORD, "password2": PASSWORD, **more}


def newest_invitation(cast: Cast) -> Invitation:
    with acting_as(cast.gunilla.pk):
        return Invitation.objects.latest("id")


MANAGER = Role.UNIT_MANAGER.value
