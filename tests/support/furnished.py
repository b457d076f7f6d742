"""The cast with one of each thing that an address may name, in both employers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.jobs.models import Job
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.services import publish_framework
from stegvis.organisations.models import Invitation, RoleGrant
from stegvis.people.models import Employment, Evidence, RetentionRule, StaffImport
from stegvis.people.professions import load_professions
from tests.support.cast import START, Cast, make_cast
from tests.support.database import as_owner

FRAMEWORK = "pilot-sjukskoterska-kommun"


@dataclass
class Furnished:
    """``rows`` holds kind → whose → row; ``sessions`` the cookies of who has signed in."""

    cast: Cast
    sessions: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def furnish() -> Furnished:
    with as_owner():
        world = Furnished(make_cast())
        cast = world.cast
        employers = {"ale": cast.ale, "molndal": cast.molndal}
        managers = {"ale": cast.bosse, "molndal": cast.maria}
        for employment in Employment.objects.select_related("person"):
            Evidence.objects.create(
                person=employment.person,
                employer_id=employment.employer_id,
                kind="licence",
                code="legitimation",
                title="Legitimation",
                valid_from=START,
            )
        load_professions()
        publish_framework(actor=Actor(is_system=True), text=pilot())
        RetentionRule.objects.bulk_create(
            RetentionRule(employer=employer, months_after_end=24, ground="Plan") for employer in employers.values()
        )
        world.rows = {
            "grant": {slug: RoleGrant.objects.get(user=managers[slug]) for slug in employers},
            "invitation": {
                slug: Invitation.objects.create(
                    email=f"ny@{slug}.example.se", organisation=employer, token_hash=slug, created_by=managers[slug]
                )
                for slug, employer in employers.items()
            },
            "import": {
                slug: StaffImport.objects.create(
                    employer=employer, created_by=managers[slug], file_name="personal.xlsx", content=b""
                )
                for slug, employer in employers.items()
            },
            "job": {"anna": Job.objects.create(user=cast.anna, title="Utskrift")},
        }
    return world


@cache
def pilot() -> str:
    found = next(document for reference, document in documents().items() if reference.code == FRAMEWORK)
    return dump_document(found)
