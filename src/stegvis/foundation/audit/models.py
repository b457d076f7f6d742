"""Who has looked at whom, and what was refused. Appended to only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import IsPerson, IsUser, Nobody, NotHidden


class Reading(models.Model):
    """Somebody opened a page with another person's record. The reader's name is looked up when it is shown.

    A name kept here would still stand when its bearer's identity has become protected. ``employers`` are the keys of
    the organisations for which the reader could have read that day.
    """

    access = Access(
        DataClass.LOG,
        read=IsPerson() | (IsUser("reader") & NotHidden()),
        insert=IsUser("reader"),
        write=Nobody(),
    )

    person = models.UUIDField(db_index=True)  # no foreign key: the log outlives the record
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    employers = ArrayField(models.BigIntegerField(), default=list)
    page = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class Refusal(models.Model):
    """Somebody asked for what is not theirs, or is not there."""

    access = Access(DataClass.LOG, read=IsUser(), insert=IsUser(), write=Nobody())

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    view_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
