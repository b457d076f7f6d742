"""Drawing a round, looking it through, and publishing it."""

from __future__ import annotations

import json
import secrets

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.careers.queries.disclosed import database_rows
from stegvis.engine.allocation.crossing import NoOutcomeError
from stegvis.engine.allocation.documents import canonical
from stegvis.exchange.models import Round, RoundResult
from stegvis.exchange.rounds.drawing import Drawn, draw, rows_to_settle, setting_of
from stegvis.exchange.rounds.leading import move
from stegvis.exchange.rounds.notices import RESULT, tell
from stegvis.exchange.rounds.openness import draws_of, what_is_shown
from stegvis.exchange.rounds.policies import may_lead, may_preview
from stegvis.exchange.rounds.queries import latest_result, results_of
from stegvis.exchange.rounds.tasks import invite_placed
from stegvis.exchange.rounds.wishing import TURN
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.text import clean

State = Round.State
SEEDS = 2**32
TRIES = 5
"""How often it is drawn again while others book at the same time."""
SHORTEST_REASON = 10
MOST_LOTTERIES = 3
"""Of one round: with as many as one likes, one would be found that pleases."""


@transaction.atomic
def preview_round(*, actor: Actor, found: Round, reason: str = "") -> RoundResult:
    """Draw the lottery, the first time; after that compute with the same seed what has changed. Raises Refused.

    With a ``reason`` a new lottery is drawn, at most ``MOST_LOTTERIES`` in all: each that was drawn is shown with its
    reason to everybody when the round is published.
    """
    wait_for_turn(TURN, found.pk)
    found.refresh_from_db()
    require(may_preview(actor, found))
    said = clean(reason)[:300]
    give_reason("draw round")
    if reason:
        _check_anew(actor, found, said)
        move(actor, found, (State.PREVIEWED,), State.PREVIEWED, seed=secrets.randbelow(SEEDS))
    elif found.state == State.CLOSED:
        ((many,),) = database_rows("SELECT stegvis_round_number(%s)", found.pk)
        move(actor, found, (State.CLOSED,), State.PREVIEWED, seed=secrets.randbelow(SEEDS), applicants=many)
    return _keep(actor, found, _draw(actor, found), reason=said)


def _check_anew(actor: Actor, found: Round, said: str) -> None:
    if found.state != State.PREVIEWED:
        raise Refused(_("The lottery has not been drawn yet."))
    if len(said) < SHORTEST_REASON:
        raise Refused(_("Say why the lottery is drawn anew, in a sentence. Everybody can read it afterwards."))
    if len({one.seed for one in results_of(actor, found)}) >= MOST_LOTTERIES:
        raise Refused(
            _("The lottery has been drawn three times. Publish it as it is, or call off the round and say why.")
        )


@transaction.atomic
def publish_round(*, actor: Actor, found: Round, seen: str) -> int:
    """Take the seats, fill the waiting lists by the same key and tell everybody. Returns how many got a place.

    ``seen`` is the digest of what was looked through. Who has left, or has booked something else at that time, since
    then is passed over, and the place goes on by the key. Raises Refused, also for the second of two who publish.
    """
    wait_for_turn(TURN, found.pk)
    found.refresh_from_db()
    require(may_lead(actor, found))
    latest = latest_result(actor, found)
    if latest is None or found.state != State.PREVIEWED:
        raise Refused(_("The round is not waiting to be published."))
    if latest.digest != seen:
        raise Refused(_("The round has been drawn again since you looked. Look it through once more."))
    give_reason("publish round")
    move(actor, found, (State.PREVIEWED,), State.PUBLISHED, published_at=timezone.now())
    drawn = _settled(actor, found)
    _keep(actor, found, drawn)
    _publish(actor, found, drawn)
    tell(found, {one.wish.login for one in drawn.told}, RESULT)
    invite_placed.defer(round_id=found.pk)
    return len(drawn.placed)


class _TakenError(Exception):
    """A seat or an hour was taken while it was drawn."""


def _settled(actor: Actor, found: Round) -> Drawn:
    for _try in range(TRIES):
        drawn = _draw(actor, found)
        rows = rows_to_settle(setting_of(actor, found), drawn)
        booked = {one["wish"] for one in rows if one["state"] == "booked"}
        try:
            with transaction.atomic():
                if booked.intersection(_settle(found, rows)):
                    raise _TakenError
        except _TakenError:
            continue
        return drawn
    raise Refused(_("Many are booking just now. Nothing is published; try again in a moment."))


def _settle(found: Round, rows: list[dict[str, object]]) -> set[int]:
    """Write it; returns the wishes that a constraint refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wish FROM stegvis_round_settle(%s, %s)", [found.pk, json.dumps(rows)])
        return {wish for (wish,) in cursor.fetchall()}


def _draw(actor: Actor, found: Round) -> Drawn:
    try:
        return draw(actor, found)
    except NoOutcomeError as error:
        raise Refused(_("The rules that cross took too long to solve. Take away a rule, or part the round.")) from error


def _keep(actor: Actor, found: Round, drawn: Drawn, *, reason: str = "") -> RoundResult:
    """As it was drawn, whole, for who leads the round."""
    return RoundResult.objects.create(
        round=found,
        seed=found.seed or 0,
        reason=reason,
        document=canonical(drawn.document).decode(),
        result=canonical(drawn.result).decode(),
        digest=drawn.digest,
        **_figures(drawn),
        made_by_id=actor.user,
    )


def _publish(actor: Actor, found: Round, drawn: Drawn) -> None:
    """What everybody may read, with every draw that was made; no documents or figures that would tell of few."""
    shown = what_is_shown(setting_of(actor, found), drawn)
    RoundResult.objects.create(
        round=found,
        seed=found.seed or 0,
        document=canonical(drawn.document).decode() if shown.documents else "",
        result=canonical(drawn.result).decode() if shown.documents else "",
        digest=drawn.digest,
        **(_figures(drawn) if shown.figures else {}),
        draws=draws_of(results_of(actor, found)),
        is_published=True,
        made_by_id=actor.user,
    )


def _figures(drawn: Drawn) -> dict[str, int]:
    placed, first = len(drawn.placed), drawn.first_choices
    return {"applicants": len(drawn.competed), "placed": placed, "first_choices": first}
