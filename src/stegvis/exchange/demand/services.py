"""Saying what is missing, taking it back, and gathering demand into something to buy or to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.exchange.demand.notices import ANSWERED, ASKED, REQUEST, SEATS
from stegvis.exchange.demand.policies import may_answer, may_gather, may_lead, may_state_seats
from stegvis.exchange.demand.tasks import tell_of_bundle
from stegvis.exchange.models import Bundle, BundleSeats, Offer, Wanted
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.competence_areas import area_of
from stegvis.frameworks.models import FrameworkRequirement
from stegvis.organisations.models import Membership, Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment

State = Bundle.State
MOST_SAID = 50
"""So many things one may have said are missing at a time."""


@dataclass(frozen=True)
class Missing:
    """An area, a requirement of a framework, or words; at least one of them."""

    area: str = ""
    framework: str = ""
    requirement: str = ""
    words: str = ""


@transaction.atomic
def say_missing(*, actor: Actor, missing: Missing) -> bool:
    """Say that something is missing, for where one works the most. Whether it was new. Raises Refused."""
    employment = visible(actor, Employment).filter(current(actor), person=actor.person).order_by("-share", "pk").first()
    if actor.person is None or employment is None:
        raise Refused(_("Only somebody who is employed can say what is missing."))
    framework = None
    if missing.requirement:
        known = FrameworkRequirement.objects.filter(
            version__framework__code=missing.framework, code=missing.requirement
        )
        framework = known.values_list("version__framework", flat=True).first()
        if framework is None:
            raise NotYours
    if missing.area and area_of(missing.area) is None:
        raise Refused(_("Choose one of the areas."))
    words = _checked(missing.words)
    if not (words or missing.area or missing.requirement):
        raise Refused(_("Choose an area, or write what is missing."))
    if visible(actor, Wanted).filter(person=actor.person).count() >= MOST_SAID:
        raise Refused(_("You have said very much already. Take something back before you add more."))
    facts = {"area": missing.area, "framework_id": framework, "requirement": missing.requirement, "words": words}
    try:
        with transaction.atomic():
            Wanted.objects.create(
                person_id=actor.person, employer_id=employment.employer_id, said_on=actor.today, **facts
            )
    except IntegrityError as refused:
        if "wanted_is_said_once" not in str(refused):
            raise
        return False
    return True


@transaction.atomic
def take_back(*, actor: Actor, wanted_id: int) -> None:
    """Take back what one has said. Raises NotYours."""
    found = visible(actor, Wanted).filter(person=actor.person, pk=wanted_id).first()
    if found is None:
        raise NotYours
    found.delete()


def _checked(text: str) -> str:
    words: str = clean(text)
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words


@dataclass(frozen=True)
class BundleFacts:
    kind: str
    title: str
    words: str = ""
    areas: tuple[str, ...] = ()
    answer_by: date | None = None
    university: int | None = None


@transaction.atomic
def gather(*, actor: Actor, collaboration: int, facts: BundleFacts, request: UUID | None = None) -> Bundle:
    """Begin to gather demand; the employers' coordinators see it at once. Raises Refused.

    ``request`` again makes nothing more and gives the first.
    """
    require(may_gather(actor, collaboration))
    if request is not None:
        wait_for_turn("exchange.gather", request)
        if made := writable(actor, Bundle).filter(created_by=actor.user, request=request).first():
            return made
    if facts.answer_by and facts.answer_by < actor.today:
        raise Refused(_("The day has passed."))
    if facts.kind == Bundle.Kind.REQUEST and facts.university is None:
        raise Refused(_("Choose the university to ask."))
    assert actor.user is not None, "the policy refuses nobody"  # noqa: S101 - tells the type checker
    bundle = Bundle.objects.create(
        collaboration_id=collaboration,
        created_by_id=actor.user,
        kind=facts.kind,
        title=_checked(facts.title),
        words=_checked(facts.words),
        areas=list(facts.areas),
        answer_by=facts.answer_by,
        university_id=facts.university if facts.kind == Bundle.Kind.REQUEST else None,
        request=request,
    )
    tell_of_bundle.defer(bundle_id=bundle.pk, kind=SEATS)
    return bundle


@transaction.atomic
def state_seats(*, actor: Actor, bundle_id: int, employer: int, seats: int) -> None:
    """How many seats an employer wants; said again, it is changed. Raises Refused, NotYours."""
    bundle = visible(actor, Bundle).filter(pk=bundle_id).first()
    if bundle is None:
        raise NotYours
    require(may_state_seats(actor, bundle, employer))
    members = visible(actor, Membership).filter(current(actor), collaboration=bundle.collaboration_id)
    if not members.filter(organisation=employer).exists():
        raise NotYours
    BundleSeats.objects.update_or_create(bundle=bundle, employer_id=employer, defaults={"seats": seats})


@transaction.atomic
def ask(*, actor: Actor, bundle_id: int) -> Bundle:
    """Send the request, or go out to buy: seats are no longer gathered. Raises Refused, also where nobody wants any.

    A university may answer what it can give before anybody has said how many.
    """
    bundle = _held(actor, bundle_id)
    require(may_lead(actor, bundle, State.GATHERING))
    wanted = visible(actor, BundleSeats).filter(bundle=bundle, seats__gt=0)
    if bundle.kind == Bundle.Kind.PURCHASE and not wanted.exists():
        raise Refused(_("No employer has said how many seats it wants."))
    bundle.state = State.ASKED
    bundle.save()
    for kind in (REQUEST, ASKED):
        tell_of_bundle.defer(bundle_id=bundle.pk, kind=kind)
    return bundle


@transaction.atomic
def answer(*, actor: Actor, bundle_id: int, words: str) -> Bundle:
    """The university's answer; it may be changed until something is bought. Raises Refused."""
    bundle = _held(actor, bundle_id)
    require(may_answer(actor, bundle))
    bundle.answer, bundle.answered_on, bundle.state = _checked(words), actor.today, State.ANSWERED
    bundle.save()
    tell_of_bundle.defer(bundle_id=bundle.pk, kind=ANSWERED)
    return bundle


@transaction.atomic
def make_offer(*, actor: Actor, bundle_id: int) -> Offer:
    """A joint draft of an offer, with what is gathered in it; pressed again, the same one. Raises Refused.

    A university answers for what it was asked for, else the employer that wants the most seats, to be changed by who
    goes on with the draft.
    """
    bundle = _held(actor, bundle_id)
    require(may_lead(actor, bundle, State.ASKED, State.ANSWERED, State.BOUGHT))
    if bundle.offer is not None:
        return bundle.offer
    give_reason("offer from gathered demand")
    most = visible(actor, BundleSeats).filter(bundle=bundle, seats__gt=0).order_by("-seats", "employer__name").first()
    employer = bundle.university_id or (most.employer_id if most else None)
    if employer is None:
        raise Refused(_("No employer has said how many seats it wants."))
    is_university = employer == bundle.university_id
    bundle.offer = Offer.objects.create(
        employer_id=employer,
        collaboration_id=bundle.collaboration_id,
        is_joint=True,
        kind=Offer.Kind.COURSE,
        provider=Offer.Provider.COMMISSIONED if is_university else Offer.Provider.BOUGHT,
        title=bundle.title,
        description=bundle.words,
        areas=bundle.areas,
        audience=Offer.Audience.COLLABORATION,
        split=Offer.Split.BY_SEATS,
        created_by_id=actor.user,
    )
    bundle.state = State.BOUGHT
    bundle.save()
    return bundle.offer


def _held(actor: Actor, bundle_id: int) -> Bundle:
    bundle = writable(actor, Bundle).select_for_update(of=("self",)).filter(pk=bundle_id).first()
    if bundle is None:
        raise NotYours
    return bundle


def universities() -> list[Organisation]:
    return list(Organisation.objects.filter(type=Organisation.Type.UNIVERSITY).order_by("name"))
