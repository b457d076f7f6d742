"""The kind of notice about credentials."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import Credential
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.kinds import Kind, Params, register_kind


def register() -> None:
    register_kind(Kind("credential.revoked", _("A digital certificate of mine is revoked"), _revoked))


def _revoked(actor: Actor, notices: Sequence[Params]) -> list[str]:
    rows = visible(actor, Credential).select_related("issuer").defer("token")
    found = {str(one.pk): one for one in rows.filter(pk__in=[notice["credential"] for notice in notices])}
    return [_sentence(found.get(notice["credential"])) for notice in notices]


def _sentence(credential: Credential | None) -> str:
    if credential is None:
        return ""
    told = {"title": credential.title, "issuer": credential.issuer, "why": credential.revocation_ground}
    return gettext("%(issuer)s has revoked your digital certificate “%(title)s”: %(why)s") % told
