"""Talks: what each prepares for themself, and what both have agreed and signed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import MANAGER, PERSON_OR_MANAGER, WHILE_EMPLOYED
from stegvis.careers.models.developing import DevelopmentPlan
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Holds, IsPerson, IsUser, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.models import Person


@tracked()
class Talk(models.Model):
    """A development talk or a salary talk. ``facts`` is what both had before them on the day, kept as it was.

    ``text_digest`` is of the notes and facts that were signed: a change after the first signature takes it away.
    """

    class Kind(models.TextChoices):
        DEVELOPMENT = "development", _("Development talk")
        SALARY = "salary", _("Salary talk")

    class State(models.TextChoices):
        PLANNED = "planned", _("Being prepared")
        HELD = "held", _("To be signed")
        SIGNED = "signed", _("Signed by both")
        CANCELLED = "cancelled", _("Cancelled")

    access = Access(DataClass.PERSONAL, read=PERSON_OR_MANAGER, insert=MANAGER, write=MANAGER | IsPerson())

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="talks")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(DevelopmentPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="talks")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    held_on = models.DateField(_("day"))
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    notes = models.TextField(_("what we have agreed"), blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    person_signed_at = models.DateTimeField(_("signed by the person"), null=True, blank=True)
    manager_signed_at = models.DateTimeField(_("signed by the manager"), null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("talk")
        constraints = [models.UniqueConstraint(fields=["employer", "person", "id"], name="talk_of_person")]
        triggers = [
            pgtrigger.Protect(
                name="signed_stays",  # but for the purge
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'signed' AND current_user <> 'stegvis_owner'"),
            )
        ]


@tracked()
class Preparation(models.Model):
    """What one of the two writes before a talk. The other reads it when its writer has shared it."""

    access = Access(
        DataClass.PERSONAL,
        read=(IsUser("writer") & NotHidden() & WHILE_EMPLOYED) | (Holds("is_shared", True) & PERSON_OR_MANAGER),
        write=IsUser("writer") & (MANAGER | IsPerson()),
    )

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="preparations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(_("answers"), default=dict)
    is_shared = models.BooleanField(_("shown to the other"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("preparation")
        constraints = [models.UniqueConstraint(fields=["talk", "writer"], name="prepared_once_by_each")]
