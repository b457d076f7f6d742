"""Who attests what somebody took part in: the host, who gave it and noted that they came."""

from __future__ import annotations

from collections.abc import Sequence

from stegvis.careers.credentials.issuers import register_issuers
from stegvis.exchange.models import Outcome
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.models import Evidence


def register() -> None:
    register_issuers(Evidence.Source.EXCHANGE, hosts_of)


def hosts_of(actor: Actor, evidence: Sequence[Evidence]) -> dict[int, Organisation]:
    """Evidence → host, while the person's application is kept. One query."""
    rows = visible(actor, Outcome).filter(evidence__in=evidence).select_related("application__host")
    return {one.evidence_id: one.application.host for one in rows if one.evidence_id is not None}
