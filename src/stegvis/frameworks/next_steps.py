"""What the first page tells those who follow the frameworks without belonging to an employer's staff."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.frameworks.models import Adoption
from stegvis.organisations.models import Role

FOLLOWERS = {Role.UNIVERSITY, Role.NATIONAL_FOLLOW_UP, Role.COLLABORATION_COORDINATOR}


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """At most one step. One query."""
    if not actor.roles & FOLLOWERS:
        return
    used = visible(actor, Adoption).aggregate(
        employers=Count("employer", distinct=True), frameworks=Count("version__framework", distinct=True)
    )
    yield NextStep(
        title=_("See what employers ask for"),
        detail=_("%(employers)s employers use %(frameworks)s frameworks. Read them, or compare two.") % used,
        url=reverse("frameworks:compare"),
        action=_("Compare two frameworks"),
        icon="book",
    )
