"""Days that a collaboration sets aside together, so that its members offer each other places on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.models.offering import Offer
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Collaboration


@tracked()
class CommonDay(models.Model):
    """A day on which all members are asked to offer places. ``nudged_at``: when those who had not were reminded."""

    access = Access(
        DataClass.PUBLISHED,
        read=InSet("collaboration", "collaborations") | InSet("collaboration", "leads"),
        write=InSet("collaboration", "leads"),
    )

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=11, choices=Offer.Kind.choices, default=Offer.Kind.SHADOWING)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    note = models.CharField(_("note to the hosts"), max_length=300, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["day", "id"]
        verbose_name = _("common day")
        constraints = [models.UniqueConstraint(fields=["collaboration", "day", "kind"], name="common_day_is_set_once")]

    def __str__(self) -> str:
        return self.theme or str(self.get_kind_display())
