"""What the first page says of offering: a common day on which one's employer offers nothing yet, and drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.exchange.models import CommonDay
from stegvis.exchange.offers.common import days_without_ours
from stegvis.exchange.offers.policies import may_offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    offers = actor.collaborations and may_offer(actor)
    return {"common days": days_without_ours(actor) if offers else visible(actor, CommonDay).none()}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """One step, for the nearest day; a query more only for who has it."""
    if not counts["common days"]:
        return
    nearest = days_without_ours(actor).order_by("day", "pk")[0]
    yield NextStep(
        title=_("You have not yet offered any place on %(day)s") % {"day": date_format(nearest.day, "j F")},
        detail=_("It is a common day in the collaboration. The form is filled in; one press is enough."),
        url=f"{reverse('exchange:new_offer')}?gemensam={nearest.pk}",
        action=_("Offer a place"),
        icon="calendar",
    )
