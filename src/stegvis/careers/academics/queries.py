"""Reading academic paths: one, a person's, and an employer's in counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from stegvis.careers.academics.policies import OPEN
from stegvis.careers.models import StudyPath, StudyStage
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.queries.disclosed import Line, database_rows, shown_lines
from stegvis.engine.disclosure import THRESHOLD
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

State = StudyPath.State
BANDS = (25, 50, 99, 100)
"""The last per cent of each group of shares of working time."""


@dataclass(frozen=True)
class WholePath:
    path: StudyPath
    stages: tuple[StudyStage, ...]

    @property
    def revision(self) -> str:
        """Of all that the page shows."""
        return revision_of(self.path, *self.stages)

    @property
    def next(self) -> StudyStage | None:
        return next((one for one in self.stages if one.done_on is None), None)

    @property
    def reached(self) -> int:
        return sum(one.done_on is not None for one in self.stages)

    @property
    def is_open(self) -> bool:
        return self.path.state in OPEN


def whole_path(actor: Actor, path_id: int) -> WholePath:
    """Raises NotYours. Two queries."""
    rows = visible(actor, StudyPath).select_related("person", "employer")
    (found,) = _wholes(actor, [get_visible(actor, StudyPath, rows, pk=path_id)])
    return found


def paths_of(actor: Actor, person: UUID) -> list[WholePath]:
    """A person's paths, the open ones first, then the latest. Two queries."""
    rows = visible(actor, StudyPath).filter(person=person).select_related("employer")
    return sorted(_wholes(actor, rows), key=lambda one: not one.is_open)


def team_paths(actor: Actor) -> list[WholePath]:
    """Open paths of who works in the actor's units, what waits for a yes or a follow-up first. Two queries."""
    rows = visible(actor, StudyPath).filter(state__in=OPEN).select_related("person")
    if actor.person is not None:
        rows = rows.exclude(person=actor.person)
    return sorted(_wholes(actor, rows), key=lambda one: (not _waits(one.path, actor.today), str(one.path.person)))


def _waits(path: StudyPath, today: date) -> bool:
    return path.state == State.PLANNED or bool(path.follow_up_on and path.follow_up_on <= today)


def _wholes(actor: Actor, paths: Iterable[StudyPath]) -> list[WholePath]:
    paths = list(paths)
    stages: dict[int, list[StudyStage]] = defaultdict(list)
    for stage in visible(actor, StudyStage).filter(path__in=paths):
        stages[stage.path_id].append(stage)
    return [WholePath(one, tuple(stages[one.pk])) for one in paths]


def to_follow_up(actor: Actor, until: date) -> QuerySet[StudyPath]:
    """Paths with a follow-up by the day, one's own and those of who works in one's units."""
    return visible(actor, StudyPath).filter(state__in=OPEN, follow_up_on__lte=until)


def to_agree(actor: Actor) -> QuerySet[StudyPath]:
    """What waits for the actor, as the manager, to say yes to."""
    rows = visible(actor, StudyPath).filter(state=State.PLANNED) if actor.manages else StudyPath.objects.none()
    return rows.exclude(person=actor.person) if actor.person is not None else rows


def running_with(actor: Actor, person: UUID, employer: int, first: date, last: date) -> list[StudyPath]:
    """What is open within the days for the line in a development plan. One query."""
    rows = visible(actor, StudyPath).filter(person=person, employer=employer, state__in=OPEN)
    return list(rows.filter(starts__lte=last, ends__gte=first))


@dataclass(frozen=True)
class Studies:
    """An employer's open paths: professions × kinds, with their totals, and how many by share of working time.

    ``bands`` is None where it would tell more than the table does.
    """

    employer: Organisation
    employers: tuple[Organisation, ...]
    kinds: tuple[str, ...]
    lines: tuple[Line, ...]
    bands: Line | None

    @property
    def hides(self) -> bool:
        return any(line.too_few or None in (*line.cells, line.total) for line in self.lines)


def studies_of(actor: Actor, employer_id: int | None) -> Studies:
    """Counts that tell of no small group. Three queries. Raises NotYours for an employer not coordinated."""
    employers = tuple(visible(actor, Organisation).filter(pk__in=actor.coordinates).order_by("name"))
    employer = next((one for one in employers if employer_id in {None, one.pk}), None)
    if employer is None:
        raise NotYours
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    bands: Counter[int] = Counter()
    for profession, kind, share, people in database_rows("SELECT * FROM stegvis_studies(%s)", employer.pk):
        kinds[profession][kind] += people
        bands[next(last for last in BANDS if share <= last)] += people
    known = Profession.objects.in_bulk(list(kinds))
    chosen = sorted(known, key=lambda code: str(known[code]))
    table = tuple(tuple(kinds[code][kind] for kind in StudyPath.Kind.values) for code in chosen)
    lines = shown_lines(table, (*(str(known[code]) for code in chosen), "")) if table else []
    total = lines[-1].total if lines else None
    shown = None
    if total is not None and total >= THRESHOLD:
        (shown, *_rest) = shown_lines((tuple(bands[last] for last in BANDS),), ("", ""))
    return Studies(employer, employers, tuple(str(one.label) for one in StudyPath.Kind), tuple(lines), shown)
