"""What is taken along: Anna's digital certificates, one of them revoked, and Mona's card with a code. All invented."""

from __future__ import annotations

from datetime import timedelta

from stegvis.careers.cards.queries import workplaces
from stegvis.careers.cards.services import open_card
from stegvis.careers.credentials.queries import own_credentials
from stegvis.careers.credentials.services import issue_credential, revoke_credential
from stegvis.careers.credentials.sources import Source, sources_of
from stegvis.careers.models import Credential
from stegvis.careers.models.showing import LONGEST
from stegvis.foundation.access.actor import acting_as
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
Naming = Credential.Naming


def attest() -> None:
    """Idempotent: nothing where Anna has made one."""
    with acting_as(user_key("anna"), reason=REASON) as actor:
        if own_credentials(actor).exists():
            return
        sources = sources_of(actor)
        made = [
            issue_credential(actor=actor, source_key=source.key, naming=naming)
            for source, naming in zip(_chosen(sources), (Naming.NAME, Naming.NAME, Naming.EMAIL), strict=False)
        ]
    with acting_as(user_key("mona"), reason=REASON) as actor:
        (place,) = workplaces(actor)
        open_card(actor=actor, employer_id=place.employer_id, lasts=LONGEST - timedelta(minutes=1))
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        revoke_credential(actor=actor, credential=made[-1], ground="Kursen var registrerad på fel person.")


def _chosen(sources: list[Source]) -> list[Source]:
    """A level if there is one, and then the latest of different kinds."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.kind, source)
    return list(found.values())[:3]
