"""Published frameworks. The file is the truth; these rows make its versions findable and its parts joinable."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Anybody, AsWriter, InSet, Nobody, SignedIn
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models.owning import OWNERS
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.people.models import Profession


class Framework(models.Model):
    """A career framework through all its versions, owned by an employer or a collaboration.

    Without an owner it is packaged with Stegvis, until somebody takes it over.
    """

    access = Access(DataClass.PUBLISHED, read=Anybody(), write=OWNERS, delete=Nobody())

    code = models.SlugField(_("code"), max_length=80, unique=True)
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks")
    collaboration = models.ForeignKey(
        Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks"
    )
    title_sv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["title_sv"]
        verbose_name = _("career framework")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(collaboration__isnull=True), name="framework_has_one_owner"
            )
        ]

    def __str__(self) -> str:
        return self.title_sv

    @property
    def owned_by(self) -> Organisation | Collaboration | None:
        """Who answers for it in Stegvis, whatever the file says of an owner."""
        return self.owner or self.collaboration


class FrameworkVersion(models.Model):
    """One published version: immutable. ``document`` is the canonical YAML, ``digest`` its SHA-256.

    ``base`` is what an overlay rests on. ``licence`` is the document's. ``carried`` gives for a requirement the codes
    that the same requirement accepted in earlier versions: what was shown for those counts on. ``exchange`` keeps
    what another format brought and the file cannot hold (identifiers, unknown parts), so that it can be given back.
    """

    access = Access(DataClass.PUBLISHED, read=Anybody(), insert=AsWriter("framework"), write=Nobody())

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=12)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    level_word = models.CharField(max_length=10)
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="overlays")
    licence = models.CharField(max_length=60, blank=True)
    carried = models.JSONField(default=dict, blank=True)
    exchange = models.JSONField(default=dict, blank=True)
    professions = models.ManyToManyField(Profession, through="VersionProfession", related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["framework", "-id"]
        constraints = [models.UniqueConstraint(fields=["framework", "version"], name="version_is_published_once")]

    def __str__(self) -> str:
        return f"{self.framework} {self.version}"


class VersionProfession(models.Model):
    access = Access(DataClass.PUBLISHED, read=Anybody(), insert=AsWriter("version"), write=Nobody())

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "profession"], name="profession_once_per_version")]


class FrameworkRequirement(models.Model):
    """A requirement of a version. ``position`` is its index among the compiled ladder's leaves."""

    access = Access(DataClass.PUBLISHED, read=Anybody(), insert=AsWriter("version"), write=Nobody())

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    level_code = models.SlugField(max_length=80)
    level_order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12)
    competence = models.SlugField(max_length=80, blank=True)
    title_sv = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="requirement_position_once"),
            models.UniqueConstraint(fields=["version", "code"], name="requirement_code_once"),
        ]


@tracked()
class Adoption(models.Model):
    """Which version an employer places the staff of a profession against, and since when."""

    access = Access(DataClass.EMPLOYER, read=SignedIn(), write=InSet("employer", "coordinates"))

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adoptions")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="adoptions")
    since = models.DateField(_("since"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "profession"], name="one_framework_per_profession_and_employer")
        ]


@tracked()
class UnitAdoption(models.Model):
    """Which overlay a unit, and those below it, use on top of what is used above it, and since when.

    It counts as long as it rests on what is used above (``frameworks.units``): a unit clarifies and adds.
    """

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "employers"), write=InSet("employer", "coordinates"))

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("unit's framework")
        constraints = [
            models.UniqueConstraint(fields=["unit", "profession"], name="one_framework_per_profession_and_unit")
        ]
