"""Placements: what level somebody holds in an area, decided by a person and dated."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import PERSON_OR_MANAGER
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation
from stegvis.people.access import EmployedNow, Shared
from stegvis.people.models import Part, Person, Profession

# A credential of a decision that is withdrawn says what is no longer so.
CREDENTIALS_FOLLOW = pgtrigger.Trigger(
    name="credentials_follow",
    operation=pgtrigger.UpdateOf("withdrawn_on"),
    when=pgtrigger.After,
    condition=pgtrigger.Condition("NEW.withdrawn_on IS NOT NULL"),
    func="""
        UPDATE careers_credential SET revoked_on = NEW.withdrawn_on, revoked_by_id = NEW.withdrawn_by_id
        WHERE placement_id = NEW.id AND revoked_on IS NULL;
        RETURN NULL;
    """,
)


@tracked()
class Placement(models.Model):
    """A decision (nivåplacering). Earlier ones stay; the latest not withdrawn of each area is what holds.

    ``level_order`` is 0 for below the first level. ``proposed_order`` is what the ladder said on the day. Stepping
    back when changing field is a decision in the new area; what was held in the old one stays as shown.
    """

    class Kind(models.TextChoices):
        PLACED = "placed", _("Placed")
        CHANGED_FIELD = "changed_field", _("Changed field")
        STEPPED_BACK = "stepped_back", _("Stepped back")
        RECOGNISED = "recognised", _("Recognised from another employer")
        MOVED = "moved", _("Moved to a new version")

    access = Access(
        DataClass.PERSONAL,
        read=PERSON_OR_MANAGER | (Shared(Part.PLACEMENTS) & NotHidden()),
        history=PERSON_OR_MANAGER,
        write=EmployedNow("manages") & NotHidden(),
        delete=Nobody(),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="placements")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="placements")
    area = models.SlugField(_("area"), max_length=80, blank=True)
    track = models.SlugField(_("track"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.PLACED)
    level_code = models.SlugField(max_length=80, blank=True)
    level_order = models.PositiveSmallIntegerField()
    proposed_order = models.PositiveSmallIntegerField()
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ground = models.TextField(_("ground"), blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_ground = models.TextField(blank=True)

    class Meta:
        ordering = ["decided_on", "id"]
        verbose_name = _("placement")
        indexes = [models.Index(fields=["employer", "person"], name="placement_of_employer")]
        # The target of composite keys: an answer to a placement stays with its person and employer.
        constraints = [models.UniqueConstraint(fields=["employer", "person", "id"], name="placement_of_person")]
        triggers = [CREDENTIALS_FOLLOW]
