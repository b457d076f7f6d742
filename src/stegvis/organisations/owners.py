"""Employers and collaborations as one choice in a form."""

from __future__ import annotations

from stegvis.organisations.models import Collaboration, Organisation


def owner_key(owner: Organisation | Collaboration) -> str:
    """What a form says of one: no two have the same."""
    return f"{'e' if isinstance(owner, Organisation) else 's'}{owner.pk}"
