"""Offering places: writing an offer, publishing it, copying it, calling it off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.exchange.models import Block, Examination, Invited, Meets, Occasion, Offer, Presence, Prior, Session
from stegvis.exchange.offers.content import (
    WRITTEN,
    BlockText,
    ExaminationText,
    NewOffer,
    Parts,
    PriorText,
    checked,
)
from stegvis.exchange.offers.notices import CANCELLED, applicants, tell
from stegvis.exchange.offers.occasions import add_planned, checked_reason
from stegvis.exchange.offers.overtaken import require_unchanged, stamp
from stegvis.exchange.offers.policies import (
    Publisher,
    may_be_draft,
    may_be_gone,
    may_change,
    may_change_how_given,
    may_publish,
    may_publish_for,
    may_shut_out,
)
from stegvis.exchange.offers.queries import Wanted, asked_for, collaboration_of, reach_of, senders_of, states_of_rounds
from stegvis.exchange.rounds.notices import tell_called_off, wishers
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Organisation

State = Offer.State


@transaction.atomic
def create_offer(
    *, actor: Actor, publisher: Publisher, new: NewOffer, publish: bool = True, request: UUID | None = None
) -> Offer:
    """An offer with its occasions, published at once or kept as a draft. Raises Refused, and then keeps nothing.

    ``request`` again makes nothing more and gives the first.
    """
    require(may_publish_for(actor, publisher))
    if request is not None:
        wait_for_turn("offer", request)
        made = writable(actor, Offer).filter(created_by=actor.user, occasions__series=request).first()
        if made is not None:
            return made
    offer = Offer(
        employer_id=publisher.employer,
        unit_id=publisher.unit,
        collaboration_id=publisher.collaboration or collaboration_of(actor, publisher.employer),
        is_joint=publisher.is_joint,
        created_by_id=actor.user,
    )
    if offer.collaboration_id is None:
        offer.audience = Offer.Audience.EVERYBODY if publisher.employer in actor.represents else Offer.Audience.OWN
    _write(offer, new.facts)
    give_reason("create offer")
    _save(offer)
    if new.parts is not None:
        _set_parts(offer, new.parts)
    add_planned(offer=offer, planned=new.occasions, request=request)
    if publish:
        _publish(actor, offer, len(new.occasions))
    return offer


@transaction.atomic
def change_offer(
    *, actor: Actor, offer_id: int, facts: Mapping[str, Any], parts: Parts | None = None, seen: str = ""
) -> Offer:
    """Write these columns, and the parts where they are given; ``seen`` is what they were read from.

    Raises NotYours, Refused, and Overtaken where that is no longer what there is.
    """
    offer = _locked(actor, offer_id)
    if seen:
        require_unchanged(seen, stamp_of(offer, parts_of(offer)))
    require(may_change(actor, offer))
    if facts.get("given", offer.given) != offer.given:
        require(may_change_how_given(offer))
    before = reach_of(actor, offer)
    if facts.get("starts_any_time", offer.starts_any_time) != offer.starts_any_time:
        _change_when_each_begins(offer, any_time=bool(facts["starts_any_time"]))
    _write(offer, facts)
    give_reason("change offer")
    if parts is not None:
        _set_parts(offer, parts)
    _require_nobody_shut_out(actor, offer, before)
    if offer.state == State.PUBLISHED:
        require(may_publish(offer, offer.occasions.count()))
    _save(offer)
    return offer


def _require_nobody_shut_out(actor: Actor, offer: Offer, before: frozenset[int] | None) -> None:
    """``before`` is whom it reached. Raises Refused."""
    after = reach_of(actor, offer)
    if offer.state != State.PUBLISHED or after is None or (before is not None and before <= after):
        return
    require(may_change_how_given(offer))
    left_out = {
        employer: people
        for employer, people in senders_of(offer.pk).items()
        if employer not in after and (before is None or employer in before)
    }
    names = Organisation.objects.in_bulk(left_out) if left_out else {}
    require(may_shut_out({names[employer]: people for employer, people in left_out.items()}))


def _change_when_each_begins(offer: Offer, *, any_time: bool) -> None:
    """Whoever has asked has said a day of their own, or counts on the offer's. Raises Refused.

    Hours go with the days: where each begins when it suits, nobody is busy for the whole of the window. What has hours
    again has them of its day: without, nothing would keep somebody from being in two places.
    """
    days = list(offer.occasions.values_list("pk", flat=True))
    if applicants(days) or wishers(days):
        raise Refused(_("People have applied for the days as they are. Make a new offer for the other way instead."))
    if not any_time:
        _give_hours(offer)
        return
    noted = Presence.objects.filter(occasion__offer=offer, session__isnull=False).values("session")
    Session.objects.filter(occasion__offer=offer).exclude(pk__in=noted).delete()


def _give_hours(offer: Offer) -> None:
    """To each occasion without, those from its beginning to its end. Raises Refused for a window of several days."""
    bare = list(offer.occasions.filter(state=Occasion.State.OPEN, ends__gt=timezone.now(), sessions=None))
    if any(timezone.localdate(one.starts) != timezone.localdate(one.ends) for one in bare):
        raise Refused(_("It may be begun over several days. Copy the offer, and give the copy its days and hours."))
    Session.objects.bulk_create(
        Session(
            occasion=one,
            employer_id=one.employer_id,
            starts=one.starts,
            ends=one.ends,
            place=one.place,
            link=one.link,
        )
        for one in bare
    )


@transaction.atomic
def set_requirements(
    *, actor: Actor, offer_id: int, wanted: Iterable[Wanted], shown: Iterable[Wanted] | None = None
) -> None:
    """Which requirements it helps to meet, of which frameworks; what is not named is taken away.

    Where ``shown`` is given, what another tab has added meanwhile stays, and what it took away is not put back.
    """
    offer = _locked(actor, offer_id)
    require(may_change(actor, offer))
    give_reason("set requirements of offer")
    chosen = {(one.framework, one.code) for one in wanted}
    kept = {(one.framework_id, one.requirement): one for one in offer.meets.all()}
    may_go = set(kept) if shown is None else {(one.framework, one.code) for one in shown}
    Meets.objects.filter(pk__in=[row.pk for key, row in kept.items() if key in may_go - chosen]).delete()
    Meets.objects.bulk_create(
        Meets(offer=offer, employer_id=offer.employer_id, framework_id=framework, requirement=code)
        for framework, code in sorted(chosen - set(kept) - (may_go if shown is not None else set()))
    )


@transaction.atomic
def publish_offer(*, actor: Actor, offer_id: int) -> Offer:
    """Show it to whom it is for. Raises NotYours, Refused."""
    offer = _locked(actor, offer_id)
    require(may_change(actor, offer))
    give_reason("publish offer")
    _publish(actor, offer, offer.occasions.filter(state=Occasion.State.OPEN).count())
    return offer


def _publish(actor: Actor, offer: Offer, open_occasions: int) -> None:
    require(may_publish(offer, open_occasions))
    offer.state = State.PUBLISHED
    offer.published_on = offer.published_on or actor.today
    offer.save(update_fields=["state", "published_on"])


@transaction.atomic
def take_back_offer(*, actor: Actor, offer_id: int) -> None:
    """Make it a draft again, while nobody has applied or may wish for it. Raises NotYours, Refused."""
    offer = _locked(actor, offer_id)
    require(may_change(actor, offer))
    require(may_be_draft(asked_for(offer.pk), states_of_rounds(offer.pk)))
    give_reason("take back offer")
    offer.state = State.DRAFT
    offer.save(update_fields=["state"])


@transaction.atomic
def delete_offer(*, actor: Actor, offer_id: int) -> None:
    """A draft that nobody has applied to and no round holds on to. Of the bundle that it was made of another may be.

    Raises NotYours, Refused.
    """
    offer = _locked(actor, offer_id)
    require(may_be_gone(offer, asked_for(offer.pk), states_of_rounds(offer.pk)))
    give_reason("delete offer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_let_go_of_offer(%s)", [offer.pk])
    offer.delete()


@transaction.atomic
def copy_offer(*, actor: Actor, offer_id: int) -> Offer:
    """A draft with the same text and parts, without occasions. Raises NotYours, Refused."""
    offer = _locked(actor, offer_id)
    publisher = Publisher(offer.employer_id, offer.unit_id, offer.collaboration_id, offer.is_joint)
    facts = {name: getattr(offer, name) for name in WRITTEN} | {"reference": ""}
    made = create_offer(actor=actor, publisher=publisher, new=NewOffer(facts, (), parts_of(offer)), publish=False)
    Meets.objects.bulk_create(
        Meets(offer=made, employer_id=made.employer_id, framework_id=one.framework_id, requirement=one.requirement)
        for one in offer.meets.all()
    )
    return made


@transaction.atomic
def call_off_offer(*, actor: Actor, offer_id: int, why: str) -> int:
    """Call off the offer and its occasions to come, and tell all who wait, have a place or wish for one.

    Returns how many were told. Raises NotYours, Refused.
    """
    offer = _locked(actor, offer_id)
    require(may_change(actor, offer))
    why = checked_reason(why)
    give_reason("call off offer")
    coming = list(
        offer.occasions.filter(state=Occasion.State.OPEN, ends__gt=timezone.now()).values_list("pk", flat=True)
    )
    people, wished = applicants(coming), wishers(coming)
    Occasion.objects.filter(pk__in=coming).update(state=Occasion.State.CANCELLED, cancelled_why=why)
    offer.state, offer.cancelled_why = State.CANCELLED, why
    offer.save(update_fields=["state", "cancelled_why"])
    tell(people, CANCELLED, timezone.now())
    tell_called_off(wished)
    return len({one.user for one in people} | {one.user for one in wished})


def parts_of(offer: Offer) -> Parts:
    """The parts as they are. Four queries."""
    return Parts(
        blocks=[
            BlockText(one.title, one.hours, one.form, one.is_simulation, one.is_team) for one in offer.blocks.all()
        ],
        examinations=[ExaminationText(one.profession_id, one.level, one.credits) for one in offer.examinations.all()],
        priors=[PriorText(one.kind, one.code, one.title) for one in offer.priors.all()],
        invited=sorted(one.invited_id for one in offer.invited.all()),
    )


def stamp_of(offer: Offer, parts: Parts) -> str:
    """Of all that is written of it."""
    return stamp([getattr(offer, name) for name in WRITTEN], parts)


def _locked(actor: Actor, offer_id: int) -> Offer:
    """Its row, which nobody else changes meanwhile. Raises NotYours."""
    found = writable(actor, Offer).filter(pk=offer_id).select_for_update().first()
    if found is None:
        raise NotYours
    return found


def _write(offer: Offer, facts: Mapping[str, Any]) -> None:
    for name, value in checked(facts, offer).items():
        setattr(offer, name, value)


def _save(offer: Offer) -> None:
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError as error:
        if "offer_has_its_own_reference" in str(error):
            raise Refused(_("You have another offer with that reference.")) from error
        raise


def _set_parts(offer: Offer, parts: Parts) -> None:
    """Taken away and written anew: they have no lives of their own. Raises Refused."""
    whose = {"offer": offer, "employer_id": offer.employer_id}
    if len({one.profession for one in parts.examinations}) < len(parts.examinations):
        raise Refused(_("The profession has an examination already. Write one for each."))
    offer.blocks.all().delete()
    Block.objects.bulk_create(
        Block(
            **whose,
            position=position,
            title=clean(one.title),
            hours=one.hours,
            form=one.form,
            is_simulation=one.is_simulation,
            is_team=one.is_team,
        )
        for position, one in enumerate(parts.blocks)
    )
    offer.examinations.all().delete()
    Examination.objects.bulk_create(
        Examination(**whose, profession_id=one.profession, level=clean(one.level), credits=one.credits)
        for one in parts.examinations
    )
    offer.priors.all().delete()
    Prior.objects.bulk_create(
        Prior(**whose, kind=one.kind, code=one.code, title=clean(one.title))
        for one in {(one.kind, one.code): one for one in parts.priors}.values()
    )
    offer.invited.all().delete()
    Invited.objects.bulk_create(Invited(**whose, invited_id=one) for one in sorted(set(parts.invited)))
