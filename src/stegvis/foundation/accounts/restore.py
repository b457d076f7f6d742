"""Whoever was signed in when the backup was made signs in again."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def restored(made_at: datetime) -> list[str]:
    """End every session."""
    UserSession.objects.all().delete()
    ended, _ = Session.objects.all().delete()
    return [f"{ended} sessions were ended"]
