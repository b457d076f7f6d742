"""Making and revoking credentials. One is never changed: it is made anew, and the old one is revoked."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import jwt
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.careers.credentials.document import (
    JSON,
    LIST_LENGTH,
    Issue,
    badge,
    claims,
    hashed,
    key_address,
    named,
)
from stegvis.careers.credentials.journal import note_revocation
from stegvis.careers.credentials.keys import signing_key
from stegvis.careers.credentials.policies import answers_for, may_be_public, may_revoke
from stegvis.careers.credentials.sources import Source, achievement_of, source_of
from stegvis.careers.models import Credential, CredentialStatus
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.foundation.notices.services import notify
from stegvis.people.models import Person

Naming = Credential.Naming
FULL = LIST_LENGTH // 2
"""Taken places after which a new list is begun: a free one is then found at the first or second draw."""


@transaction.atomic
def issue_credential(*, actor: Actor, source_key: str, naming: str) -> Credential:
    """Sign something verified of the actor, in the name of who has verified it. Raises Refused."""
    if actor.person is None or actor.user is None:
        raise NotYours
    require(may_be_public(actor))
    source = source_of(actor, source_key)
    wait_for_turn(
        "careers.credentialstatus", source.issuer.pk
    )  # first of all: a double click is to see what the other has made
    _refuse_twin(actor, source, naming)
    now = timezone.now().replace(microsecond=0)
    number, position = _free_place(source.issuer.pk)
    issue = Issue(
        id=uuid4(),
        site=settings.SITE_URL,
        issuer_slug=source.issuer.slug,
        issuer_name=source.issuer.name,
        achievement=achievement_of(actor, source),
        identity=_identity(actor, naming),
        issued_at=now,
        awarded_on=source.awarded_on,
        valid_until=_end_of(source.valid_until) if source.valid_until else None,
        status_list=number,
        status_position=position,
    )
    return Credential.objects.create(
        id=issue.id,
        person_id=actor.person,
        employer=source.employer,
        issuer=source.issuer,
        evidence=source.evidence,
        placement=source.placement,
        title=source.title,
        naming=naming,
        issued_at=now,
        valid_until=source.valid_until,
        status_list=number,
        status_position=position,
        token=sign(claims(badge(issue))),
    )


@transaction.atomic
def revoke_credential(*, actor: Actor, credential: Credential, ground: str) -> None:
    """From now on every check says that it is revoked. The employer says why; the person need not. Raises Refused."""
    require(may_revoke(actor, credential))
    ground = clean(ground)[:300]
    by_issuer = answers_for(actor, credential)
    if by_issuer and not ground:
        raise Refused(_("Say why it is revoked. The person reads it."))
    if holds_personal_number(ground):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    rows = writable(actor, Credential).filter(pk=credential.pk, revoked_on__isnull=True)
    if not rows.update(revoked_on=actor.today, revoked_by_id=actor.user, revocation_ground=ground):
        raise Refused(_("It is already revoked."))
    transaction.on_commit(lambda: note_revocation(credential, actor.today))
    if by_issuer:
        notify(
            users=[credential.person.user_id],
            kind="credential.revoked",
            params={"credential": str(credential.pk)},
            link=reverse("careers:credential", args=[credential.pk]),
            key=f"credential-{credential.pk}-revoked",
        )


def sign(payload: JSON) -> str:
    """The payload as a JWS in compact form, with the address of the key that it may be checked with."""
    key = signing_key()
    header = {"typ": "JWT", "kid": key_address(settings.SITE_URL, key.kid)}
    return jwt.encode(payload, key.key, algorithm="RS256", headers=header)


def _refuse_twin(actor: Actor, source: Source, naming: str) -> None:
    twins = visible(actor, Credential).filter(
        person=actor.person,
        evidence=source.evidence,
        placement=source.placement,
        naming=naming,
        valid_until=source.valid_until,
        revoked_on__isnull=True,
    )
    if twins.exists():
        raise Refused(_("You have such a certificate already. Look for it in your list."))


def _identity(actor: Actor, naming: str) -> JSON:
    if naming == Naming.EMAIL and actor.user is not None:
        return hashed(User.objects.filter(pk=actor.user).values_list("email", flat=True)[0])
    return named(str(get_visible(actor, Person, pk=actor.person)))


def _free_place(issuer_id: int) -> tuple[int, int]:
    """A place drawn at random, so that neighbours are not of the same day. The caller has the turn."""
    rows = CredentialStatus.objects.filter(employer=issuer_id)
    number = rows.order_by("-number").values_list("number", flat=True).first() or 1
    taken = set(rows.filter(number=number).values_list("position", flat=True))
    if len(taken) >= FULL:
        number, taken = number + 1, set()
    while (position := secrets.randbelow(LIST_LENGTH)) in taken:
        pass
    return number, position


def _end_of(day: date) -> datetime:
    """The end of the last day on which it holds."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
