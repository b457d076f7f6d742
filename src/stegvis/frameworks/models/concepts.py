"""Local copies of public vocabularies (JobTech, ESCO), refreshed from files that they publish."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Anybody


class Concept(models.Model):
    """One concept. ``replaced_by`` is the code of the one to use instead, where the vocabulary names one."""

    class Scheme(models.TextChoices):
        JOBTECH = "jobtech", "JobTech"
        ESCO = "esco", "ESCO"

    access = Access(DataClass.GLOBAL, read=Anybody())

    scheme = models.CharField(max_length=8, choices=Scheme.choices)
    code = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    label_sv = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    uri = models.CharField(max_length=200, blank=True)
    is_deprecated = models.BooleanField(default=False)
    replaced_by = models.CharField(max_length=120, blank=True)
    refreshed_on = models.DateField()

    class Meta:
        ordering = ["scheme", "label_sv"]
        verbose_name = _("concept")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="concept_once_per_scheme")]

    def __str__(self) -> str:
        return self.label_sv
