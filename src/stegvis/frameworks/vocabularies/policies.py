"""Who may refresh the local copies of the public vocabularies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict


def may_refresh(actor: Actor) -> Verdict:
    """Everybody reads the same copy, so whoever runs the installation refreshes it."""
    return ALLOWED if actor.is_system else Verdict(False, _("Only Stegvis's administrator refreshes the vocabularies."))
