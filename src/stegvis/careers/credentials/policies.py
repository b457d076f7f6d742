"""Who may make and revoke a credential, and why not."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from stegvis.careers.models import Credential
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict


def may_be_public(actor: Actor) -> Verdict:
    """Whether anything about the actor may be shown to whoever has an address or a code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_am_protected()")
        (protected,) = cursor.fetchone()
    if not protected:
        return ALLOWED
    return Verdict(
        False,
        _(
            "Your personal data are protected. What is made here can be opened by whoever has the link or the code, and"
            " it says where you work. Therefore it cannot be made for you. Ask whoever handles protected identities at"
            " your employer for a certificate on paper."
        ),
    )


def answers_for(actor: Actor, credential: Credential) -> bool:
    """Whether the actor speaks for the employer that has issued it."""
    return credential.issuer_id in actor.coordinates | actor.handles and credential.person_id != actor.person


def may_revoke(actor: Actor, credential: Credential) -> Verdict:
    if credential.revoked_on is not None:
        return Verdict(False, _("It is already revoked."))
    if credential.person_id == actor.person or answers_for(actor, credential):
        return ALLOWED
    return Verdict(False, _("Only the person and the employer that has issued it revoke it."))
