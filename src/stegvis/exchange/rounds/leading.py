"""Setting up a round and leading it to its close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.exchange.models import Round, RoundCap, RoundOccasion, RoundQuota, RoundWish
from stegvis.exchange.rounds.checks import problems_of
from stegvis.exchange.rounds.drawing import setting_of
from stegvis.exchange.rounds.notices import CANCELLED, tell
from stegvis.exchange.rounds.policies import NOT_OVER, may_change, may_lead
from stegvis.exchange.rounds.queries import employers_of, led_rounds, proposed_occasions
from stegvis.exchange.rounds.wishing import TURN
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Collaboration, Organisation

State, Criterion = Round.State, Round.Criterion
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class RoundFacts:
    """What a round is set up with. ``rule`` holds criteria in their order, after who came, which always is first."""

    title: str
    kind: str
    opens_on: date
    closes_on: date
    rule: Sequence[str]
    small_staff: int
    has_crossing: bool


@transaction.atomic
def set_up_round(
    *, actor: Actor, owner: Organisation | Collaboration, facts: RoundFacts, request: UUID | None = None
) -> Round:
    """A draft with all that may be given in it, and the owner's last round of the kind as what counts as received.

    ``request`` again makes nothing more and gives the first. Raises Refused.
    """
    if request is not None:
        wait_for_turn("exchange.new_round", request)
        if made := writable(actor, Round).filter(created_by=actor.user, request=request).first():
            return made
    found = Round(
        employer=owner if isinstance(owner, Organisation) else None,
        collaboration=owner if isinstance(owner, Collaboration) else None,
        created_by_id=actor.user,
        request=request,
    )
    require(may_lead(actor, found))
    _take(actor, found, facts)
    give_reason("set up round")
    found.save()
    _give(found, ((one.pk, one.employer_id) for one in proposed_occasions(actor, found)))
    return found


@transaction.atomic
def change_round(*, actor: Actor, found: Round, facts: RoundFacts) -> None:
    """Raises Refused."""
    require(may_change(actor, found))
    _take(actor, found, facts)
    give_reason("change round")
    found.save()


def _take(actor: Actor, found: Round, facts: RoundFacts) -> None:
    found.title, found.kind = clean(facts.title)[:120], facts.kind
    found.opens_on, found.closes_on = facts.opens_on, facts.closes_on
    found.rule = [Criterion.CAME, *facts.rule]
    found.small_staff, found.has_crossing = facts.small_staff, facts.has_crossing
    earlier = led_rounds(actor).filter(employer=found.employer_id, collaboration=found.collaboration_id)
    found.previous = earlier.filter(state=State.PUBLISHED, kind=found.kind).order_by("-published_at").first()
    if not found.title:
        raise Refused(_("Give the round a name."))
    _check_days(actor, found.opens_on, found.closes_on)
    if len(set(found.rule)) != len(found.rule) or not set(found.rule) <= set(Criterion.values):
        raise Refused(_("Each criterion may stand once."))
    if Criterion.RECIPROCITY in found.rule and found.collaboration_id is None:
        raise Refused(
            _("The class in the exchange is between the employers of a collaboration. Choose another criterion.")
        )


def _check_days(actor: Actor, opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Refused(_("The last day for wishes is before the first."))
    if not actor.today <= closes_on <= actor.today + A_YEAR:
        raise Refused(_("Choose a last day from today and within a year."))


def _give(found: Round, occasions: Iterable[tuple[int, int]]) -> None:
    RoundOccasion.objects.bulk_create(
        RoundOccasion(round=found, occasion_id=occasion, employer_id=employer) for occasion, employer in occasions
    )


@dataclass(frozen=True)
class Given:
    """How an occasion is given: ``quota`` is the name of the quota that it counts within, empty for none."""

    own_seats: int = 0
    quota: str = ""


@dataclass(frozen=True)
class QuotaFacts:
    """``within`` is the name of another, empty for none."""

    title: str
    limit: int
    within: str = ""


@transaction.atomic
def change_places(
    *,
    actor: Actor,
    found: Round,
    occasions: Mapping[int, Given],
    quotas: Sequence[QuotaFacts],
    caps: Sequence[tuple[int, int, int]] = (),
) -> None:
    """What is given and within which quotas, instead of what was. ``caps`` are (sender, host, most).

    A circle is kept, and said: the round cannot be opened with it. Raises Refused.
    """
    require(may_change(actor, found))
    may_stand = {one.pk: one.employer_id for one in proposed_occasions(actor, found)}
    titles = [clean(one.title)[:120] for one in quotas]
    if not may_stand.keys() >= occasions.keys():
        raise Refused(_("An occasion has been called off, or is given in another round. Look through the list again."))
    if len(set(titles)) != len(titles) or not all(titles):
        raise Refused(_("Give each quota a name of its own."))
    give_reason("change places of round")
    for model in (RoundOccasion, RoundQuota, RoundCap):
        writable(actor, model).filter(round=found).delete()
    made = {
        title: RoundQuota.objects.create(round=found, title=title, limit=one.limit)
        for title, one in zip(titles, quotas, strict=True)
    }
    try:
        for title, one in zip(titles, quotas, strict=True):
            if one.within:
                made[title].within = made[clean(one.within)[:120]]
                made[title].save(update_fields=["within"])
        RoundOccasion.objects.bulk_create(
            RoundOccasion(
                round=found,
                occasion_id=key,
                employer_id=may_stand[key],
                own_seats=one.own_seats,
                quota=made[clean(one.quota)[:120]] if one.quota else None,
            )
            for key, one in occasions.items()
        )
    except KeyError as error:
        raise Refused(_("There is no quota called %(title)s.") % {"title": error.args[0]}) from error
    _cap(actor, found, caps)


def _cap(actor: Actor, found: Round, caps: Sequence[tuple[int, int, int]]) -> None:
    if not employers_of(actor, found) >= {key for sender, host, _most in caps for key in (sender, host)}:
        raise NotYours
    try:
        with transaction.atomic():
            RoundCap.objects.bulk_create(
                RoundCap(round=found, sender_id=sender, host_id=host, most=most) for sender, host, most in caps
            )
    except IntegrityError as error:
        raise Refused(_("Two employers may have one cap between them.")) from error


@transaction.atomic
def open_round(*, actor: Actor, found: Round) -> None:
    """Take wishes from the first day on. From here on the rule stands. Raises Refused, with every problem there is."""
    require(may_change(actor, found))
    _check_days(actor, found.opens_on, found.closes_on)
    if problems := problems_of(setting_of(actor, found)):
        raise Refused(" ".join(problems))
    give_reason("open round")
    _moved(actor, found, (State.DRAFT,), State.OPEN)


@transaction.atomic
def extend_round(*, actor: Actor, found: Round, closes_on: date) -> None:
    """A later last day, also for one that has closed but is not drawn. Raises Refused."""
    require(may_lead(actor, found))
    _check_days(actor, found.opens_on, closes_on)
    if closes_on <= found.closes_on and found.state == State.OPEN:
        raise Refused(_("Choose a later day than the one there is. To end it sooner, close it."))
    give_reason("extend round")
    _moved(actor, found, (State.OPEN, State.CLOSED), State.OPEN, closes_on=closes_on)


@transaction.atomic
def close_round(*, actor: Actor, found: Round) -> None:
    """No more wishes, and today was the last day; managers may answer until it is drawn. Raises Refused."""
    require(may_lead(actor, found))
    give_reason("close round")
    last = max(found.opens_on, min(found.closes_on, actor.today))
    _moved(actor, found, (State.OPEN,), State.CLOSED, closes_on=last)


@transaction.atomic
def cancel_round(*, actor: Actor, found: Round, why: str) -> None:
    """Nobody gets a place; everybody who wished is told why. Raises Refused."""
    require(may_lead(actor, found))
    said = clean(why)[:300]
    if not said and found.state != State.DRAFT:
        raise Refused(_("Say why in a line. Everybody who has wished reads it."))
    give_reason("cancel round")
    users = list(visible(actor, RoundWish).filter(round=found).values_list("user", flat=True))
    _moved(actor, found, NOT_OVER, State.CANCELLED, cancelled_why=said)
    tell(found, users, CANCELLED)


def _moved(actor: Actor, found: Round, before: Sequence[str], after: str, **values: object) -> None:
    """One at a time with the wishes of the round; the first of two wins. Raises Refused."""
    wait_for_turn(TURN, found.pk)
    if not move(actor, found, before, after, **values):
        raise Refused(_("The round has just been changed by somebody else. Look at it as it is now."))


def move(actor: Actor, found: Round, before: Sequence[str], after: str, **values: object) -> bool:
    """Compare and set."""
    rows = writable(actor, Round).filter(pk=found.pk, state__in=before)
    if not rows.update(state=after, **values):
        return False
    found.refresh_from_db()
    return True
