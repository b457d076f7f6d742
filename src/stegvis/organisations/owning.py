"""Who something belongs to: an employer or a collaboration, and whoever coordinates it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.rules import InSet
from stegvis.organisations.models import Collaboration, Organisation

LEADERS = InSet("employer", "coordinates") | InSet("collaboration", "leads")
ONE_OWNER = Q(employer__isnull=True) ^ Q(collaboration__isnull=True)


class Owned(models.Model):
    """Of an employer or of a collaboration."""

    employer = models.ForeignKey(
        Organisation, verbose_name=_("employer"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    collaboration = models.ForeignKey(
        Collaboration,
        verbose_name=_("collaboration"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def owner(self) -> Organisation | Collaboration | None:
        return self.employer or self.collaboration
