"""What this room does when others tell something."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from stegvis.foundation.accounts.models import User
from stegvis.surveys.interviews.services import claim_interviews


@receiver(user_logged_in)
def give_interviews(user: User, **_kwargs: Any) -> None:
    """Somebody who was named to interview before they had an account finds the studies when they come."""
    claim_interviews(user.email)
