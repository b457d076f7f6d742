"""Reading credentials: one's own, those that an employer has issued, and what is published of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from stegvis.careers.credentials.document import JSON
from stegvis.careers.credentials.keys import published_keys
from stegvis.careers.credentials.verifying import Finding, Listed, Place, verify
from stegvis.careers.models import Credential, CredentialStatus
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible


@dataclass(frozen=True)
class Shown:
    """What stands at a credential's address. ``token`` is empty where it is revoked."""

    token: str
    issuer: str
    revoked_on: date | None


def own_credentials(actor: Actor) -> QuerySet[Credential]:
    if actor.person is None:
        raise NotYours
    return visible(actor, Credential).filter(person=actor.person).select_related("issuer").defer("token")


def issued_credentials(actor: Actor, words: str = "") -> QuerySet[Credential]:
    """What the actor's employers have issued, the latest first, to people whose names hold every word."""
    employers = actor.coordinates | actor.handles
    if not employers:
        raise NotYours
    rows = visible(actor, Credential).filter(issuer__in=employers).exclude(person=actor.person)
    for word in words.split():
        rows = rows.filter(Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word))
    return rows.select_related("issuer", "person").defer("token")


def credential_of(actor: Actor, credential_id: UUID) -> Credential:
    """Raises NotYours."""
    rows = visible(actor, Credential).select_related("issuer", "person", "placement")
    return get_visible(actor, Credential, rows, pk=credential_id)


def shown_credential(credential_id: UUID) -> Shown | None:
    """Nobody needs to be signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, issuer, revoked_on FROM stegvis_shown_credential(%s)", [credential_id])
        row = cursor.fetchone()
    return Shown(*row) if row else None


def check_token(token: str) -> Finding:
    """What is to be said of a credential that somebody holds. Nobody needs to be signed in. Two queries at most."""
    keys: dict[str, JSON] = {key.kid: key.jwk for key in published_keys()}
    return verify(token, keys, _status_of, timezone.now())


def _status_of(place: Place) -> Listed | None:
    rows = CredentialStatus.objects.filter(
        employer__slug=place.slug, number=place.number, position=place.position
    ).values_list("revoked_on", flat=True)
    return next((Listed(revoked_on) for revoked_on in rows), None)


def revoked_places(employer_id: int, number: int) -> list[int] | None:
    """The revoked places of an employer's list; ``None`` where it has no such list."""
    rows = CredentialStatus.objects.filter(employer=employer_id, number=number)
    if not rows.exists():
        return None
    return list(rows.filter(revoked_on__isnull=False).values_list("position", flat=True))
