"""Who owns what is not yet, or not only, published: an employer's coordinators or a collaboration's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stegvis.foundation.access.rules import InSet
from stegvis.organisations.models import Collaboration, Organisation

OWNERS = InSet("owner", "coordinates") | InSet("collaboration", "leads")

ONE_OWNER = Q(owner__isnull=False, collaboration__isnull=True) | Q(owner__isnull=True, collaboration__isnull=False)


class Owned(models.Model):
    """Owned by an employer or by a collaboration, never both. The parts of a whole carry its owner."""

    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collaboration = models.ForeignKey(Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=ONE_OWNER, name="%(class)s_has_one_owner")]
