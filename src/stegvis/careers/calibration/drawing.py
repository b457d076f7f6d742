"""Drawing a round's sample, dealing it out, and closing it. Run as Stegvis itself: no coordinator sees whom it hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from stegvis.careers.calibration.database import FRAME, PAIRS, WAITING
from stegvis.careers.calibration.results import result_of
from stegvis.careers.models import CalibrationRound, SecondAssessment
from stegvis.engine.disclosure import THRESHOLD
from stegvis.engine.statistics import one_of_each, sample
from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.units.queries import used_in_units
from stegvis.people.access import current
from stegvis.people.models import Employment


@dataclass(frozen=True)
class _Judgement:
    """One that could be repeated, and by which of the round's assessors."""

    person: UUID
    unit: int
    evidence: int
    competence: str
    area: str
    rating: int
    event: int
    assessors: tuple[int, ...]


@dataclass(frozen=True)
class _Assessor:
    user: int
    colleagues: frozenset[int]  # the units where the assessor works
    manages: frozenset[int]
    reads_all: bool

    def may_judge(self, unit: int, themself: int | None, first: int | None) -> bool:
        """Nobody judges themself, again what they judged first, their own unit, or whose record they read anyway."""
        near = unit in self.colleagues or unit in self.manages
        return not (near or self.reads_all or self.user in {themself, first})


def draw_round(round_id: int) -> None:
    """Draw the sample of a planned round and open it; a round that cannot be drawn is closed and says why.

    One judgement a person: pairs of the same person would not be independent, and five pairs would not be five people.
    Among those the lottery is stratified by unit and by whether the rating is at an end of the scale. What is drawn is
    dealt to the assessor with the least so far of those who may judge it.
    """
    found = _locked(round_id, CalibrationRound.State.PLANNED)
    if found is None:
        return
    scale = scale_of(found)
    chosen = _drawn(_frame(found, scale), found, {scale[0], scale[-1]} if scale else set())
    if len(chosen) < THRESHOLD:
        _close(found, {"problem": "too_few_judgements"})
        return
    load: Counter[int] = Counter()
    rows = []
    for one in chosen:
        assessor = min(one.assessors, key=lambda user: (load[user], user))
        load[assessor] += 1
        rows.append(
            SecondAssessment(
                round=found,
                employer_id=found.employer_id,
                person_id=one.person,
                evidence_id=one.evidence,
                first_event=one.event,
                competence=one.competence,
                area=one.area,
                assessor_id=assessor,
            )
        )
    SecondAssessment.objects.bulk_create(rows)
    found.state = CalibrationRound.State.OPEN
    found.save(update_fields=["state"])


def open_rounds() -> list[int]:
    return list(CalibrationRound.objects.filter(state=CalibrationRound.State.OPEN).values_list("pk", flat=True))


def finish_round(round_id: int) -> None:
    """Close an open round in which nothing waits to be judged, and compute what it says."""
    found = _locked(round_id, CalibrationRound.State.OPEN)
    if found is not None and not _is_awaited(found):
        _close(found, _result(found))


def _is_awaited(found: CalibrationRound) -> bool:
    """Whether an assessor has something left to judge, by what each is asked for now."""
    for user in found.assessors.order_by("pk").values_list("user", flat=True):
        with acting_as(user, reason="calibration"):
            if _rows(WAITING, round=found.pk)[0][0]:
                return True
    return False


def compute_result(round_id: int) -> None:
    """What a round that was closed by hand says."""
    found = _locked(round_id, CalibrationRound.State.CLOSED)
    if found is not None and not found.result:
        _close(found, _result(found))


def scale_of(found: CalibrationRound) -> list[int]:
    return sorted(value.value for value in effective_of(found.version).document.scale)


def _locked(round_id: int, state: CalibrationRound.State) -> CalibrationRound | None:
    """The round, held until the transaction ends; None where another came before."""
    return CalibrationRound.objects.select_for_update().filter(pk=round_id, state=state).first()


def _close(found: CalibrationRound, result: dict[str, Any]) -> None:
    found.state, found.result = CalibrationRound.State.CLOSED, result
    found.closed_at = found.closed_at or timezone.now()
    found.save(update_fields=["state", "result", "closed_at"])


def _result(found: CalibrationRound) -> dict[str, Any]:
    pairs = [(code, int(first), int(second)) for code, first, second in _rows(PAIRS, round=found.pk)]
    return result_of(pairs, sampled=found.assessments.count(), scale=scale_of(found))


def _frame(found: CalibrationRound, scale: Sequence[int]) -> list[_Judgement]:
    by_employer, in_units = _competences(found.version), used_in_units(found.employer_id)
    asked = {unit: _competences(version) for (unit, code), version in in_units.items() if code == found.profession_id}
    rows = _rows(
        FRAME,
        employer=found.employer_id,
        profession=found.profession_id,
        competences=sorted(by_employer.union(*asked.values())),
        scale=list(scale),
    )
    assessors = [_assessor(user, found.employer_id) for user in found.assessors.values_list("user", flat=True)]
    frame = [
        _Judgement(
            *(person, unit, evidence, code, area, rating, event),
            assessors=tuple(one.user for one in assessors if one and one.may_judge(unit, themself, first)),
        )
        for person, themself, unit, evidence, code, area, rating, first, event in rows
        if event is not None and code in asked.get(unit, by_employer)
    ]
    return [one for one in frame if one.assessors]


def _competences(version: FrameworkVersion) -> set[str]:
    return {item.code for group in effective_of(version).document.competences for item in group.items}


def _drawn(frame: list[_Judgement], found: CalibrationRound, ends: set[int]) -> list[_Judgement]:
    own = [frame[position] for position in one_of_each([one.person for one in frame], found.seed)]
    strata = [(one.unit, one.rating in ends) for one in own]
    return [own[position] for position in sample(strata, found.sample_size, found.seed)]


def _assessor(user: int, employer: int) -> _Assessor | None:
    """What the user's own sets say; None for an account that is closed."""
    with acting_as(user, reason="calibration") as them:
        if them.user is None:
            return None
    units = Employment.objects.filter(current(them), person=them.person).values_list("unit", flat=True)
    return _Assessor(
        user,
        colleagues=frozenset(units) if them.person else frozenset(),
        manages=them.manages,
        reads_all=employer in them.coordinates,
    )


def _rows(statement: str, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
