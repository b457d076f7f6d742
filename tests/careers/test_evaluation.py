"""From the database to the engine and back, against the reference evaluator and a plain reading of the rows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.evaluation.population import Evaluated
from stegvis.careers.models import Standing
from stegvis.engine.ladder import NO_END, NO_START, Fact, FactKey, Kind, day_number
from stegvis.engine.ladder.reference import standing
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence, Person
from tests.careers.conftest import NURSES, give_level, publish
from tests.careers.test_months import by_days
from tests.support.cast import START, Cast
from tests.support.database import as_owner

REHAB = "pilot-rehab-kommun"
PEOPLE = 25


def stored(**lookup) -> list[Standing]:
    with as_owner():
        return list(Standing.objects.filter(**lookup).order_by("person", "area"))


def as_told(row: Standing) -> dict:
    return {
        name: getattr(row, name) for name in ("area", "level_code", "level_until", "met", "met_until", "is_primary")
    }


def plain_facts(evidence: list[Evidence], today: date) -> list[Fact]:
    """The rule of ``facts_of``, one row at a time."""
    facts = []
    worked: dict[FactKey, list[tuple[int, date, int]]] = {}
    for one in evidence:
        for area in {"", one.area}:
            key = FactKey(Kind(one.kind), one.code, area)
            if key.kind is Kind.PRACTICE:
                last = min(one.valid_until or today, today)
                if one.valid_from <= today:
                    worked.setdefault(key, []).append((0, one.valid_from, (last - one.valid_from).days))
                continue
            until = day_number(one.valid_until) if one.valid_until else NO_END
            if key.kind is Kind.COMPETENCE:
                anew = [
                    day_number(other.valid_from) - 1
                    for other in evidence
                    if (other.kind, other.code, other.area, other.judged_by)
                    == (one.kind, one.code, one.area, one.judged_by)
                    and other.valid_from > one.valid_from
                ]
                until = min(until, *anew) if anew else until
            facts.append(Fact(0, key, one.amount, day_number(one.valid_from), until, one.judged_by))
    facts += [Fact(0, key, by_days(rows)[0], NO_START, NO_END, "") for key, rows in worked.items()]
    return facts


def random_evidence(rng: random.Random, version: FrameworkVersion, person: Person, employer, today: date) -> None:
    document = effective_of(version).document
    eagerness = rng.random()
    areas = [area.code for area in document.areas[:2]]
    rows: dict[tuple[object, ...], Evidence] = {}
    for requirement in document.requirements():
        for code in requirement.accepts:
            if rng.random() > 0.4 + 0.6 * eagerness:
                continue
            is_practice = requirement.kind is Kind.PRACTICE
            started = today - timedelta(days=rng.randrange(-20, 3000))
            ended = started + timedelta(days=rng.randrange(0, 2500))
            row = Evidence(
                person=person,
                employer=employer,
                kind=requirement.kind,
                code=code,
                area=rng.choice(["", areas[0], areas[0], *areas]) if eagerness > 0.3 else "",
                title=code,
                amount=requirement.minimum + rng.randrange(0, 2) if not is_practice else 1,
                valid_from=started,
                valid_until=ended if is_practice or rng.random() < 0.3 else None,
                judged_by=rng.choice((*requirement.judged_by, "kollega"))
                if requirement.kind is Kind.COMPETENCE
                else "",
            )
            key = (row.kind, row.code, row.area, row.valid_from, row.judged_by)
            rows.setdefault(key, row)
    Evidence.objects.bulk_create(rows.values())


@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_stands_where_the_reference_says(cast: Cast, seed: int) -> None:
    rng, today = random.Random(seed), timezone.localdate()
    with as_owner():
        version = publish(REHAB)
        profession = cast.anna.person.employments.get().profession
        Adoption.objects.create(employer=cast.ale, profession=profession, version=version, since=START)
        for number in range(PEOPLE):
            person = Person.objects.create(registered_by=cast.ale, given_name="Namn", family_name=f"{number:02}")
            Employment.objects.create(
                person=person,
                employer=cast.ale,
                unit=cast.ale_south,
                profession=profession,
                employee_number=f"9{number}",
                valid_from=START,
            )
            random_evidence(rng, version, person, cast.ale, today)
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
    document = effective_of(version).document
    ladder = document.ladder()
    codes = [level.code for level in sorted(ladder.levels, key=lambda level: level.order)]
    with as_owner():
        for person in Person.objects.filter(employments__unit=cast.ale_south):
            evidence = list(person.evidence.all())
            facts = plain_facts(evidence, today)
            asked = {(one.kind, code) for one in document.requirements() for code in one.accepts}
            held = {one.area for one in evidence if (one.kind, one.code) in asked} - {""}
            found = {row.area: row for row in person.standings.all()}
            assert set(found) == (held or {""})
            assert sum(row.is_primary for row in found.values()) == 1
            best = max(row.level_order for row in found.values())
            assert next(row for row in found.values() if row.is_primary).level_order == best
            for area, row in found.items():
                expected = standing(ladder, facts, day_number(today), area)
                reached = expected.level
                assert row.met == [until is not None for until in expected.requirements]
                assert row.met_until == [as_date(until) for until in expected.requirements]
                assert row.level_code == (codes[reached] if reached >= 0 else "")
                assert row.level_until == as_date(expected.level_until)
                assert row.next_level_code == (codes[reached + 1] if reached + 1 < len(codes) else "")
                assert row.next_lapse == min(filter(None, row.met_until), default=None)


def test_a_rating_holds_until_the_same_role_judges_anew(cast: Cast, placed: FrameworkVersion) -> None:
    person = cast.anna.person
    with as_owner():
        person.evidence.all().delete()
        give_level(placed, person, cast.ale, 2)
        evaluate_people(employer_id=cast.ale.pk)
        before = person.standings.get(is_primary=True)
        rating = person.evidence.filter(kind=Kind.COMPETENCE).exclude(judged_by="").earliest("pk")
        rating.pk, rating.amount, rating.valid_from = None, 1, timezone.localdate()
        rating.save()
        evaluate_people(employer_id=cast.ale.pk)
        after = person.standings.get(is_primary=True)
    assert (sum(before.met) - sum(after.met), after.level_order < before.level_order) == (1, True)


def as_date(until: int | None) -> date | None:
    return None if until is None or until == NO_END else date(1970, 1, 1) + timedelta(days=until)


def test_a_second_evaluation_writes_nothing(cast: Cast, placed: FrameworkVersion) -> None:
    with as_owner():
        assert evaluate_people(employer_id=cast.ale.pk) == Evaluated(people=3, changed=0)


def test_a_protected_person_is_placed_too(cast: Cast, placed: FrameworkVersion) -> None:
    assert [row.level_code for row in stored(person__user=cast.per)] == ["grund"]


def test_what_another_employer_registered_does_not_count(cast: Cast, placed: FrameworkVersion) -> None:
    with as_owner():
        Employment.objects.filter(person__user=cast.anna).update(valid_to=timezone.localdate() - timedelta(days=1))
        Employment.objects.create(
            person=cast.anna.person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2009",
            valid_from=START,
        )
    for employer in (cast.ale, cast.molndal):
        with as_owner():
            evaluate_people(employer_id=employer.pk)
    rows = stored(person__user=cast.anna)
    assert [(row.employer_id, row.level_code) for row in rows] == [(cast.molndal.pk, "")]


def test_one_persons_change_leaves_the_others_alone(cast: Cast, placed: FrameworkVersion) -> None:
    before = {row.pk: as_told(row) for row in stored(employer=cast.ale)}
    with as_owner():
        Evidence.objects.filter(person=cast.anna.person, kind="licence").delete()
        Evidence.objects.filter(person=cast.per.person, kind="licence").delete()
    with as_owner():
        assert evaluate_people(employer_id=cast.ale.pk, person_ids=[cast.anna.person.pk]) == Evaluated(1, 1)
    after = {row.pk: as_told(row) for row in stored(employer=cast.ale)}
    changed = [pk for pk in before if before[pk] != after[pk]]
    assert changed == [row.pk for row in stored(person__user=cast.anna)]
    assert [row.level_code for row in stored(person__user=cast.anna)] == [""]
    assert [row.level_code for row in stored(person__user=cast.per)] == ["grund"]


def test_a_certificate_lapses_overnight(cast: Cast, placed: FrameworkVersion) -> None:
    (row,) = stored(person__user=cast.anna)
    last = timezone.localdate() + timedelta(days=30)
    assert (row.level_code, row.level_until, row.next_lapse) == ("grund", last, last)
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk, on=last)
    assert [one.level_code for one in stored(person__user=cast.anna)] == ["grund"]
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk, on=last + timedelta(days=1))
    assert [one.level_code for one in stored(person__user=cast.anna)] == [""]


def test_without_an_adoption_nobody_stands_anywhere(cast: Cast, placed: FrameworkVersion) -> None:
    with as_owner():
        Adoption.objects.filter(employer=cast.ale).delete()
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
    assert {row.employer_id for row in stored()} == {cast.molndal.pk}


def test_the_primary_standing_moves_to_the_higher_area(cast: Cast, nurses: FrameworkVersion) -> None:
    areas = [area.code for area in effective_of(nurses).document.areas]
    person = cast.anna.person
    with as_owner():
        give_level(nurses, person, cast.ale, 2)
        Evidence.objects.filter(person=person, code="fordjupningsuppdrag").update(area=areas[0])
    for area in areas[:2]:
        with as_owner():
            Evidence.objects.filter(person=person).exclude(area="").update(area=area)
        with as_owner():
            evaluate_people(employer_id=cast.ale.pk)
        assert [(row.area, row.is_primary) for row in stored(person=person)] == [(area, True)]


def test_the_web_role_changes_nothing(cast: Cast, placed: FrameworkVersion) -> None:
    assert evaluate_people(employer_id=cast.ale.pk) == Evaluated(0, 0)


def test_of_two_frameworks_one_is_primary(cast: Cast, placed: FrameworkVersion) -> None:
    with as_owner():
        rehab = publish(REHAB)
        profession = cast.anna.person.employments.get().profession.__class__.objects.create(
            code="fysioterapeut", title_sv="Fysioterapeut", title_en="Physiotherapist", is_licensed=True
        )
        Adoption.objects.create(employer=cast.ale, profession=profession, version=rehab, since=START)
        Employment.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            unit=cast.ale_south,
            profession=profession,
            employee_number="1099",
            valid_from=START,
        )
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
    rows = {row.version.framework.code: (row.level_code, row.is_primary) for row in stored_with_code(cast)}
    assert rows == {NURSES: ("grund", True), REHAB: ("", False)}


def stored_with_code(cast: Cast) -> list[Standing]:
    with as_owner():
        return list(Standing.objects.filter(person__user=cast.anna).select_related("version__framework"))
