"""The manager's yes and no to wishes, before they compete."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.exchange.models import Round, RoundWish
from stegvis.exchange.rounds.notices import ANSWERED, tell
from stegvis.exchange.rounds.policies import may_answer
from stegvis.exchange.rounds.queries import of_staff
from stegvis.exchange.rounds.wishing import TURN
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean

Answer = RoundWish.Answer


@transaction.atomic
def answer_wishes(
    *, actor: Actor, found: Round, person: UUID, yes: bool, reason: str = "", wishes: Collection[int] | None = None
) -> int:
    """Yes or no to a person's wishes, all that are not answered or those named. Returns how many.

    A no has a reason, which the person reads. An answer may be changed until the lottery is drawn. Raises Refused,
    also where there is nothing left to answer, and NotYours for somebody whom the actor does not answer for.
    """
    wait_for_turn(TURN, found.pk)
    found.refresh_from_db()
    theirs = list(of_staff(actor).filter(round=found, person=person))
    asked = [one for one in theirs if (one.answer == Answer.NONE if wishes is None else one.pk in wishes)]
    if not theirs or (wishes is not None and not asked):
        raise NotYours
    require(may_answer(found))
    if not asked:
        raise Refused(_("The wishes are answered already. Choose one of them to change its answer."))
    said = clean(reason)[:300]
    if not yes and not said:
        raise Refused(_("Say why in a line. The person reads it."))
    if holds_personal_number(said):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    give_reason("answer wishes")
    values = {"answer": Answer.APPROVED if yes else Answer.DECLINED, "reason": "" if yes else said}
    of_staff(actor).filter(pk__in=[one.pk for one in asked]).update(
        **values, answered_by=actor.user, answered_at=timezone.now()
    )
    tell(found, [asked[0].user_id], ANSWERED, f"{timezone.localdate()}-{person}")
    return len(asked)
