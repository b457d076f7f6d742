"""What the first page tells the coordinator of a collaboration."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.organisations.models import Membership


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """At most one step. One query."""
    if actor.leads:
        members = visible(actor, Membership).filter(collaboration__in=actor.leads).count()
        yield NextStep(
            title=_("Your collaboration"),
            detail=_("%(members)s organisations are members. See who they are, and give others a role in the work.")
            % {"members": members},
            url=reverse("organisations:collaborations"),
            action=_("See the members"),
            icon="globe",
        )
