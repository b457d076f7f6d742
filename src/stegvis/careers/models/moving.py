"""An employer's, or a unit's, move from one version to another: dry run, acceptance, undoing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models import FrameworkVersion, Pilot
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import EmployedNow
from stegvis.people.models import Person, Profession


@tracked()
class VersionMove(models.Model):
    """Nothing moves until a coordinator accepts what the dry run says; within 30 days it can be undone.

    With a ``unit`` it is about that unit's own version, and whoever is placed by it there and below. Otherwise it is
    about the employer's, and a ``pilot`` is one that is widened by it.

    renew   what is in use gives way to another version, as a rule the framework's next
    begin   a unit begins to use additions of its own in place of what is used above it
    follow  a unit stops using its own and follows what is used above it again
    widen   what a pilot has tried takes the place of what the employer uses
    """

    class Kind(models.TextChoices):
        RENEW = "renew", _("New version")
        BEGIN = "begin", _("Own additions in a unit")
        FOLLOW = "follow", _("Unit follows again")
        WIDEN = "widen", _("Pilot widened")

    class State(models.TextChoices):
        RUNNING = "running", _("Being computed")
        READY = "ready", _("Ready to decide")
        ACCEPTED = "accepted", _("Accepted")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Dropped")

    access = Access(
        DataClass.EMPLOYER,
        read=InSet("employer", "employers"),
        write=InSet("employer", "coordinates"),
        delete=Nobody(),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.RENEW)
    pilot = models.ForeignKey(Pilot, null=True, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    from_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    job_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    undo_until = models.DateField(null=True)
    adopted_since = models.DateField(null=True)  # what the earlier choice said, if there was one; put back when undone
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("move to a new version")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "profession", "unit"],
                condition=Q(state__in=["running", "ready"]),
                nulls_distinct=False,
                name="one_open_move_per_profession_and_place",
            ),
            models.CheckConstraint(
                condition=(Q(kind="widen") & Q(pilot__isnull=False) & Q(unit__isnull=True))
                | (Q(kind__in=["begin", "follow"]) & Q(pilot__isnull=True) & Q(unit__isnull=False))
                | (Q(kind="renew") & Q(pilot__isnull=True)),
                name="move_names_what_it_is_about",
            ),
            # The target of composite keys: a move's outcomes stay with its employer.
            models.UniqueConstraint(fields=["employer", "id"], name="move_of_employer"),
        ]


class MoveOutcome(models.Model):
    """What a move means for one person, in one area. Levels are orders; 0 is below the first.

    kept    the level holds and nothing that was met needs a new judgement
    review  some of what was met has to be judged anew (``to_review``: codes of the new version)
    lapsed  the level falls, and would even if all of that were judged as met
    """

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Kept")
        REVIEW = "review", _("Needs review")
        LAPSED = "lapsed", _("Lapsed")

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson() | ((EmployedNow("manages") | EmployedNow("handles")) & NotHidden()),
        write=Nobody(),
    )

    move = models.ForeignKey(VersionMove, on_delete=models.CASCADE, related_name="outcomes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    area = models.SlugField(max_length=80, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    level_before = models.PositiveSmallIntegerField()
    level_after = models.PositiveSmallIntegerField()
    level_if_reviewed = models.PositiveSmallIntegerField()
    kept = models.PositiveSmallIntegerField()
    to_review = ArrayField(models.SlugField(max_length=80), default=list)
    lapsed = ArrayField(models.SlugField(max_length=80), default=list)
    is_primary = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "person", "area"], name="one_outcome_per_person_and_area")
        ]
        indexes = [models.Index(fields=["employer", "person"], name="outcome_of_employer")]
