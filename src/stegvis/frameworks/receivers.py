"""What this room does when others tell something."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from stegvis.foundation.accounts.models import User
from stegvis.frameworks.drafts.review_services import claim_reviews


@receiver(user_logged_in)
def give_reviews(user: User, **_kwargs: Any) -> None:
    """Somebody who was asked to review before they had an account finds the drafts when they come."""
    claim_reviews(user.email)
