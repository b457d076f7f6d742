"""Reading assessments: what there is to judge, how far it has come, and everybody's ratings side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from stegvis.careers.assessments.combining import combine, difference
from stegvis.careers.assessments.items import Item, can_be_judged, document_of, items_of, roles_of
from stegvis.careers.models import Assessment, Judgement, Rating
from stegvis.careers.queries.disclosed import database_rows
from stegvis.careers.queries.person import versions_of
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.access import handled, not_ended
from stegvis.people.models import Employment

State = Assessment.State


@dataclass(frozen=True)
class ToAssess:
    """A judgement that the actor is to make: of whom, by which version, in which role ("" for one's own)."""

    judgement: int
    assessment: int
    person: UUID
    name: str
    unit: str
    employer: int
    employer_name: str
    profession: str
    version: FrameworkVersion
    area: str
    role: str
    answer_by: date | None
    submitted: bool

    @property
    def is_own(self) -> bool:
        return not self.role

    @property
    def role_name(self) -> str:
        return roles_of(document_of(self.version)).get(self.role, self.role)


def to_assess(actor: Actor, *, only: int | None = None) -> list[ToAssess]:
    """The actor's judgements in assessments that are open, handed in or not, by name; ``only`` one of them.

    Two queries, one with nothing to judge.
    """
    rows = database_rows("SELECT * FROM stegvis_to_assess(%s)", only)
    if not rows:
        return []
    versions = visible(actor, FrameworkVersion).defer("exchange").in_bulk({row[9] for row in rows})
    return [
        ToAssess(
            judgement=row[0],
            assessment=row[1],
            person=row[2],
            name=f"{row[3]} {row[4]}".strip(),
            unit=row[5],
            employer=row[6],
            employer_name=row[7],
            profession=row[8],
            version=versions[row[9]],
            area=row[10],
            role=row[11],
            answer_by=row[12],
            submitted=row[13],
        )
        for row in rows
        if row[9] in versions
    ]


def own_ratings(actor: Actor, judgements: Iterable[int]) -> dict[tuple[int, str], Rating]:
    """(judgement, competence) → what the actor has saved. One query."""
    rows = visible(actor, Rating).filter(judgement__in=set(judgements), judge=actor.user)
    return {(one.judgement_id, one.competence): one for one in rows}


@dataclass(frozen=True)
class Progress:
    """Who judges, and whether they have handed in. ``role`` is empty for the person themself."""

    assessment: int
    judgement: int
    role: str
    judge: int
    handed_in: bool


def progress_of(assessments: Iterable[int]) -> list[Progress]:
    """Of those that the actor manages or that are about themself. One query."""
    rows = database_rows("SELECT * FROM stegvis_assessment_progress(%s)", list(assessments))
    return [Progress(*row) for row in rows]


def assessments_of(actor: Actor, person: UUID) -> QuerySet[Assessment]:
    """Somebody's assessments that the actor may read, the latest first."""
    rows = visible(actor, Assessment).filter(person=person)
    return rows.select_related("version__framework", "employer", "profession", "person")


def team_assessments(actor: Actor) -> QuerySet[Assessment]:
    """Those of the people in the units that the actor manages, what is to be done first."""
    rows = visible(actor, Assessment).filter(_managed(actor)).exclude(person=actor.person)
    rows = rows.exclude(state=State.WITHDRAWN)
    return rows.select_related("person", "version__framework", "profession").order_by("person__sort_name", "-pk")


def _managed(actor: Actor) -> Exists:
    employments = visible(actor, Employment).filter(not_ended(actor), unit__in=actor.manages)
    return Exists(employments.filter(person=OuterRef("person_id"), employer=OuterRef("employer_id")))


def assessment_of(actor: Actor, assessment: int) -> Assessment:
    """One that is about the actor or somebody whom they manage or handle. Raises NotYours, for a named judge too."""
    rows = visible(actor, Assessment).filter(Exists(_whole(actor)))
    rows = rows.select_related("version__framework", "person", "employer", "profession")
    return get_visible(actor, Assessment, rows, pk=assessment)


def _whole(actor: Actor) -> QuerySet[Employment]:
    """Employments through which one reads the whole assessment, not only one's own part in it."""
    rows = visible(actor, Employment).filter(person=OuterRef("person_id"), employer=OuterRef("employer_id"))
    own = rows.filter(person=actor.person) if actor.person else rows.none()
    return own | rows.filter(not_ended(actor), unit__in=actor.manages) | rows.filter(handled(actor))


def openable(actor: Actor) -> list[Employment]:
    """The team's employments, one for each person, in which something can be judged and nothing is under way.

    Three queries, one more for each employer.
    """
    rows = visible(actor, Employment).filter(not_ended(actor), unit__in=actor.manages).exclude(person=actor.person)
    under_way = visible(actor, Assessment).filter(
        person=OuterRef("person_id"), employer=OuterRef("employer_id"), state__in=[State.OPEN, State.COMPARED]
    )
    found: dict[tuple[UUID, int], Employment] = {}
    for one in rows.filter(~Exists(under_way)).select_related("person", "unit", "profession").order_by("-share", "pk"):
        found.setdefault((one.person_id, one.employer_id), one)
    versions = versions_of(actor, list(found.values()))
    judged = (one for one in found.values() if can_be_judged(versions.get(one.pk)))
    return sorted(judged, key=lambda one: one.person.sort_name)


@dataclass(frozen=True)
class Judge:
    judgement: Judgement
    role: str
    name: str

    @property
    def is_own(self) -> bool:
        return not self.judgement.role


@dataclass(frozen=True)
class Said:
    """What one judge said of a competence; ``rating`` None where they could not tell."""

    judge: Judge
    rating: int | None
    words: str
    note: str


@dataclass(frozen=True)
class Compared:
    """A competence side by side. ``by_rule`` is what the rule makes of it, ``combined`` what is agreed, else that."""

    item: Item
    said: tuple[Said, ...]
    difference: int
    by_rule: int | None
    agreed: int | None
    note: str

    @property
    def combined(self) -> int | None:
        return self.by_rule if self.agreed is None else self.agreed


@dataclass(frozen=True)
class Comparison:
    """The judges, the person first, and the competences, those where they differ most first."""

    judges: tuple[Judge, ...]
    rows: tuple[Compared, ...]

    @property
    def seen(self) -> str:
        """What whoever signs has seen put together."""
        return " ".join(sorted(f"{row.item.competence}={row.combined}" for row in self.rows))


def comparison_of(actor: Actor, assessment: Assessment) -> Comparison:
    """Everybody's ratings, of an assessment that has been opened; without judges before that. Three queries."""
    judgements = list(visible(actor, Judgement).filter(assessment=assessment, is_open=True))
    document = document_of(assessment.version)
    judges = _judges(judgements, document)
    ratings: dict[str, dict[int, Rating]] = defaultdict(dict)
    for one in visible(actor, Rating).filter(judgement__in=judgements):
        ratings[one.competence][one.judgement_id] = one
    words = {one.value: worded(one.title) for one in document.scale}
    rows = [_compared(assessment, item, judges, ratings[item.competence], words) for item in items_of(document)]
    return Comparison(tuple(judges), tuple(sorted(rows, key=lambda row: -row.difference)))


def _judges(judgements: Sequence[Judgement], document: FrameworkDocument) -> list[Judge]:
    roles, names = roles_of(document), names_of(one.judge_id for one in judgements)
    ordered = sorted(judgements, key=lambda one: (one.role != "", one.pk))
    return [Judge(one, roles.get(one.role, one.role), names.get(one.judge_id, "")) for one in ordered]


def _compared(
    assessment: Assessment, item: Item, judges: Sequence[Judge], ratings: dict[int, Rating], words: dict[int, str]
) -> Compared:
    said = [_said(judge, ratings.get(judge.judgement.pk), words) for judge in judges]
    others = [one.rating for one in said if not one.judge.is_own and one.rating is not None]
    own = next((one.rating for one in said if one.judge.is_own), None)
    agreed = agreed_of(assessment).get(item.competence, {})
    return Compared(
        item=item,
        said=tuple(said),
        difference=difference([one.rating for one in said]),
        by_rule=combine(assessment.rule, own, others),
        agreed=agreed.get("rating"),
        note=agreed.get("note", ""),
    )


def _said(judge: Judge, rating: Rating | None, words: dict[int, str]) -> Said:
    value = rating.rating if rating else None
    return Said(judge, value, words.get(value, "") if value is not None else "", rating.note if rating else "")


def agreed_of(assessment: Assessment) -> dict[str, dict]:
    """Competence → {"rating", "note"}: what was agreed in the talk, in place of what the rule makes of it."""
    return assessment.combined.get("agreed", {})


def signed_ratings(assessment: Assessment) -> dict[str, int]:
    """Competence → the rating that was signed."""
    return assessment.combined.get("ratings", {})


def comment_of(assessment: Assessment) -> str:
    """What the person wrote when they had read what was signed."""
    return assessment.combined.get("comment", "")


def has_newer_version(actor: Actor, assessment: Assessment) -> bool:
    """Whether the person is placed by another version now than the one that is judged by."""
    rows = visible(actor, Employment).filter(
        not_ended(actor),
        person=assessment.person_id,
        employer=assessment.employer_id,
        profession=assessment.profession_id,
    )
    versions = versions_of(actor, list(rows[:1]))
    return any(version.pk != assessment.version_id for version in versions.values())
