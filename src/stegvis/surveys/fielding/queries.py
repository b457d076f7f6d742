"""Rounds, and whom they ask."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Collaboration, Membership, Organisation
from stegvis.surveys.models import Contact, Link, Notice, Round, Stratum, Version

LINKED = ("version__questionnaire", "employer", "collaboration", "earlier")


def rounds_of(actor: Actor) -> QuerySet[Round]:
    return visible(actor, Round).select_related(*LINKED)


def round_of(actor: Actor, key: int) -> Round:
    """Raises NotYours."""
    return get_visible(actor, Round, rounds_of(actor), pk=key)


def owners_of(actor: Actor) -> list[Organisation | Collaboration]:
    """For whom the actor may set up a round."""
    return [
        *visible(actor, Organisation).filter(pk__in=actor.coordinates),
        *visible(actor, Collaboration).filter(pk__in=actor.leads),
    ]


def versions_of(actor: Actor) -> QuerySet[Version]:
    """What there is to ask: fixed versions of questionnaires that are in use."""
    rows = visible(actor, Version).filter(questionnaire__put_away_at=None)
    return rows.select_related("questionnaire").defer("content", "questionnaire__content")


def notice_of(actor: Actor, found: Round) -> Notice | None:
    return visible(actor, Notice).filter(round=found).order_by("-number").first()


def contacts_of(actor: Actor, found: Round) -> QuerySet[Contact]:
    """Those who are asked, the test left out."""
    return visible(actor, Contact).filter(round=found, is_test=False)


def contact_of(actor: Actor, found: Round, key: UUID) -> Contact:
    return get_visible(actor, Contact, contacts_of(actor, found).select_related("organisation"), pk=key)


def links_of(actor: Actor, found: Round) -> QuerySet[Link]:
    return visible(actor, Link).filter(round=found, contact__is_test=False)


def to_remind(actor: Actor, found: Round) -> QuerySet[Link]:
    """Links of those who have been written to, have not answered, and of whom nothing else is known."""
    rows = links_of(actor, found).filter(answered_on=None, withdrawn_on=None, contact__said="", sent_on__isnull=False)
    return rows.exclude(email="").exclude(reminded_on=actor.today)


def to_write_to(actor: Actor, found: Round) -> QuerySet[Link]:
    """Links that no letter has gone to."""
    rows = links_of(actor, found).filter(sent_on=None, answered_on=None, withdrawn_on=None, contact__said="")
    return rows.exclude(email="")


def test_link(actor: Actor, found: Round) -> Link | None:
    return visible(actor, Link).filter(round=found, contact__is_test=True, withdrawn_on=None).first()


def strata_of(actor: Actor, found: Round) -> QuerySet[Stratum]:
    return visible(actor, Stratum).filter(round=found)


def organisations_to_ask(actor: Actor, found: Round, types: Sequence[str] = ()) -> QuerySet[Organisation]:
    """Not yet asked: for a collaboration its members today stand first in mind, and every organisation may be asked."""
    asked = visible(actor, Contact).filter(round=found, is_test=False, organisation=OuterRef("pk"))
    rows = visible(actor, Organisation).filter(~Exists(asked))
    return rows.filter(type__in=types) if types else rows


def members_to_ask(actor: Actor, found: Round) -> QuerySet[Organisation]:
    """Members today of the collaboration that the round belongs to, or of any that its employer is a member of."""
    running = Q(valid_from__lte=actor.today) & (Q(valid_to=None) | Q(valid_to__gte=actor.today))
    rows = visible(actor, Membership).filter(running)
    if found.collaboration_id:
        rows = rows.filter(collaboration=found.collaboration_id)
    else:
        mine = visible(actor, Membership).filter(running, organisation=found.employer_id)
        rows = rows.filter(collaboration__in=mine.values("collaboration"))
    return organisations_to_ask(actor, found).filter(pk__in=rows.values("organisation"))


def lacking_address(actor: Actor, found: Round) -> int:
    """How many are asked and have no link with an e-mail address."""
    reached = visible(actor, Link).filter(contact=OuterRef("pk"), withdrawn_on=None).exclude(email="")
    return contacts_of(actor, found).filter(~Exists(reached), said="").count()
