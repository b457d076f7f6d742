"""Two units of nurses in Ale whose competence has been judged, and assessors from Mölndal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from stegvis.careers.calibration import drawing
from stegvis.careers.calibration.queries import to_judge
from stegvis.careers.calibration.services import Answer, answer, plan_round
from stegvis.careers.models import CalibrationRound, SecondAssessment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Role
from stegvis.people.models import Employment, Evidence, Person, Profession
from tests.support.cast import START, Cast, grant
from tests.support.database import as_owner
from tests.support.layers import layer

COMPETENCES = ("personcentrerad-vard", "teamsamverkan", "saker-vard")
IN_UNIT = 24


@dataclass
class Judged:
    """The cast, with a manager in Ale south (Sara), and whom they judge; ``people`` as unit → persons."""

    cast: Cast
    version: FrameworkVersion
    sara: User
    people: dict[int, list[Person]] = field(default_factory=dict)

    @property
    def profession(self) -> Profession:
        return Profession.objects.get(pk="sjukskoterska")


def judge_all(judged: Judged, persons: list[Person], assessor: User | None, ratings: list[int]) -> None:
    """A rating of each competence of each; run it as the owner."""
    Evidence.objects.bulk_create(
        Evidence(
            person=person,
            employer=judged.cast.ale,
            kind="competence",
            code=code,
            title=code,
            amount=ratings[(n + m) % len(ratings)],
            valid_from=START,
            judged_by="enhetschef",
            assessor=assessor,
        )
        for n, person in enumerate(persons)
        for m, code in enumerate(COMPETENCES)
    )


@layer
def judged(cast: Cast, nurses: FrameworkVersion) -> Judged:
    return make_judged(cast, nurses)


def make_judged(cast: Cast, nurses: FrameworkVersion) -> Judged:
    with as_owner():
        found = Judged(cast, nurses, User.objects.create_user("sara@example.se", name="Sara"))
        grant(found.sara, Role.UNIT_MANAGER, unit=cast.ale_south)
        for unit, assessor, ratings in (
            (cast.ale_north, cast.bosse, [2, 3, 3, 4]),
            (cast.ale_south, found.sara, [1, 2, 2, 3]),
        ):
            persons = Person.objects.bulk_create(
                Person(registered_by=cast.ale, given_name="Namn", family_name=f"{unit.code} {n:02}", birth_year=1980)
                for n in range(IN_UNIT)
            )
            Employment.objects.bulk_create(
                Employment(
                    person=person,
                    employer=cast.ale,
                    unit=unit,
                    profession_id="sjukskoterska",
                    employee_number=f"{unit.code}{n}",
                    valid_from=START,
                )
                for n, person in enumerate(persons)
            )
            found.people[unit.pk] = persons
            judge_all(found, persons, assessor, ratings)
    return found


def plan(judged: Judged, *, emails: tuple[str, ...] = ("maria@example.se", "cecilia@example.se"), size: int = 40):
    with acting_as(judged.cast.gunilla.pk) as actor:
        return plan_round(
            actor=actor,
            employer=judged.cast.ale,
            profession=judged.profession,
            title="Hösten",
            sample_size=size,
            answer_by=timezone.localdate() + timedelta(days=30),
            emails=emails,
            seed=7,
        )


def draw(found: CalibrationRound) -> CalibrationRound:
    with as_owner():
        drawing.draw_round(found.pk)
    return reread(found)


def reread(found: CalibrationRound) -> CalibrationRound:
    with as_owner():
        return CalibrationRound.objects.get(pk=found.pk)


def first_ratings(found: CalibrationRound) -> dict[int, int]:
    """What was judged the first time, by second assessment; no assessor gets to see it."""
    with as_owner():
        return {
            one.pk: one.evidence.amount for one in SecondAssessment.objects.filter(round=found, evidence__isnull=False)
        }


def answer_all(judged: Judged, found: CalibrationRound, steps: tuple[int, ...] = (0,), most: int | None = None) -> int:
    """Everybody asked answers with the first rating and a step; returns how many answers there were."""
    first, number = first_ratings(found), 0
    for user in (judged.cast.maria, judged.cast.cecilia, judged.sara, judged.cast.bosse):
        with acting_as(user.pk) as actor:
            asked = [one for one in to_judge(actor) if not one.is_answered]
            given = [
                Answer(one.id, min(max(first[one.id] + steps[(number + n) % len(steps)], 1), 5), "Sett i arbetet")
                for n, one in islice(enumerate(asked), most)
            ]
            number += answer(actor=actor, answers=given)
    return number


@layer
def opened(judged: Judged) -> CalibrationRound:
    return draw(plan(judged))
