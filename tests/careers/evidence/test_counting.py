"""Only what is checked counts, wherever a level is told."""

from __future__ import annotations

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import Standing
from stegvis.careers.placements.proposing import proposal_for
from stegvis.careers.queries.person import standing_of
from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Evidence
from tests.careers.conftest import give_level
from tests.support.cast import Cast
from tests.support.database import as_owner


def told(cast: Cast) -> tuple[int, int, int]:
    """Anna's level as it is stored, shown and proposed."""
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk, person_ids=[cast.anna.person.pk])
        stored = Standing.objects.get(person=cast.anna.person, is_primary=True).level_order
        employment = Employment.objects.get(person=cast.anna.person)
    with acting_as(cast.anna.pk) as actor:
        shown = standing_of(actor, cast.anna.person.pk).places[0].order
    with acting_as(cast.bosse.pk) as actor:
        proposed = proposal_for(actor, employment).order
    return stored, shown, proposed


def test_what_is_stated_or_declined_changes_nothing_until_it_is_checked(cast: Cast, nurses: FrameworkVersion) -> None:
    with as_owner():
        give_level(nurses, cast.anna.person, cast.ale, 1)
    mine = Evidence.objects.filter(person=cast.anna.person)
    found = {}
    for state in ("stated", "declined", "verified"):
        with as_owner():
            mine.update(state=state)
        found[state] = told(cast)
    assert found == {"stated": (0, 0, 0), "declined": (0, 0, 0), "verified": (1, 1, 1)}
