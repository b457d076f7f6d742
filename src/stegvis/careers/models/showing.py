"""The competence card: codes by which others see it for a while, and who has looked."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import IsPerson, Nobody
from stegvis.organisations.models import Organisation
from stegvis.people.models import Person

LONGEST = timedelta(days=30)


class CardCode(models.Model):
    """A code that opens the person's card until a time. The card itself is not stored: it is read as it is now.

    Of the code only a digest is kept; ``cards.codes`` makes the same code again for the person.
    """

    access = Access(DataClass.PERSONAL, read=IsPerson(), write=IsPerson(), delete=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="card_codes")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    shows_level = models.BooleanField(_("show my level"), default=False)
    made_at = models.DateTimeField(_("made"))
    valid_until = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        verbose_name = _("code of a competence card")
        indexes = [models.Index(fields=["person"], name="card_code_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="card_code_of_employer"),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("made_at"), valid_until__lte=F("made_at") + LONGEST),
                name="card_code_is_valid_for_a_while",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="card_code_stays",
                fields=["person", "employer", "code_hash", "shows_level", "made_at", "valid_until"],
            ),
            pgtrigger.Protect(
                name="closed_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.revoked_at IS NOT NULL"),
            ),
        ]


class CardCheck(models.Model):
    """Somebody opened the card by its code. ``checker`` is empty for whoever was not logged in."""

    access = Access(DataClass.LOG, read=IsPerson())

    code = models.ForeignKey(CardCode, on_delete=models.CASCADE, related_name="checks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("check of a competence card")
        indexes = [models.Index(fields=["person", "-at"], name="card_check_of_person")]
