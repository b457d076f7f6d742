"""The cast, with evidence, placed by the packaged framework for nurses."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from stegvis.careers.evaluation import evaluate_people
from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.format.document import BaseReference
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.services import publish_framework
from stegvis.people.models import Employment, Evidence, Person
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer

NURSES = "pilot-sjukskoterska-kommun"


def publish(code: str) -> FrameworkVersion:
    """Run it as the owner."""
    text = dump_document(documents()[BaseReference(code, 1)])
    return publish_framework(actor=Actor(is_system=True), text=text)[0]


def give_level(version: FrameworkVersion, person: Person, employer, level: int, *, until: date | None = None) -> None:
    """All evidence that the lowest ``level`` levels ask for, alternatives included, in no area."""
    document = effective_of(version).document
    lowest = sorted(document.levels, key=lambda one: one.order)[:level]
    wanted = {}
    for requirement in (one for found in lowest for one in found.requirements()):
        key = (requirement.kind, requirement.accepts[0], (*requirement.judged_by, "")[0])
        wanted[key] = max(requirement.minimum, wanted.get(key, 0))
    lapses = {"course", "certificate"}
    Evidence.objects.bulk_create(
        Evidence(
            person=person,
            employer=employer,
            kind=kind,
            code=code,
            title=f"Underlag {code}",
            amount=amount,
            valid_from=START,
            valid_until=until if kind in lapses else None,
            judged_by=judge,
            reference="A-1" if kind == "licence" else "",
        )
        for (kind, code, judge), amount in wanted.items()
    )


@layer
def nurses(cast: Cast) -> FrameworkVersion:
    """The version that both municipalities place their nurses by."""
    with as_owner():
        version = publish(NURSES)
        for employer in (cast.ale, cast.molndal):
            Adoption.objects.create(employer=employer, profession_id="sjukskoterska", version=version, since=START)
    return version


@layer
def placed(cast: Cast, nurses: FrameworkVersion) -> FrameworkVersion:
    """Anna and Per on the first level, Anna's certificates lapsing in a month; Cecilia on it in Mölndal."""
    with as_owner():
        soon = timezone.localdate() + timedelta(days=30)
        give_level(nurses, cast.anna.person, cast.ale, 1, until=soon)
        give_level(nurses, cast.per.person, cast.ale, 1)
        give_level(nurses, cast.cecilia.person, cast.molndal, 1)
    for employer in (cast.ale, cast.molndal):
        with as_owner():
            evaluate_people(employer_id=employer.pk)
    return nurses


@layer
def sixty(cast: Cast, placed: FrameworkVersion) -> FrameworkVersion:
    """Fifty-eight more nurses in Bosse's unit, in Ale north, every other on the first level."""
    with as_owner():
        persons = Person.objects.bulk_create(
            Person(registered_by=cast.ale, given_name="Namn", family_name=f"Nr {n:02}", birth_year=1955 + n)
            for n in range(58)
        )
        Employment.objects.bulk_create(
            Employment(
                person=person,
                employer=cast.ale,
                unit=cast.ale_north,
                profession_id="sjukskoterska",
                employee_number=f"5{n}",
                valid_from=START,
            )
            for n, person in enumerate(persons)
        )
        for person in persons[::2]:
            give_level(placed, person, cast.ale, 1)
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
    return placed
