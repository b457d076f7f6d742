"""By which name a change is signed."""

from __future__ import annotations

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.accounts.models import User


def name_of(actor: Actor) -> str:
    """The user's name, or the product's where nobody is signed in."""
    user = User.objects.filter(pk=actor.user or 0).first()
    return str(user.name or user.email)[:120] if user else "Stegvis"
