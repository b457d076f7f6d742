"""Answers that wait, sealed, for others to be told together with."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Nobody


class SealedAnswer(models.Model):
    """One answer to what ``purpose`` and ``about`` name. No person, no time, no history, and each as long as the next.

    A room's database function puts it in, for who may answer; Stegvis itself takes it out (``services``).
    """

    access = Access(DataClass.TWO_SIDED, read=Nobody(), write=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["purpose", "about"], name="sealed_answers_of")]
