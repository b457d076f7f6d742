"""The bank of items, and questionnaires made of them."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, InSet, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned

USER = settings.AUTH_USER_MODEL


@tracked()
class Item(Owned):
    """A question of the bank, under a code that stays: what is asked again keeps it, and can be compared.

    ``content`` is the question as plain values (``content.plain``). A retired one stays, for what was answered with it.
    """

    access = Access(
        DataClass.PUBLISHED,
        read=LEADERS | InSet("collaboration", "collaborations"),
        write=LEADERS,
        delete=Nobody(),
    )

    code = models.SlugField(_("code"), max_length=50)
    content = models.JSONField()
    group = models.CharField(_("group"), max_length=80, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["group", "code"]
        verbose_name = _("item of the bank")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="item_has_one_owner"),
            models.UniqueConstraint(
                fields=["employer", "collaboration", "code"], nulls_distinct=False, name="item_code_is_one_in_the_bank"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="item_stays", fields=["employer", "collaboration", "code"])]

    def __str__(self) -> str:
        return self.code


@tracked(exclude=["content", "text"])
class Questionnaire(Owned):
    """A questionnaire as it is being written. ``content`` is the whole of it as plain values; ``revision`` counts
    saves, and a save names the one it began from. ``text`` is what was typed as YAML and cannot be read yet, else
    empty. What is asked of anybody is a version, which never changes."""

    access = Access(DataClass.EMPLOYER, read=LEADERS, write=LEADERS)

    code = models.SlugField(_("code"), max_length=50)
    title = models.CharField(_("title"), max_length=120)
    content = models.JSONField()
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("questionnaire")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="questionnaire_has_one_owner"),
            models.UniqueConstraint(
                fields=["employer", "collaboration", "code"],
                nulls_distinct=False,
                name="questionnaire_code_is_one_an_owner",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="questionnaire_stays", fields=["employer", "collaboration", "created_by"])]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=["content"])
class Version(models.Model):
    """A questionnaire as it was fixed, to be asked. It never changes, since what is answered with it leans on it."""

    access = Access(DataClass.EMPLOYER, read=AsRow("questionnaire"), insert=AsWriter("questionnaire"), write=Nobody())

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    fixed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        verbose_name = _("version of a questionnaire")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_is_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="questionnaire_version_begins_at_one"),
        ]
        triggers = [pgtrigger.Protect(name="version_stays", operation=pgtrigger.Update)]
