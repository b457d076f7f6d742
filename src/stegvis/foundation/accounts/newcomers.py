"""Where a room that invites people says how an outside identity becomes a user.

Accounts know nothing of invitations; the room of organisations registers its answer when the program starts.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from stegvis.foundation.accounts.models import User
from stegvis.foundation.accounts.openid.provider import Identity

Welcome = Callable[[HttpRequest, Identity], User | None]
_welcomes: list[Welcome] = []


def register(welcome: Welcome) -> None:
    """Ask ``welcome`` about identities that no user has; it makes the user, or returns None."""
    _welcomes.append(welcome)


def receive(request: HttpRequest, identity: Identity) -> User | None:
    return next((user for welcome in _welcomes if (user := welcome(request, identity))), None)
