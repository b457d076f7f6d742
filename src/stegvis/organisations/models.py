"""Employers and other organisations, their units, their collaborations, and who may do what there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Anybody, InSet, IsUser, SignedIn
from stegvis.foundation.audit.history import tracked


@tracked()
class Organisation(models.Model):
    class Type(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", pgettext_lazy("organisation", "Region")
        UNIVERSITY = "university", _("University")
        COUNCIL = "council", _("Healthcare competence council")
        AUTHORITY = "authority", _("National authority")
        PRIVATE = "private", _("Private provider")

    access = Access(DataClass.GLOBAL, read=Anybody(), write=InSet("id", "coordinates"))

    type = models.CharField(_("type"), max_length=15, choices=Type.choices)
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    code = models.CharField(_("SCB code"), max_length=4, blank=True)
    county_code = models.CharField(_("county code"), max_length=2, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


@tracked()
class Unit(models.Model):
    """A node in an organisation's tree; staff are employed in units."""

    access = Access(
        DataClass.EMPLOYER,
        read=InSet("organisation", "employers"),
        write=InSet("organisation", "coordinates"),
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("unit code"), max_length=40)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("unit")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_is_unique_per_organisation"),
            # The target of composite keys, by which no row can point into another employer's tree.
            models.UniqueConstraint(fields=["organisation", "id"], name="unit_of_organisation"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Collaboration(models.Model):
    """Several organisations that share frameworks, offers and rounds, such as Göteborgsregionen."""

    access = Access(DataClass.PUBLISHED, read=SignedIn(), write=InSet("id", "leads"))

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    members: models.ManyToManyField[Organisation, Membership] = models.ManyToManyField(
        Organisation, through="Membership", related_name="collaborations"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("collaboration")

    def __str__(self) -> str:
        return self.name


@tracked()
class Membership(models.Model):
    access = Access(DataClass.PUBLISHED, read=SignedIn(), write=InSet("collaboration", "leads"))

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "organisation", "valid_from"], name="membership_starts_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
            ),
        ]


class Role(models.TextChoices):
    """What a user may be somewhere. Being employed is no role: it follows from the employment."""

    UNIT_MANAGER = "unit_manager", _("Unit manager")
    COORDINATOR = "coordinator", _("Coordinator of an employer")
    IDENTITY_HANDLER = "identity_handler", _("Handler of protected identities")
    UNIVERSITY = "university", _("University representative")
    COLLABORATION_COORDINATOR = "collaboration_coordinator", _("Coordinator of a collaboration")
    NATIONAL_FOLLOW_UP = "national_follow_up", _("National follow-up")


@tracked()
class RoleGrant(models.Model):
    """A role with its scope and dates. A unit manager's scope is the unit and all below it."""

    access = Access(
        DataClass.EMPLOYER,
        read=IsUser() | InSet("organisation", "coordinates") | InSet("collaboration", "leads"),
        write=InSet("organisation", "coordinates") | InSet("collaboration", "leads"),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants")
    collaboration = models.ForeignKey(
        Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["role", "id"]
        verbose_name = _("role")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "unit", "collaboration", "valid_from"],
                name="role_is_granted_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_ends_after_start",
            ),
            models.CheckConstraint(
                name="role_has_its_scope",
                condition=Q(
                    role=Role.UNIT_MANAGER,
                    organisation__isnull=False,
                    unit__isnull=False,
                    collaboration__isnull=True,
                )
                | Q(
                    role__in=[Role.COORDINATOR, Role.IDENTITY_HANDLER, Role.UNIVERSITY],
                    organisation__isnull=False,
                    unit__isnull=True,
                    collaboration__isnull=True,
                )
                | Q(
                    role=Role.COLLABORATION_COORDINATOR,
                    organisation__isnull=True,
                    unit__isnull=True,
                    collaboration__isnull=False,
                )
                | Q(
                    role=Role.NATIONAL_FOLLOW_UP,
                    organisation__isnull=True,
                    unit__isnull=True,
                    collaboration__isnull=True,
                ),
            ),
        ]
