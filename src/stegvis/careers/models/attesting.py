"""Credentials: signed statements that the person takes along, the keys that sign them, and which are revoked."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.placement import Placement
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Anybody, InSet, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.access import Handled
from stegvis.people.models import Evidence, Person

# An employer answers for what bears its name, also when the person has left: it can always see it and revoke it.
ISSUER = (InSet("issuer", "coordinates") & NotHidden()) | (InSet("issuer", "handles") & Handled())

# What is published of a credential: a place in a list and whether it is revoked. Kept when the credential is purged.
LISTED = pgtrigger.Trigger(
    name="listed",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    func="""
        INSERT INTO careers_credentialstatus (employer_id, number, position, revoked_on)
        VALUES (NEW.issuer_id, NEW.status_list, NEW.status_position, NEW.revoked_on)
        ON CONFLICT (employer_id, number, position) DO UPDATE SET revoked_on = NEW.revoked_on;
        RETURN NULL;
    """,
)

# Where the evidence or the decision is gone, nothing stands behind the statement any more.
REVOKED_WITH_ITS_GROUND = pgtrigger.Trigger(
    name="revoked_with_its_ground",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NEW.evidence_id IS NULL AND NEW.placement_id IS NULL AND NEW.revoked_on IS NULL THEN
            NEW.revoked_on := coalesce(nullif(current_setting('stegvis.today', true), '')::date, current_date);
        END IF;
        RETURN NEW;
    """,
)


# An employer attests what stands with it; another only what it has itself given, as a host gives those who took part.
ISSUED_IN_ITS_OWN_NAME = pgtrigger.Trigger(
    name="issued_in_its_own_name",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.issuer_id <> NEW.employer_id"),
    func="""
        IF NOT EXISTS (SELECT 1 FROM people_evidence e WHERE e.id = NEW.evidence_id AND e.person_id = NEW.person_id
                       AND e.source = 'exchange') THEN
            RAISE EXCEPTION 'an employer attests what it has itself checked' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class SigningKey(models.Model):
    """A pair of keys. The private half is sealed with the installation's ``SECRET_KEY``; an earlier key has none.

    The web's role sees no row: it comes through functions (``credentials.database``).
    """

    access = Access(DataClass.GLOBAL, read=Nobody())

    kid = models.CharField(primary_key=True, max_length=43)  # the thumbprint of the public half, RFC 7638
    public = models.JSONField()  # as a JSON Web Key
    sealed = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    distrusted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("signing key")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_signing_key_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.kid


@tracked(exclude=["token", "status_list", "status_position"])
class Credential(models.Model):
    """An Open Badge of something verified, as it was signed (``token``). It is made anew, never changed.

    ``employer`` is where what it rests on stands; ``issuer`` is in whose name it is, which may be who gave a course.
    """

    class Naming(models.TextChoices):
        NAME = "name", _("My name")
        EMAIL = "email", _("Only a checksum of my e-mail address")

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson() | ISSUER,
        insert=IsPerson(),
        write=IsPerson() | ISSUER,
        delete=Nobody(),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="credentials")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organisation, verbose_name=_("issuer"), on_delete=models.PROTECT, related_name="+")
    # Emptied by the database: whoever deletes what it rests on does not see this row.
    evidence = models.ForeignKey(
        Evidence, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    placement = models.ForeignKey(
        Placement, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    title = models.CharField(_("title"), max_length=300)
    naming = models.CharField(_("who it says you are"), max_length=5, choices=Naming.choices, default=Naming.NAME)
    issued_at = models.DateTimeField(_("issued"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    status_list = models.PositiveIntegerField()
    status_position = models.PositiveIntegerField()
    token = models.TextField(editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revocation_ground = models.CharField(_("why it is revoked"), max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at", "id"]
        verbose_name = _("credential")
        indexes = [models.Index(fields=["issuer", "-issued_at"], name="credential_of_issuer")]
        triggers = [
            LISTED,
            ISSUED_IN_ITS_OWN_NAME,
            REVOKED_WITH_ITS_GROUND,
            pgtrigger.ReadOnly(
                name="credential_stays",
                fields=[
                    *("person", "employer", "issuer", "title", "naming", "issued_at", "valid_until", "token"),
                    *("status_list", "status_position"),
                ],
            ),
            pgtrigger.Protect(
                name="revoked_stays_revoked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.revoked_on IS NOT NULL AND OLD.revoked_on IS DISTINCT FROM NEW.revoked_on"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CredentialStatus(models.Model):
    """A taken place in an issuer's public status list. It names nobody, and triggers alone write it."""

    access = Access(DataClass.PUBLISHED, read=Anybody())

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    revoked_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("place in a status list")
        constraints = [models.UniqueConstraint(fields=["employer", "number", "position"], name="status_place_once")]
