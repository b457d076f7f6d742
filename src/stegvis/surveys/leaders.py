"""Who leads what a survey belongs to, to tell them something."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from stegvis.organisations.models import Role, RoleGrant
from stegvis.organisations.owning import Owned


def leaders_of(owned: Owned, today: date) -> list[int]:
    """Users who coordinate its employer or its collaboration on the day. As the system."""
    employers = Q(role=Role.COORDINATOR, organisation=owned.employer_id)
    collaborations = Q(role=Role.COLLABORATION_COORDINATOR, collaboration=owned.collaboration_id)
    running = RoleGrant.objects.filter(valid_from__lte=today, user__is_active=True).exclude(valid_to__lt=today)
    return list(running.filter(employers if owned.employer_id else collaborations).values_list("user", flat=True))
