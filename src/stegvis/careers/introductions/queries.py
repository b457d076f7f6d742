"""Reading programmes and introductions. Whoever supervises sees a name only of whom they are named for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.careers.models import Introduction, IntroductionStep, Programme
from stegvis.careers.queries.disclosed import database_rows
from stegvis.careers.queries.person import versions_of
from stegvis.careers.wording import worded
from stegvis.engine.ladder import Kind as FactKind
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.frameworks.format.document import Requirement
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.queries import adoption_of, effective_of
from stegvis.frameworks.units.queries import placed_in_units
from stegvis.organisations.models import Organisation
from stegvis.people.access import not_ended
from stegvis.people.models import Employment, Person

NEW_FOR = timedelta(days=183)
"""How long somebody is suggested for an introduction."""


class Supervised(NamedTuple):
    introduction: int
    given_name: str
    family_name: str
    unit: str
    profession: str
    unit_id: int

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Case:
    """One introduction as its reader has it. ``employment`` is the person's, where the reader sees it and it runs.

    ``criteria`` are titles of the first level's requirements by code, ``given`` the codes that a step meets;
    ``names`` users' names by key.
    """

    introduction: Introduction
    name: str
    unit: str
    employment: Employment | None
    works_there: bool
    is_own: bool
    steps: tuple[IntroductionStep, ...]
    criteria: Mapping[str, str]
    given: frozenset[str]
    names: Mapping[int, str]

    @property
    def supervisor(self) -> str:
        return self.names.get(self.introduction.supervisor_id or 0, "")

    @property
    def ends(self) -> date:
        return self.introduction.extended_to or self.introduction.ends


def case_of(actor: Actor, introduction_id: int) -> Case:
    """Raises NotYours, also for a supervisor who no longer works with the person.

    Nine queries at most; three more where units have overlays.
    """
    found = get_visible(actor, Introduction, pk=introduction_id)
    is_own = actor.person == found.person_id
    employment = employed_in(actor, found.person_id, found.employer_id)
    supervised = None if is_own or employment else _supervised_by_key(actor).get(found.pk)
    if not (is_own or employment or supervised):
        raise NotYours
    person = None if supervised else visible(actor, Person).filter(pk=found.person_id).first()
    steps = tuple(visible(actor, IntroductionStep).filter(introduction=found))
    version = _version(actor, found, employment, supervised)
    return Case(
        introduction=found,
        name=str(person) if person else supervised.name if supervised else "",
        unit=employment.unit.name if employment else supervised.unit if supervised else "",
        employment=employment,
        works_there=employment is not None or supervised is not None,
        is_own=is_own,
        steps=steps,
        criteria=criteria_of(version),
        given=frozenset(given_by_steps(version)),
        names=names_of([found.supervisor_id, *(step.done_by_id for step in steps)]),
    )


def _version(
    actor: Actor, found: Introduction, employment: Employment | None, supervised: Supervised | None
) -> FrameworkVersion | None:
    if employment is not None:
        return version_of(actor, employment)
    if supervised is None:
        return None
    in_units = placed_in_units(found.employer_id, actor.today)
    adoption = adoption_of(actor, found.employer_id, supervised.profession)
    return in_units.get((supervised.unit_id, supervised.profession)) or (adoption.version if adoption else None)


def version_of(actor: Actor, employment: Employment) -> FrameworkVersion | None:
    """What the employment is placed against."""
    return versions_of(actor, [employment]).get(employment.pk)


def first_level(version: FrameworkVersion | None) -> list[Requirement]:
    """The lowest level's requirements, in the order of the file."""
    levels = effective_of(version).document.levels if version else ()
    return list(min(levels, key=lambda level: level.order).requirements()) if levels else []


def criteria_of(version: FrameworkVersion | None) -> dict[str, str]:
    return {one.code: worded(one.title) for one in first_level(version)}


def given_by_steps(version: FrameworkVersion | None) -> dict[str, Requirement]:
    """Those of the first level that a step can meet: being there is enough. A rating takes judges, a licence a list."""
    return {one.code: one for one in first_level(version) if one.kind in (FactKind.COURSE, FactKind.CERTIFICATE)}


def criteria_at(actor: Actor, employer: Organisation) -> dict[str, str]:
    """Those of all first levels that the employer places by, and then of what its units add. Two queries."""
    adoptions: list[Adoption | UnitAdoption] = [
        *visible(actor, Adoption).filter(employer=employer).select_related("version").order_by("pk"),
        *visible(actor, UnitAdoption).filter(employer=employer).select_related("version").order_by("pk"),
    ]
    return {code: title for one in adoptions for code, title in criteria_of(one.version).items()}


def employed_in(actor: Actor, person: UUID, employer_id: int) -> Employment | None:
    """Where the person works for the employer, now or soon; the largest share first. None where it is not seen."""
    rows = visible(actor, Employment).filter(not_ended(actor), person=person, employer=employer_id)
    return rows.select_related("unit", "profession", "employer").order_by("-share", "pk").first()


def supervised_by(actor: Actor) -> list[tuple[Introduction, Supervised]]:
    """What runs of the introductions that name the actor, by whose they are. Two queries."""
    rows = _supervised_by_key(actor)
    running = visible(actor, Introduction).filter(pk__in=rows, state=Introduction.State.RUNNING)
    found = running.in_bulk() if rows else {}
    return [(found[key], row) for key, row in rows.items() if key in found]


def _supervised_by_key(actor: Actor) -> dict[int, Supervised]:
    return {row[0]: Supervised(*row) for row in database_rows("SELECT * FROM stegvis_supervised()")}


def own_introductions(actor: Actor) -> QuerySet[Introduction]:
    """The actor's own, what runs first and then the latest."""
    rows = visible(actor, Introduction).filter(person=actor.person) if actor.person else Introduction.objects.none()
    return rows.order_by("-state", "-starts", "-pk")


def led_employments(actor: Actor) -> QuerySet[Employment]:
    """Whom the actor may lead an introduction for."""
    within = Q(unit__in=actor.manages) | Q(employer__in=actor.coordinates)
    return visible(actor, Employment).filter(not_ended(actor), within).exclude(person=actor.person)


def newcomers(actor: Actor) -> QuerySet[Employment]:
    """Employed for less than half a year, or about to begin, who have had no introduction there. One query."""
    given = Introduction.objects.filter(person=OuterRef("person"), employer=OuterRef("employer"))
    rows = led_employments(actor).filter(~Exists(given), valid_from__gt=actor.today - NEW_FOR)
    earlier = visible(actor, Employment).filter(
        person=OuterRef("person"), employer=OuterRef("employer"), valid_from__lte=actor.today - NEW_FOR
    )
    return rows.filter(~Exists(earlier)).select_related("person", "unit", "profession").order_by("valid_from", "pk")


def may_begin(actor: Actor, chosen: Employment | None) -> QuerySet[Employment]:
    """Whom to offer: one's own team, the employer's new, and whoever is ``chosen``; the latest employed first."""
    new = [one.pk for one in newcomers(actor)] + ([chosen.pk] if chosen else [])
    running = visible(actor, Introduction).filter(
        state=Introduction.State.RUNNING, person=OuterRef("person"), employer=OuterRef("employer")
    )
    rows = led_employments(actor).filter(Q(unit__in=actor.manages) | Q(pk__in=new), ~Exists(running))
    return rows.select_related("person", "unit", "profession", "employer").order_by("-valid_from", "pk")


def programmes_at(actor: Actor, employers: Iterable[int]) -> QuerySet[Programme]:
    """Those in use first."""
    rows = visible(actor, Programme).filter(employer__in=set(employers))
    return rows.order_by("-retired_on", "title", "pk")


def suggested(programmes: Iterable[Programme], profession: str) -> Programme | None:
    """One that names the profession, else one that is for all; the first in each case."""
    rows = list(programmes)
    named = (one for one in rows if profession in one.professions)
    return next(named, None) or next((one for one in rows if not one.professions), None)


def colleague(employer: Organisation, email: str) -> tuple[int, UUID | None] | None:
    """The user (and person) with the address who works for the employer, for whoever manages or coordinates there."""
    rows = database_rows("SELECT * FROM stegvis_colleague(%s, %s)", employer.pk, email.strip().lower())
    return (rows[0][0], rows[0][1]) if rows else None
