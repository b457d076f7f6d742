"""Reading placements: a person's decisions as a line, and what a team holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from stegvis.careers.models import Placement, PlacementAnswer
from stegvis.careers.wording import levels_in_words, worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.queries import effective_of
from stegvis.people.access import current, not_ended
from stegvis.people.models import Employment

Kind = Placement.Kind


@dataclass(frozen=True)
class Decided:
    """A decision in words. ``state`` is now, before (shown earlier), or withdrawn; ``answers`` what the person said."""

    placement: Placement
    level: str
    proposed: str
    area: str
    track: str
    decided_by: str
    state: str
    answers: tuple[PlacementAnswer, ...] = ()

    @property
    def place(self) -> tuple[int, str, str]:
        """Employer, profession and area."""
        return self.placement.employer_id, self.placement.profession_id, self.placement.area


def decisions_of(actor: Actor, person: UUID) -> list[Decided]:
    """All decisions about a person that the actor may read, the latest first. Two queries, one more for answers."""
    said = visible(actor, PlacementAnswer).filter(placement=OuterRef("pk"))
    rows = visible(actor, Placement).filter(person=person).annotate(is_answered=Exists(said))
    works = Employment._base_manager.filter(
        not_ended(actor), person=OuterRef("person_id"), employer=OuterRef("employer_id")
    )
    rows = rows.annotate(works_there=Exists(works))
    placements = list(rows.select_related("version__framework", "employer", "profession"))
    names = names_of(one.decided_by_id for one in placements)
    held = holding(placements)
    answers: dict[int, list[PlacementAnswer]] = defaultdict(list)
    if any(one.is_answered for one in placements):
        for answer in visible(actor, PlacementAnswer).filter(person=person):
            answers[answer.placement_id].append(answer)
    found = [
        _in_words(one, names.get(one.decided_by_id or 0, ""), _state(one, held, works_there=one.works_there))
        for one in reversed(placements)
    ]
    return [replace(one, answers=tuple(answers[one.placement.pk])) for one in found]


def team_answers(actor: Actor) -> QuerySet[PlacementAnswer]:
    """What the people in the actor's units have said of decisions about them, what waits for a reply first."""
    employments = visible(actor, Employment).filter(not_ended(actor), unit__in=actor.manages)
    of_team = employments.filter(person=OuterRef("person_id"), employer=OuterRef("employer_id"))
    rows = visible(actor, PlacementAnswer).filter(Exists(of_team)).exclude(person=actor.person)
    rows = rows.select_related("person", "placement__version__framework", "employer")
    return rows.order_by(F("replied_on").desc(nulls_first=True), "-written_on", "-pk")


def employment_of(actor: Actor, person: UUID, employment: int) -> Employment:
    """Somebody's employment in a unit that the actor manages. Raises NotYours."""
    rows = visible(actor, Employment).filter(current(actor), unit__in=actor.manages)
    rows = rows.select_related("person", "employer", "unit", "profession")
    return get_visible(actor, Employment, rows, pk=employment, person=person)


@dataclass(frozen=True)
class Managed:
    """Somebody whom the actor may decide about: one employment for each employer and profession.

    ``mentored_until`` is the planned end of a mentorship that runs, None without one.
    """

    employments: tuple[Employment, ...] = ()
    mentored_until: date | None = None


def managed(actor: Actor, person: UUID) -> Managed:
    """Without employments where the actor does not decide about the person. One query."""
    if person == actor.person:
        return Managed()
    rows = visible(actor, Employment).filter(current(actor), person=person, unit__in=actor.manages)
    employments: dict[tuple[int, str], Employment] = {}
    until: date | None = None
    mentored = RawSQL("SELECT max(m.ends) FROM stegvis_mentored() m WHERE m.person = people_employment.person_id", ())
    for one in rows.annotate(mentored_until=mentored).order_by("share", "-pk"):
        employments[one.employer_id, one.profession_id] = one
        until = one.mentored_until
    return Managed(tuple(employments.values()), until)


def held_decisions(actor: Actor, persons: Iterable[UUID]) -> dict[tuple[UUID, int, str], list[Placement]]:
    """(person, employer, profession) → the decisions that hold, one in each area, the latest last. One query."""
    rows = visible(actor, Placement).filter(person__one_of=set(persons), withdrawn_on__isnull=True)
    found: dict[tuple[UUID, int, str], list[Placement]] = defaultdict(list)
    for one in rows.defer("ground"):
        found[one.person_id, one.employer_id, one.profession_id].append(one)
    held = {key: holding(decisions) for key, decisions in found.items()}
    return {key: [one for one in decisions if one.pk in held[key]] for key, decisions in found.items()}


def held_in(decisions: Iterable[Placement], area: str) -> Placement | None:
    return next((one for one in decisions if one.area == area), None)


def order_in(decision: Placement, document: FrameworkDocument) -> int:
    """The order of the level decided among those of another version, where that has it."""
    orders = {level.code: level.order for level in document.levels}
    return orders.get(decision.level_code, decision.level_order)


def is_above(decision: Placement | None, document: FrameworkDocument, order: int) -> bool:
    """Whether a level is decided above the one worked out: then nothing is left to it, some is only not registered."""
    return decision is not None and order_in(decision, document) > order


def level_title(document: FrameworkDocument, code: str) -> str:
    titles = {level.code: worded(level.title) for level in document.levels}
    return titles.get(code) or gettext("Not yet on the first level")


def holding(placements: Iterable[Placement]) -> set[int]:
    """Of one person's placements, the oldest first: the latest of each area, unless they changed field since."""
    latest: dict[tuple[int, str], dict[str, int]] = {}
    for one in placements:
        if one.withdrawn_on is None:
            fields = latest.setdefault((one.employer_id, one.profession_id), {})
            if one.kind == Kind.CHANGED_FIELD or (one.kind == Kind.STEPPED_BACK and one.area not in fields):
                fields.clear()
            fields[one.area] = one.pk
    return {pk for fields in latest.values() for pk in fields.values()}


def _state(placement: Placement, held: set[int], *, works_there: bool) -> str:
    """An employer's decision holds as long as the person works there."""
    if placement.withdrawn_on is not None:
        return "withdrawn"
    return "now" if placement.pk in held and works_there else "before"


def _in_words(placement: Placement, decided_by: str, state: str) -> Decided:
    document = effective_of(placement.version).document
    areas = {one.code: worded(one.title) for one in document.areas}
    tracks = {track.code: worded(track.title) for level in document.levels for track in level.tracks}
    return Decided(
        placement=placement,
        level=level_title(document, placement.level_code),
        proposed=levels_in_words(document).get(placement.proposed_order, ""),
        area=areas.get(placement.area, ""),
        track=tracks.get(placement.track, ""),
        decided_by=decided_by,
        state=state,
    )
