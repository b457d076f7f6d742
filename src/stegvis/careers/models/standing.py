"""Where each person stands: the stored answer of the ladder, derived and never edited by hand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import IsPerson, Nobody, NotHidden
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation
from stegvis.people.access import EmployedNow
from stegvis.people.models import Person, Profession


class Standing(models.Model):
    """The status of one person, with one employer, against one version and area.

    ``met`` and ``met_until`` hold one entry per requirement, in the order of the version's positions: a row per
    person and requirement would be sixty times as many rows for the same answer (decision 0004).
    ``level_order`` is 0 when the first level is not yet reached. ``evaluated_on`` is the day on which the rest
    was first found to be so: a night in which nothing changed writes nothing.
    """

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson() | ((EmployedNow("manages") | EmployedNow("handles")) & NotHidden()),
        write=Nobody(),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="standings")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="standings")
    area = models.SlugField(_("area"), max_length=80, blank=True)
    level_code = models.SlugField(max_length=80, blank=True)
    level_order = models.PositiveSmallIntegerField()
    level_until = models.DateField(null=True)
    next_level_code = models.SlugField(max_length=80, blank=True)
    missing_for_next = models.PositiveSmallIntegerField()
    next_lapse = models.DateField(null=True)
    met = ArrayField(models.BooleanField())
    met_until = ArrayField(models.DateField(null=True))
    evaluated_on = models.DateField()
    is_primary = models.BooleanField(default=False)  # the one that lists and counts show, of each employment

    class Meta:
        verbose_name = _("standing")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "person", "version", "area"], name="one_standing_per_version_and_area"
            ),
            models.UniqueConstraint(
                fields=["employer", "person"], condition=Q(is_primary=True), name="one_primary_standing_per_employer"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="standing_of_person")]
