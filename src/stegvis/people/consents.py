"""Consents: what a person lets a named employer read of what others have registered, and until when (decision 0009)."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.access import EmployedNow

LONGEST = timedelta(days=731)


class Part(models.TextChoices):
    """What may be shared, as the rules of the models name it (``Shared``)."""

    EVIDENCE = "evidence", _("Evidence that is checked, with its documents")
    PLACEMENTS = "placements", _("Decided levels")
    ASSESSMENTS = "assessments", _("Signed assessments")
    PLANS = "plans", _("Development plans")


@tracked()
class Consent(models.Model):
    """One is open at a time for each receiver: to change it, end it and give another. ``until`` is the last day."""

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson()
        | (
            (
                InSet("receiver", "coordinates")
                | EmployedNow("manages", employer="receiver")
                | EmployedNow("handles", employer="receiver")
            )
            & NotHidden()
        ),
        write=IsPerson(),
        delete=Nobody(),
        history=IsPerson(),
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consents")
    receiver = models.ForeignKey(Organisation, verbose_name=_("shown to"), on_delete=models.PROTECT, related_name="+")
    parts = ArrayField(models.CharField(max_length=12, choices=Part.choices), verbose_name=_("what"))
    given_on = models.DateField(_("given on"))
    until = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-given_on", "-id"]
        verbose_name = _("consent")
        indexes = [
            models.Index(fields=["receiver", "until"], condition=Q(ended_at__isnull=True), name="consent_to_receiver")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "receiver"], condition=Q(ended_at__isnull=True), name="one_consent_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("given_on"), until__lte=F("given_on") + LONGEST), name="consent_has_an_end"
            ),
            models.CheckConstraint(condition=Q(parts__len__gt=0), name="consent_is_of_something"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="consent_stays", fields=["person", "receiver", "parts", "given_on", "until"])
        ]

    @property
    def parts_in_words(self) -> list[str]:
        return [str(part.label) for part in Part if part in self.parts]
