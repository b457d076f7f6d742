"""Reading consents: one's own, those for an employer, and whether there is anything to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from stegvis.careers.models import Assessment, DevelopmentPlan, Placement
from stegvis.careers.record.entries import Section
from stegvis.careers.record.sections import shareable
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.organisations.models import Organisation
from stegvis.people.access import not_ended
from stegvis.people.models import Consent, Employment, Evidence, Part

NEW = timedelta(days=180)
"""How long after its first day an employment is new, and showing one's record is suggested on the first page."""
SHAREABLE = (Evidence, Placement, Assessment, DevelopmentPlan)


def running(actor: Actor) -> Q:
    return Q(ended_at__isnull=True, until__gte=actor.today)


def own_consents(actor: Actor) -> QuerySet[Consent]:
    """All that one has given, those that run first. Raises NotYours for whoever is no person."""
    if actor.person is None:
        raise NotYours
    rows = visible(actor, Consent).filter(person=actor.person).select_related("receiver")
    return rows.order_by("ended_at", "-until", "-pk")


def receivers(actor: Actor) -> QuerySet[Organisation]:
    """Organisations where somebody can read what is shown, where one works first."""
    taking_part = visible(actor, Organisation).filter(pk__in=RawSQL("SELECT stegvis_taking_part()", ()))
    works = visible(actor, Employment).filter(not_ended(actor), person=actor.person, employer=OuterRef("pk"))
    return taking_part.annotate(works_there=Exists(works)).order_by("-works_there", "name")


def registrars(actor: Actor) -> set[int]:
    """Who has registered something about the actor that may be shown. One query."""
    first, *rest = (
        visible(actor, model).filter(person=actor.person).order_by().values_list("employer") for model in SHAREABLE
    )
    return {employer for (employer,) in first.union(*rest)}


def unasked(actor: Actor) -> QuerySet[Employment]:
    """One's new employments with whom one has not decided what to show, where others have something registered."""
    if actor.person is None:
        return Employment.objects.none()
    own = visible(actor, Evidence).filter(person=actor.person).exclude(employer=OuterRef("employer"))
    given = visible(actor, Consent).filter(person=actor.person, receiver=OuterRef("employer"))
    rows = visible(actor, Employment).filter(
        not_ended(actor), Exists(own), ~Exists(given), person=actor.person, valid_from__gte=actor.today - NEW
    )
    return rows.select_related("employer")


def shown_to_us(actor: Actor) -> QuerySet[Consent]:
    """What runs for the employers that the actor reads for, the latest first."""
    rows = visible(actor, Consent).filter(running(actor)).select_related("person", "receiver")
    return (rows.exclude(person=actor.person) if actor.person else rows).order_by("-given_on", "-pk")


@dataclass(frozen=True)
class SharedRecord:
    """What somebody shows an employer; ``counted`` are the keys of evidence that the employer has itself already."""

    consent: Consent
    sections: tuple[Section, ...]
    counted: frozenset[int]


def shared_record(actor: Actor, consent_id: int) -> SharedRecord:
    """What is shown by a consent that runs. Raises NotYours."""
    consent = get_visible(actor, Consent, shown_to_us(actor), pk=consent_id)
    sections = tuple(
        shareable(actor, consent.person_id, part, besides=consent.receiver_id) for part in Part if part in consent.parts
    )
    own = visible(actor, Evidence).filter(person=consent.person_id, employer=consent.receiver_id)
    same = own.filter(
        **{name: OuterRef(name) for name in ("kind", "code", "area", "valid_from", "judged_by", "origin")}
    )
    counted = visible(actor, Evidence).filter(Exists(same), person=consent.person_id).exclude(employer=consent.receiver)
    return SharedRecord(consent, sections, frozenset(counted.values_list("pk", flat=True)))
