"""What coordinators and assessors are shown: counts that tell of no small group, and what there is to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from stegvis.careers.models import CalibrationRound
from stegvis.careers.queries.disclosed import database_rows, unit_label
from stegvis.careers.wording import worded
from stegvis.engine.disclosure import THRESHOLD
from stegvis.engine.statistics import Leniency, leniency
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.frameworks.format.document import FrameworkDocument, ScaleValue, Term
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import adoption_of, effective_of
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession


class Asked(NamedTuple):
    """A competence, and the framework that asks for it."""

    item: Term
    document: FrameworkDocument


class Possible(NamedTuple):
    user: int
    email: str
    name: str


def possible_assessors(actor: Actor, employer: Organisation, emails: Iterable[str]) -> list[Possible]:
    """Whom of the addresses (lower case) a coordinator of the employer may choose. One query."""
    rows = database_rows("SELECT * FROM stegvis_possible_assessors(%s, %s)", employer.pk, list(emails))
    return [Possible(*row) for row in rows]


@dataclass(frozen=True)
class ToJudge:
    """One thing to judge: who, what, and by which scale. Never what was judged before."""

    id: int
    round: CalibrationRound
    person: UUID
    name: str
    unit: str
    title: str
    description: str
    area: str
    look_at: tuple[str, ...]
    values: tuple[ScaleValue, ...]
    rating: int | None
    note: str
    declined: bool

    @property
    def is_answered(self) -> bool:
        return self.declined or self.rating is not None

    @property
    def scale_words(self) -> list[tuple[str, str]]:
        return [(f"{value.value} {worded(value.title)}", worded(value.description)) for value in self.values]

    @property
    def scale(self) -> list[int]:
        return [value.value for value in self.values]


def to_judge(actor: Actor) -> list[ToJudge]:
    """What the actor is asked to judge in open rounds, by round and name.

    Two queries and one a round; one with nothing to judge.
    """
    rows = database_rows("SELECT * FROM stegvis_to_judge()")
    if not rows:
        return []
    rounds = (
        visible(actor, CalibrationRound)
        .select_related("employer", "profession", "version")
        .in_bulk({row[1] for row in rows})
    )
    terms = {key: competences_in(found) for key, found in rounds.items()}
    return [_to_judge(rounds[row[1]], terms[row[1]], row) for row in rows if row[1] in rounds]


def competences_in(found: CalibrationRound) -> dict[str, Asked]:
    """Code → the competence as the version in use has it, else an overlay that the employer has published. One query.

    A unit with an overlay of its own is judged in what that adds, too.
    """
    overlays = FrameworkVersion.objects.filter(framework__owner=found.employer_id, base__isnull=False)
    documents = [effective_of(one).document for one in overlays.order_by("version", "pk")]
    return {
        item.code: Asked(item, document)
        for document in (*documents, effective_of(found.version).document)  # the last of a code counts
        for group in document.competences
        for item in group.items
    }


def _to_judge(found: CalibrationRound, terms: Mapping[str, Asked], row: tuple) -> ToJudge:
    key, _round, person, given, family, unit, competence, area, rating, note, declined = row
    asked_in = terms.get(competence)
    document = asked_in.document if asked_in else effective_of(found.version).document
    term = asked_in.item if asked_in else None
    areas = {one.code: worded(one.title) for one in document.areas}
    asked = (one for level in document.levels for one in level.requirements() if competence in one.accepts)
    return ToJudge(
        id=key,
        round=found,
        person=person,
        name=f"{given} {family}".strip(),
        unit=unit or "",
        title=worded(term.title) if term else competence,
        description=worded(term.description) if term else "",
        area=areas.get(area, area),
        look_at=tuple(dict.fromkeys(worded(one.title) for one in asked)),
        values=tuple(sorted(document.scale, key=lambda value: value.value)),
        rating=rating,
        note=note,
        declined=declined,
    )


@dataclass(frozen=True)
class Progress:
    """How far one assessor has come. ``name`` is empty for whom no name is shown."""

    name: str
    asked: int
    answered: int
    waiting: int


def rounds_of(actor: Actor, employer: Organisation) -> QuerySet[CalibrationRound]:
    """The employer's rounds, the latest first."""
    return visible(actor, CalibrationRound).filter(employer=employer).select_related("profession", "version__framework")


def round_of(actor: Actor, round_id: int) -> CalibrationRound:
    """One round. Raises NotYours."""
    rows = visible(actor, CalibrationRound).select_related("employer", "profession", "version__framework")
    return get_visible(actor, CalibrationRound, rows, pk=round_id)


def progress_of(actor: Actor, employer: Organisation) -> dict[int, list[Progress]]:
    """Round → its assessors, for the employer's coordinators; nothing for others. Two queries."""
    rows = database_rows("SELECT * FROM stegvis_round_progress(%s)", employer.pk)
    names = names_of(row[1] for row in rows)
    found: dict[int, list[Progress]] = defaultdict(list)
    for round_id, assessor, *numbers in rows:
        found[round_id].append(Progress(names.get(assessor, ""), *numbers))
    return dict(found)


@dataclass(frozen=True)
class Judge:
    """How one assessor, or a unit's judges in a role, compare with the others. ``persons`` are at least five."""

    label: str
    is_person: bool
    persons: int
    found: Leniency


@dataclass(frozen=True)
class Judges:
    employer: Organisation
    profession: Profession
    judges: tuple[Judge, ...]
    hidden: int


def judges_of(actor: Actor, employer: Organisation, profession: Profession) -> Judges:
    """An employer's assessors against each other, those of few persons left out. Raises NotYours. Five queries."""
    if employer.pk not in actor.coordinates:
        raise NotYours
    rows = database_rows("SELECT * FROM stegvis_judgements(%s, %s)", employer.pk, profession.pk)
    keys = list(dict.fromkeys(row[:3] for row in rows))
    items = list(dict.fromkeys(row[3:5] for row in rows))
    persons = {row[:3]: row[7] for row in rows}
    found = leniency(
        [keys.index(row[:3]) for row in rows],
        [items.index(row[3:5]) for row in rows],
        [row[5] for row in rows],
        [row[6] for row in rows],
    )
    shown = _not_few({keys[number]: persons[keys[number]] for number in found})
    labels = _labels(actor, employer, profession, shown)
    judges = [
        Judge(labels[key], key[0] is not None, persons[key], found[keys.index(key)]) for key in shown if key in labels
    ]
    ranked = tuple(sorted(judges, key=lambda one: (-one.found.shrunk, one.label)))
    return Judges(employer, profession, ranked, len(found) - len(ranked))


Key = tuple[int | None, int | None, str]


def _not_few(persons: dict[Key, int]) -> list[Key]:
    """Those behind whom there are five persons; where some are left out, the smallest of the others too.

    The differences of all together are nothing, so one left out alone would be what the others leave.
    """
    shown = sorted((key for key in persons if persons[key] >= THRESHOLD), key=lambda key: (-persons[key], str(key)))
    return shown if len(shown) == len(persons) else shown[:-1]


def _labels(actor: Actor, employer: Organisation, profession: Profession, keys: Iterable[Key]) -> dict[Key, str]:
    keys = list(keys)
    names = names_of(key[0] for key in keys if key[0] is not None)
    units = visible(actor, Unit).select_related("parent").in_bulk([key[1] for key in keys if key[1] is not None])
    adoption = adoption_of(actor, employer.pk, profession.pk)
    roles = _roles(effective_of(adoption.version).document) if adoption else {}
    found: dict[Key, str] = {}
    for key in keys:
        user, unit, role = key
        if user is not None and user in names:
            found[key] = names[user]
        elif unit in units:
            found[key] = ", ".join(part for part in (unit_label(units[unit]), roles.get(role, role)) if part)
    return found


def _roles(document: FrameworkDocument) -> dict[str, str]:
    return {role.code: worded(role.title) for role in document.roles}


@dataclass(frozen=True)
class OwnJudgements:
    employer: str
    profession: str
    found: Leniency


def own_judgements(actor: Actor) -> list[OwnJudgements]:
    """How the actor's own judgements compare, by employer and profession; only beside five others' persons or more."""
    groups: dict[tuple[int, str], list[tuple]] = defaultdict(list)
    for own, employer, profession, *rest in database_rows("SELECT * FROM stegvis_own_judgements()"):
        groups[employer, profession].append((own, *rest))
    employers = visible(actor, Organisation).in_bulk([employer for employer, _profession in groups])
    professions = Profession.objects.in_bulk([profession for _employer, profession in groups])
    return [
        OwnJudgements(employers[employer].name, str(professions[profession]), _own(rows))
        for (employer, profession), rows in sorted(groups.items())
        if employer in employers
    ]


def _own(rows: list[tuple]) -> Leniency:
    items = list(dict.fromkeys(row[1:3] for row in rows))
    return leniency(
        [int(row[0]) for row in rows],
        [items.index(row[1:3]) for row in rows],
        [row[3] for row in rows],
        [row[4] for row in rows],
    )[1]
