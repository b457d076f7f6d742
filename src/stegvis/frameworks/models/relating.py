"""How requirements follow from one version to the next, and how those of different frameworks compare."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Anybody, AsWriter, Nobody, SignedIn
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models.owning import OWNERS, Owned
from stegvis.frameworks.models.published import FrameworkVersion


class VersionMapping(models.Model):
    """What became of some requirements of ``earlier`` in ``version``: immutable, and together without a gap.

    same     one to one; what was shown for the old counts for the new
    changed  one to one; what is registered decides, else it is judged anew
    split    one into several        merged   several into one
    gone     one into none           new      none into one
    """

    class Relation(models.TextChoices):
        SAME = "same", _("Same")
        CHANGED = "changed", pgettext_lazy("requirement", "Changed")
        SPLIT = "split", _("Split into")
        MERGED = "merged", _("Merged from")
        GONE = "gone", _("Gone")
        NEW = "new", pgettext_lazy("requirement", "New")

    access = Access(DataClass.PUBLISHED, read=Anybody(), insert=AsWriter("version"), write=Nobody())

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="mappings")
    earlier = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="mapped_by")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    from_codes = ArrayField(models.SlugField(max_length=80), default=list)
    to_codes = ArrayField(models.SlugField(max_length=80), default=list)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version", "id"]


@tracked()
class Equivalence(Owned):
    """Somebody's statement that two frameworks' requirements ask for the same, or one for more than the other."""

    class Relation(models.TextChoices):
        SAME = "same", _("Asks for the same")
        BROADER = "broader", _("The first asks for more")
        NARROWER = "narrower", _("The second asks for more")

    access = Access(DataClass.PUBLISHED, read=SignedIn(), write=OWNERS, delete=Nobody())

    left = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    left_code = models.SlugField(max_length=80)
    right = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    right_code = models.SlugField(max_length=80)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)
    ground = models.CharField(_("ground"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField(auto_now_add=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["left", "left_code", "id"]
        verbose_name = _("equivalence")
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["owner", "collaboration", "left", "left_code", "right", "right_code"],
                condition=models.Q(withdrawn_on__isnull=True),
                nulls_distinct=False,
                name="equivalence_is_said_once",
            ),
        ]
