"""Notices to users, what each has chosen about them, and the addresses of their calendars."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import IsUser, Nobody, SignedIn


class Channel(models.TextChoices):
    PRODUCT = "product", _("Only here")
    DIGEST = "digest", _("Here and in a letter once a week")
    AT_ONCE = "at_once", _("Here and by e-mail at once")
    NONE = "none", _("Not at all")


# What is told anew, such as a talk that has moved, is one line: the earlier one would read the same.
NEWEST_ALONE = pgtrigger.Trigger(
    name="newest_alone",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    func="""
        UPDATE notices_notice SET read_at = now()
        WHERE user_id = NEW.user_id AND kind = NEW.kind AND params = NEW.params AND id < NEW.id AND read_at IS NULL;
        RETURN NULL;
    """,
)


class Notice(models.Model):
    """Something to tell a user. The words are made when it is shown, from the kind and its parameters: keys, no names.

    ``key`` says what it is about, so that the same thing is told once. Of those with the same kind and parameters the
    newest alone is unread.
    """

    access = Access(DataClass.PERSONAL, read=IsUser(), insert=SignedIn(), write=IsUser(), delete=Nobody())

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300)  # an address of the product's own, from its root
    key = models.CharField(max_length=160)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("notice")
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="unread_notices_of_user"),
            models.Index(fields=["kind"], condition=Q(read_at=None, mailed_at=None), name="notices_to_mail"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_key")]
        triggers = [NEWEST_ALONE]

    def __str__(self) -> str:
        return self.kind


class NoticeChoice(models.Model):
    """How a user wants to hear of a kind; without a row it is the kind's own default."""

    access = Access(DataClass.PERSONAL, read=IsUser(), write=IsUser())

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)

    class Meta:
        verbose_name = _("choice of notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_per_kind")]


class CalendarFeed(models.Model):
    """A secret address with a user's days. Only a digest of it is kept, so it is shown once."""

    access = Access(DataClass.PERSONAL, read=IsUser(), write=IsUser(), delete=Nobody())

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar address")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_calendar_address_at_a_time"
            )
        ]
