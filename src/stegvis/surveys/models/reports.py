"""Reports of what rounds have told, and what of them is published."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Holds, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned

USER = settings.AUTH_USER_MODEL


@tracked(exclude=["blocks"])
class Report(Owned):
    """A report as it is being written. ``blocks`` are plain values in order (``reports.blocks``); ``revision`` counts
    saves, and a save names the one it began from. ``slug`` is its open address, and stays from the first release."""

    class Language(models.TextChoices):
        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")

    access = Access(DataClass.EMPLOYER, read=LEADERS, write=LEADERS, delete=Nobody())

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=1500, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.SWEDISH)
    blocks = models.JSONField(default=list)
    removed = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("report")
        constraints = [models.CheckConstraint(condition=ONE_OWNER, name="report_has_one_owner")]
        triggers = [pgtrigger.ReadOnly(name="report_stays", fields=["employer", "collaboration", "created_by"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class Release(models.Model):
    """A report as it was published: that it was, when, and whether it was withdrawn and why. What it says is apart
    (``ReleaseContent``), since anybody may read that an open release is withdrawn, and nobody what it said."""

    access = Access(
        DataClass.PUBLISHED,
        read=Holds("is_open", True) | AsRow("report"),
        insert=AsWriter("report"),
        write=AsWriter("report"),
        delete=Nobody(),
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(_("version"))
    slug = models.SlugField(max_length=60)
    publisher = models.CharField(max_length=200)
    is_open = models.BooleanField(_("open to everybody"), default=False)
    changes = models.CharField(_("what is new"), max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retracted_why = models.CharField(_("why it is withdrawn"), max_length=500, blank=True)

    class Meta:
        ordering = ["report_id", "-number"]  # by the report's own order, who may not read it would see no release
        verbose_name = _("published report")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="release_is_numbered_once"),
            models.UniqueConstraint(fields=["slug", "number"], name="release_has_an_address_of_its_own"),
            models.CheckConstraint(condition=Q(number__gte=1), name="release_begins_at_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(changes=""), name="later_release_says_what_is_new"),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True, retracted_why="")
                | (Q(retracted_at__isnull=False) & ~Q(retracted_why="")),
                name="withdrawn_release_says_why",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="release_stays",
                fields=["report", "number", "slug", "publisher", "changes", "digest", "published_at", "published_by"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"


class ReleaseContent(models.Model):
    """What a release says, with its figures as they were (``reports.freezing``), as PDF too. ``is_public`` while the
    release is open and not withdrawn; nothing else of it ever changes. ``audit``: what somebody who reads all of it
    could work out of what it hides (``reports.auditing``)."""

    access = Access(
        DataClass.PUBLISHED,
        read=Holds("is_public", True) | AsWriter("release"),
        insert=AsWriter("release"),
        write=AsWriter("release"),
        delete=Nobody(),
    )

    release = models.OneToOneField(Release, primary_key=True, on_delete=models.PROTECT, related_name="whole")
    is_public = models.BooleanField(default=False)
    content = models.JSONField()
    audit = models.JSONField()
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("content of a published report")
        triggers = [pgtrigger.ReadOnly(name="released_content_stays", fields=["release", "content", "audit", "pdf"])]
