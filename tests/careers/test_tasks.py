"""What makes standings be worked out anew."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from stegvis.careers.models import Standing
from stegvis.careers.tasks import reevaluate, reevaluate_everybody
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.frameworks.signals import adoption_changed
from stegvis.people.models import Evidence
from stegvis.people.signals import competence_changed
from tests.support.cast import Cast
from tests.support.database import as_owner


def queued(task: str = "careers.reevaluate") -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        return [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]


def test_a_changed_competence_queues_those_persons(cast: Cast) -> None:
    person = cast.anna.person.pk
    competence_changed.send(sender=Evidence, employer_id=cast.ale.pk, person_ids=[person])
    competence_changed.send(sender=Evidence, employer_id=cast.ale.pk, person_ids=[])
    competence_changed.send(sender=Evidence, employer_id=cast.ale.pk, person_ids=[person] * 1001)
    assert queued() == [
        {"employer_id": cast.ale.pk, "person_ids": [str(person)]},
        {"employer_id": cast.ale.pk, "person_ids": None},
    ]


def test_another_framework_queues_the_employer(cast: Cast) -> None:
    adoption_changed.send(sender=Adoption, employer_id=cast.ale.pk, profession_code="sjukskoterska")
    assert queued() == [{"employer_id": cast.ale.pk}]


def test_every_night_every_employer_with_a_framework(cast: Cast, nurses: FrameworkVersion) -> None:
    with as_owner():
        reevaluate_everybody(timestamp=0)
    assert queued() == [{"employer_id": cast.ale.pk}, {"employer_id": cast.molndal.pk}]


def test_the_task_places_the_named_persons(cast: Cast, nurses: FrameworkVersion) -> None:
    with as_owner():
        reevaluate(employer_id=cast.ale.pk, person_ids=[str(cast.anna.person.pk)])
    with as_owner():
        assert list(Standing.objects.values_list("person", flat=True)) == [cast.anna.person.pk]
