"""What the person says of a decision about their level, and the manager's reply. Neither is ever changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.careers.models import Placement, PlacementAnswer
from stegvis.careers.placements.policies import may_answer, may_reply
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require


@transaction.atomic
def answer_placement(*, actor: Actor, placement: Placement, text: str, asks_again: bool = False) -> PlacementAnswer:
    """Comment on a decision, and ask for somebody to look again. Raises Refused."""
    require(may_answer(actor, placement))
    if not text.strip():
        raise Refused(_("Write what you want to say."))
    give_reason("answer placement")
    return PlacementAnswer.objects.create(
        placement=placement,
        person_id=placement.person_id,
        employer_id=placement.employer_id,
        written_on=actor.today,
        text=text.strip(),
        asks_again=asks_again,
    )


@transaction.atomic
def reply_to_answer(*, actor: Actor, answer: PlacementAnswer, reply: str) -> None:
    """The manager's reply, once: of two at the same time the later is told. Raises Refused."""
    require(may_reply(actor, answer))
    if not reply.strip():
        raise Refused(_("Write a reply."))
    give_reason("reply to answer")
    rows = writable(actor, PlacementAnswer).filter(pk=answer.pk, replied_on__isnull=True)
    if not rows.update(reply=reply.strip(), replied_by_id=actor.user, replied_on=actor.today):
        raise Refused(_("Somebody has already replied."))
