"""What somebody passes on of what they have learnt, to the colleagues of their unit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.developing import Activity
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, Holds, InSet, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import EmployedNow
from stegvis.people.models import Evidence, Person

TOLD = Holds("state", "shared") | Holds("state", "planned")
OF_THE_UNIT = InSet("unit", "units") | InSet("unit", "manages") | EmployedNow("handles")


@tracked()
class Sharing(models.Model):
    """Something shared or planned to be, of a course or of one's own choice; or the answer that it is not to be.

    A dismissed one is nobody's to see but the person's. Who has a protected identity is read by the handlers alone.
    """

    class Kind(models.TextChoices):
        NOTE = "note", _("A few lines to read")
        MEETING = "meeting", _("At a workplace meeting (APT)")
        DAY = "day", _("Shadowing or a day of teaching")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SHARED = "shared", _("Shared")
        DISMISSED = "dismissed", _("Not to be shared")

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson() | (OF_THE_UNIT & TOLD & NotHidden()),
        insert=IsPerson() & InSet("unit", "units"),
        write=IsPerson() & InSet("employer", "employers"),
        history=IsPerson(),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The keys are of the migration: who removes the course may not write here, and must not be stopped by it.
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    title = models.CharField(_("what you have learnt about"), max_length=300)
    kind = models.CharField(_("how"), max_length=7, choices=Kind.choices, default=Kind.NOTE)
    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("shared on"), null=True, blank=True)
    text = models.TextField(_("what matters most"), blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)

    class Meta:
        ordering = ["-done_on", "-id"]
        verbose_name = _("sharing")
        indexes = [models.Index(fields=["unit", "state"], name="sharing_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "id"], name="sharing_of_employer"),
            models.UniqueConstraint(
                fields=["evidence", "kind"],
                condition=Q(evidence__isnull=False, state__in=["planned", "shared"]),
                name="course_shared_once_each_way",
            ),
            models.UniqueConstraint(
                fields=["activity", "kind"],
                condition=Q(activity__isnull=False, state__in=["planned", "shared"]),
                name="activity_shared_once_each_way",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", planned_on__isnull=False, done_on__isnull=True)
                | Q(state="shared", done_on__isnull=False)
                | Q(state="dismissed", planned_on__isnull=True, done_on__isnull=True),
                name="sharing_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SharingThanks(models.Model):
    """A colleague's thanks for something shared; ``person`` is who thanks."""

    access = Access(
        DataClass.PERSONAL,
        read=AsRow("sharing") & NotHidden(),
        insert=IsPerson() & AsRow("sharing"),
        write=Nobody(),
        delete=IsPerson(),
    )

    # The key is of the migration too: what is shared takes the thanks with it, also in a purge.
    sharing = models.ForeignKey(Sharing, on_delete=models.CASCADE, related_name="thanks", db_constraint=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("thanks")
        constraints = [models.UniqueConstraint(fields=["sharing", "person"], name="thanked_once_by_each")]
