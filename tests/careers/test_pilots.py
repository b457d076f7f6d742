"""Whoever works where a pilot runs is placed by the pilot's version, and nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import Standing
from stegvis.careers.tasks import reevaluate_everybody
from stegvis.frameworks.models import Adoption, FrameworkVersion, Pilot, PilotProfession, PilotUnit
from stegvis.people.models import Employment
from tests.careers.conftest import publish
from tests.careers.test_tasks import queued
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


@layer
def pilot(cast: Cast, placed: FrameworkVersion) -> Pilot:
    """In Ale north for two months, by another framework; Per has gone over to Ale south, beside it."""
    today = timezone.localdate()
    with as_owner():
        found = Pilot.objects.create(
            employer=cast.ale,
            version=publish("pilot-rehab-kommun"),
            title="P",
            starts=today - timedelta(days=1),
            ends=today + timedelta(days=60),
            state=Pilot.State.RUNNING,
        )
        PilotUnit.objects.create(employer=cast.ale, pilot=found, unit=cast.ale_north)
        PilotProfession.objects.create(employer=cast.ale, pilot=found, profession_id="sjukskoterska")
        Employment.objects.filter(person__user=cast.per).update(unit=cast.ale_south)
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
    return found


def placed_by(cast: Cast) -> dict[str, str]:
    with as_owner():
        rows = Standing.objects.filter(employer=cast.ale).select_related("person", "version__framework")
        return {row.person.given_name: row.version.framework.code for row in rows}


def test_the_pilots_units_are_placed_by_its_version(cast: Cast, pilot: Pilot) -> None:
    assert placed_by(cast) == {
        "Anna": "pilot-rehab-kommun",
        "Bosse": "pilot-rehab-kommun",
        "Per": "pilot-sjukskoterska-kommun",
    }


def test_the_day_after_the_last_all_is_as_before(cast: Cast, pilot: Pilot) -> None:
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk, on=pilot.ends)
    assert set(placed_by(cast).values()) == {"pilot-rehab-kommun", "pilot-sjukskoterska-kommun"}
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk, on=pilot.ends + timedelta(days=1))
    assert set(placed_by(cast).values()) == {"pilot-sjukskoterska-kommun"}


def test_a_pilot_alone_is_looked_at_each_night(cast: Cast, pilot: Pilot) -> None:
    with as_owner():
        Adoption.objects.all().delete()
        reevaluate_everybody(timestamp=0)
    assert queued() == [{"employer_id": cast.ale.pk}]


def test_the_persons_page_shows_the_pilots_framework(client: Client, cast: Cast, pilot: Pilot) -> None:
    client.force_login(cast.anna)
    page = client.get("/min-utveckling/").content.decode()
    assert "/karriarmodeller/pilot-rehab-kommun/1/" in page
    assert "/karriarmodeller/pilot-sjukskoterska-kommun/1/" not in page
