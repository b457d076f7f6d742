"""Shared costs of a collaboration, settled by the half-year."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.exchange.models.occurring import Occasion
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Collaboration, Organisation

LEADERS = InSet("collaboration", "leads")


@tracked()
class Settlement(models.Model):
    """A half-year of a collaboration whose costs are closed. There is no row while it is open: its lines are worked
    out each time. Once closed nothing in it changes; what is corrected comes with the next."""

    access = Access(
        DataClass.EMPLOYER,
        read=LEADERS | InSet("collaboration", "collaborations"),
        insert=LEADERS,
        write=Nobody(),
        delete=Nobody(),
    )

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))
    closed_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("settlement")
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "starts"], name="period_is_settled_once"),
            models.UniqueConstraint(fields=["collaboration", "id"], name="settlement_of_collaboration"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="settlement_ends_after_start"),
        ]


@tracked()
class SettlementLine(models.Model):
    """What one employer owes another for an occasion, whole kronor. A correction downwards is owed the other way."""

    class Ground(models.TextChoices):
        SENDER = "sender", _("The participant's employer pays for the seat")
        BY_SEATS = "by_seats", _("Shared by seats taken")
        EQUALLY = "equally", _("Shared equally in the collaboration")
        CORRECTION = "correction", pgettext_lazy("settlement", "Correction of an earlier period")

    access = Access(
        DataClass.EMPLOYER,
        read=LEADERS | InSet("payer", "coordinates") | InSet("receiver", "coordinates"),
        insert=LEADERS,
        write=Nobody(),
        delete=Nobody(),
    )

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("day"))
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    seats = models.PositiveSmallIntegerField(_("seats"))
    kronor = models.PositiveIntegerField(_("kronor"))

    class Meta:
        ordering = ["payer", "receiver", "held_on", "id"]
        verbose_name = _("line of a settlement")
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "occasion", "payer", "receiver"], name="occasion_is_settled_once"
            ),
            models.CheckConstraint(condition=~Q(payer=F("receiver")), name="nobody_owes_themself"),
        ]
        triggers = [pgtrigger.Protect(name="settled_line_stays", operation=pgtrigger.Update)]
