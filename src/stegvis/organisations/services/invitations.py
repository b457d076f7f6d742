"""Inviting people, and what happens when they come."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import date
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, acting_as, enter
from stegvis.foundation.access.policy import NotYours, get_visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Invitation, in_two_weeks
from stegvis.organisations.policies import Scope, may_change_invitation, may_invite, scope_of

logger = logging.getLogger(__name__)
LinkTo = Callable[[str], str]


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    actor: Actor,
    email: str,
    scope: Scope,
    link_to: LinkTo,
    name: str = "",
    role: str = "",
    role_from: date | None = None,
    role_until: date | None = None,
    person_id: UUID | None = None,
) -> Invitation:
    """Invite an address and send the letter after the transaction. Raises Refused.

    ``link_to`` makes the whole address of the page for a token. An earlier open invitation of the same kind is
    withdrawn, so that one letter holds at a time. ``sent_at`` stays empty when the letter cannot be handed over.
    """
    email = email.strip().lower()
    sender = _sender(actor)
    require(may_invite(actor, email=email, own_email=sender.email, role=role, scope=scope))
    place = {"organisation": scope.organisation, "unit": scope.unit, "collaboration": scope.collaboration}
    Invitation.objects.filter(email=email, role=role, used_at__isnull=True, withdrawn_at__isnull=True, **place).update(
        withdrawn_at=timezone.now()
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        role_from=role_from,
        role_until=role_until,
        person_id=person_id,
        token_hash=hash_token(token),
        created_by=sender,
        **place,
    )
    _send_on_commit(actor, invitation, link_to(token))
    return invitation


@transaction.atomic
def send_again(*, actor: Actor, invitation_id: int, link_to: LinkTo) -> Invitation:
    """A new letter with a new link; the old link is dead. Raises NotYours or Refused."""
    invitation = get_visible(actor, Invitation, id=invitation_id)
    require(may_change_invitation(actor, invitation))
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.expires_at = in_two_weeks()
    invitation.sent_at = None
    invitation.created_by = _sender(actor)
    invitation.save(update_fields=["token_hash", "expires_at", "sent_at", "created_by"])
    _send_on_commit(actor, invitation, link_to(token))
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation_id: int) -> None:
    """Raises NotYours, or Refused, also when the invitation was used in the same moment."""
    invitation = get_visible(actor, Invitation, id=invitation_id)
    changed = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    if not changed:
        invitation.refresh_from_db()
        require(may_change_invitation(actor, invitation))


def _sender(actor: Actor) -> User:
    if actor.user is None:
        raise NotYours
    return User.objects.get(pk=actor.user)


def accept_as_newcomer(*, token: str, email: str, name: str, password: str | None = None) -> User | None:
    """Make the account and use the invitation, both or neither. None when the invitation does not hold.

    Without a password the user comes in by an outside identity only.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name)
            if not accept_invitation(token=token, user_id=user.pk):
                raise _NoLonger
    except (_NoLonger, IntegrityError):  # a twin of this request may have made the account first
        return None
    return user


class _NoLonger(Exception):  # noqa: N818
    """The invitation does not hold: undo the account."""


def accept_invitation(*, token: str, user_id: int) -> bool:
    """Use the invitation for the user. False when it does not hold or is bound to another address.

    From here on the transaction acts as that user, so that history names them. Raises Refused, with nothing changed,
    where whom the employer has invited cannot be who the user is.
    """
    with transaction.atomic():
        enter(user_id, reason="invitation accepted")
        with connection.cursor() as cursor:
            cursor.execute("SELECT stegvis_use_invitation(%s, %s)", [hash_token(token), user_id])
            (answer,) = cursor.fetchone()
        if answer == "another":
            raise Refused(
                _("What the staff list says cannot be about you. Nothing has changed; tell whoever invited you.")
            )
    return bool(answer == "accepted")


def _send_on_commit(actor: Actor, invitation: Invitation, link: str) -> None:
    context = {"invitation": invitation, "link": link, "sender": scope_of(invitation)}
    subject = " ".join(render_to_string("organisations/email/invitation_subject.txt", context).split())
    body = render_to_string("organisations/email/invitation.txt", context)

    def send() -> None:
        try:
            send_mail(subject, body, None, [invitation.email])
        except (OSError, SMTPException) as error:
            logger.warning("An invitation could not be sent: %s", type(error).__name__)
            return
        with acting_as(actor.user, reason="letter handed over"):
            Invitation.objects.filter(pk=invitation.pk, token_hash=invitation.token_hash).update(sent_at=timezone.now())

    transaction.on_commit(send)
