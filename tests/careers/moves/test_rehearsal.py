"""The dry run against the slow and obvious one, over drawn people, evidence and versions."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import MoveOutcome, Standing, VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.moves.following import level_counterparts, successors_between
from stegvis.engine.ladder import CompiledLevel, Group
from stegvis.foundation.jobs.progress import no_progress
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.people.models import Employment, Person
from tests.careers.conftest import NURSES, publish
from tests.careers.moves.conftest import drawn, renew
from tests.careers.moves.told import told
from tests.careers.test_evaluation import random_evidence
from tests.support.cast import START, Cast
from tests.support.database import as_owner

PEOPLE = 25


def nurses_with_evidence(cast: Cast, version: FrameworkVersion, rng: random.Random) -> None:
    today = timezone.localdate()
    Adoption.objects.create(employer=cast.ale, profession_id="sjukskoterska", version=version, since=START)
    for number in range(PEOPLE):
        person = Person.objects.create(registered_by=cast.ale, given_name="Namn", family_name=f"{number:02}")
        Employment.objects.create(
            person=person,
            employer=cast.ale,
            unit=cast.ale_south,
            profession_id="sjukskoterska",
            employee_number=f"9{number}",
            valid_from=START,
        )
        random_evidence(rng, version, person, cast.ale, today)


def computed(cast: Cast, before: FrameworkVersion, after: FrameworkVersion) -> VersionMove:
    """Run it as the owner."""
    move = VersionMove.objects.create(
        employer=cast.ale, profession_id="sjukskoterska", from_version=before, to_version=after
    )
    compute_outcomes(move.pk, no_progress)
    move.refresh_from_db()
    return move


FIELDS = ("outcome", "level_before", "level_after", "level_if_reviewed", "kept")


def as_told(row: MoveOutcome) -> dict:
    return {name: getattr(row, name) for name in FIELDS} | {
        "to_review": set(row.to_review),
        "lapsed": set(row.lapsed),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_is_told_what_the_reference_says(cast: Cast, seed: int) -> None:
    rng, today = random.Random(seed), timezone.localdate()
    with as_owner():
        first = publish(NURSES)
        nurses_with_evidence(cast, first, rng)
        second = renew(first, drawn(rng))
        move = computed(cast, first, second)
    with as_owner():
        assert move.state == VersionMove.State.READY
        for person in Person.objects.filter(employments__employer=cast.ale):
            expected = told(first, second, list(person.evidence.all()), today)
            rows = {row.area: row for row in MoveOutcome.objects.filter(move=move, person=person)}
            assert {area: as_told(row) for area, row in rows.items()} == expected
            assert sum(row.is_primary for row in rows.values()) == 1


@pytest.mark.parametrize("seed", [4, 5])
def test_what_is_told_is_what_comes_about(cast: Cast, seed: int) -> None:
    """The levels before are the stored ones; the levels after are those stored once the version is adopted."""
    rng = random.Random(seed)
    with as_owner():
        first = publish(NURSES)
        nurses_with_evidence(cast, first, rng)
        second = renew(first, drawn(rng))
        computed(cast, first, second)
    stored = {}
    for version in (first, second):
        with as_owner():
            Adoption.objects.update(version=version)
            evaluate_people(employer_id=cast.ale.pk)
            rows = Standing.objects.filter(employer=cast.ale)
            stored[version] = {(row.person_id, row.area): row.level_order for row in rows}
    with as_owner():
        rows = list(MoveOutcome.objects.all())
    assert {(row.person_id, row.area): row.level_before for row in rows} == stored[first]
    after = {(row.person_id, row.area): row.level_after for row in rows}
    assert {key: after[key] for key in stored[second] if key in after} == {
        key: level for key, level in stored[second].items() if key in after
    }


def test_whom_nothing_changes_for_keeps_everything(cast: Cast, placed: FrameworkVersion) -> None:
    with as_owner():
        move = computed(cast, placed, renew(placed, lambda one, top: "same"))
        rows = {row.person.given_name: row for row in MoveOutcome.objects.filter(move=move).select_related("person")}
        met = {row.person.given_name: sum(row.met) for row in Standing.objects.select_related("person")}
    assert {name: (row.outcome, row.level_before, row.level_after, row.kept) for name, row in rows.items()} == {
        "Anna": ("kept", 1, 1, met["Anna"]),
        "Bosse": ("kept", 0, 0, 0),
        "Per": ("kept", 1, 1, met["Per"]),
    }


def test_a_raised_judgement_is_made_anew_and_a_gone_requirement_costs_nothing(
    cast: Cast, second: FrameworkVersion, placed: FrameworkVersion
) -> None:
    with as_owner():
        move = computed(cast, placed, second)
        anna = MoveOutcome.objects.get(move=move, person__user=cast.anna)
    assert as_told(anna) == {
        "outcome": "review",
        "level_before": 1,
        "level_after": 0,
        "level_if_reviewed": 1,
        "kept": sum(stored_met(cast)) - 2,
        "to_review": {"grund-personcentrerad"},
        "lapsed": {"hygien"},
    }


def stored_met(cast: Cast) -> list[bool]:
    with as_owner():
        return Standing.objects.get(person__user=cast.anna).met


def test_the_mapping_is_followed_from_version_to_version(
    cast: Cast, second: FrameworkVersion, placed: FrameworkVersion
) -> None:
    with as_owner():
        third = renew(second, lambda one, top: {"leg": "split", "hlr": "gone"}.get(one.code, "same"))
        through = successors_between(placed, third)
        assert through is not None
        assert {code: through[code] for code in ("hygien", "hlr", "leg", "grund-team")} == {
            "hygien": (),
            "hlr": (),
            "leg": ("leg", "leg-b"),
            "grund-team": ("grund-team",),
        }
        assert successors_between(third, placed) is None


def level(code: str, order: int) -> CompiledLevel:
    return CompiledLevel(code, order, Group(0, ()), ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ab", "ab", [0, 1, 2]),
        ("ab", "axb", [0, 1, 3]),
        ("abc", "ac", [0, 1, 1, 2]),
        ("ab", "xy", [0, 1, 2]),
        ("ab", "b", [0, 0, 1]),
        ("a", "", [0, 0]),
    ],
)
def test_a_level_is_the_same_by_code_then_by_order(old: str, new: str, expected: list[int]) -> None:
    before, after = ([level(code, number) for number, code in enumerate(codes, 1)] for codes in (old, new))
    assert level_counterparts(before, after) == expected
