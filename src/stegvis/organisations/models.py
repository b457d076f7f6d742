"""Employers and other organisations, their units, their collaborations, and who may do what there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Anybody, InSet, IsUser, Nobody, SignedIn
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


# One mover at a time per organisation: two moves that are each sound can make a cycle together.
NO_CYCLE = pgtrigger.Trigger(
    name="no_cycle",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
    when=pgtrigger.Before,
    declare=[("above", "bigint")],
    func="""
        IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('organisations_unit', NEW.organisation_id));
        above := NEW.parent_id;
        WHILE above IS NOT NULL LOOP
            IF above = NEW.id THEN
                RAISE check_violation USING MESSAGE = 'a unit cannot lie below itself';
            END IF;
            above := (SELECT parent_id FROM organisations_unit WHERE id = above);
        END LOOP;
        RETURN NEW;
    """,
)


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
        triggers = [NO_CYCLE]

    def __str__(self) -> str:
        return self.name


@tracked()
class Collaboration(models.Model):
    """Several organisations that share frameworks, offers and rounds, such as Göteborgsregionen.

    Its name is open as an organisation's: it stands on the public pages of its frameworks.
    """

    access = Access(DataClass.PUBLISHED, read=Anybody(), write=InSet("id", "leads"))

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


# Nobody gives these to themself: somebody else must be willing to answer for it.
ROLES_OF_TRUST = [
    Role.COORDINATOR,
    Role.IDENTITY_HANDLER,
    Role.COLLABORATION_COORDINATOR,
    Role.NATIONAL_FOLLOW_UP,
]
ROLE_HAS_ITS_SCOPE = (
    Q(role=Role.UNIT_MANAGER, organisation__isnull=False, unit__isnull=False, collaboration__isnull=True)
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
    | Q(role=Role.NATIONAL_FOLLOW_UP, organisation__isnull=True, unit__isnull=True, collaboration__isnull=True)
)


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
            models.CheckConstraint(name="role_has_its_scope", condition=ROLE_HAS_ITS_SCOPE),
            models.CheckConstraint(
                name="role_of_trust_is_given_by_another",
                condition=~Q(role__in=ROLES_OF_TRUST) | Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
            ),
        ]


def in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=14)


@tracked(exclude=["token_hash"])
class Invitation(models.Model):
    """A letter to one address that makes an account, and gives a role where one is named.

    The link's token is kept as a hash only. What the link may do is decided by ``stegvis_open_invitation``.
    """

    access = Access(
        DataClass.EMPLOYER,
        read=InSet("organisation", "coordinates") | InSet("collaboration", "leads"),
        write=InSet("organisation", "coordinates") | InSet("collaboration", "leads"),
        delete=Nobody(),
    )

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    person_id = models.UUIDField(null=True, blank=True)  # who will be linked; the room of people lies below this one
    role = models.CharField(_("role"), max_length=30, choices=Role.choices, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collaboration = models.ForeignKey(Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role_from = models.DateField(_("role from"), null=True, blank=True)
    role_until = models.DateField(_("role until"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_two_weeks)
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="invitation_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, collaboration__isnull=True)
                | Q(organisation__isnull=True, unit__isnull=True, collaboration__isnull=False),
                name="invitation_has_one_sender",
            ),
            models.CheckConstraint(
                condition=Q(role_until__isnull=True) | Q(role_from__isnull=True) | Q(role_until__gte=F("role_from")),
                name="invitation_role_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(role="") | ROLE_HAS_ITS_SCOPE, name="invitation_role_has_its_scope"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email
