"""What a list would do: never more the second time, never by the order of its rows."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.documents.sheets import Row
from stegvis.people.imports.columns import EVIDENCE, STAFF, UNITS
from stegvis.people.imports.parsing import ParsedStaff
from stegvis.people.imports.planning import plan
from stegvis.people.imports.steps import EVIDENCE_KEY, EmploymentNow, EvidenceNow, Existing, ImportPlan, UnitNow

TODAY = date(2025, 6, 1)
PROFESSIONS = {"sjukskoterska": ("Sjuksköterska", "Registered nurse"), "logoped": ("Logoped", "Speech therapist")}

days = st.dates(date(2019, 1, 1), date(2026, 1, 1))
numbers = st.sampled_from(["1", "2", "3", "4", "04"])
codes = st.sampled_from(["A", "B", "C", "D"])
staff_rows = st.fixed_dictionaries(
    {
        "number": numbers,
        "given_name": st.sampled_from(["Åsa", "Bo"]),
        "family_name": st.sampled_from(["Ek", "Ek-Ng"]),
        "profession": st.sampled_from(["Sjuksköterska", "logoped", "okänt"]),
        "unit": st.sampled_from(["A", "b", "Enhet C", "okänd"]),
        "valid_from": days,
    },
    optional={"share": st.integers(1, 100), "title": st.sampled_from(["", "Chef"]), "valid_to": st.none() | days},
)
evidence_rows = st.fixed_dictionaries(
    {
        "number": numbers,
        "kind": st.sampled_from(["course", "licence"]),
        "code": st.sampled_from(["hlr", "logoped"]),
        "area": st.just(""),
        "judged_by": st.just(""),
        "amount": st.just(1),
        "valid_from": st.sampled_from([date(2020, 1, 1), date(2021, 1, 1)]),
    },
    optional={"title": st.sampled_from(["HLR", "Logoped"]), "valid_until": st.none() | st.just(date(2030, 1, 1))},
)
unit_rows = st.fixed_dictionaries(
    {"code": codes, "name": codes.map("Enhet {}".format)}, optional={"parent": st.just("") | codes}
)


def rows(values: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[Row]]:
    return st.lists(values, max_size=8).map(lambda found: [Row(at + 2, one) for at, one in enumerate(found)])


lists = st.builds(
    lambda staff, evidence, units: ParsedStaff(rows={STAFF.name: staff, EVIDENCE.name: evidence, UNITS.name: units}),
    rows(staff_rows),
    rows(evidence_rows),
    rows(unit_rows),
)


def nothing() -> Existing:
    return Existing(
        today=TODAY, units=[UnitNow(1, "A", "Enhet A"), UnitNow(2, "B", "Enhet B", "A")], professions=PROFESSIONS
    )


def carried_out(made: ImportPlan, before: Existing) -> Existing:
    """What would be there after saving, made the slow and obvious way."""
    after = deepcopy(before)
    for step in made.of(UNITS, "added"):
        after.units.append(UnitNow(len(after.units) + 1, **step.values))
    for step in made.of(UNITS, "changed"):
        next(unit for unit in after.units if unit.id == step.id).__dict__.update(step.values)
    persons = {number: periods[-1].person for number, periods in after.employments.items()}
    for number in {step.number for step in made.of(STAFF, "added") if step.person is None}:
        persons[number] = uuid4()
    for step in made.of(STAFF, "added"):
        person = persons[step.number]
        key = sum(len(periods) for periods in after.employments.values()) + 1
        after.employments.setdefault(step.number, []).append(EmploymentNow(key, person, dict(step.values)))
    for step in made.of(STAFF, "changed"):
        for periods in after.employments.values():
            for period in periods:
                if period.id == step.id:
                    period.values = dict(step.values)
                elif period.person == step.person:
                    period.values |= {key: step.values[key] for key in ("given_name", "family_name", "birth_year")}
    for periods in after.employments.values():
        periods.sort(key=lambda period: period.values["valid_from"])
    for step in made.of(EVIDENCE, "added", "changed"):
        key = (persons[step.number], *(step.values[name] for name in EVIDENCE_KEY))
        after.evidence[key] = EvidenceNow(step.id or len(after.evidence) + 1, dict(step.values))
    return after


@given(lists, lists)
def test_the_same_list_again_does_nothing(first: ParsedStaff, second: ParsedStaff) -> None:
    there = nothing()
    for parsed in (first, second):
        there = carried_out(plan(deepcopy(parsed), there), there)
        again = plan(deepcopy(parsed), there)
        assert [step for step in again.steps if step.action != "unchanged"] == []


@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(parsed: ParsedStaff, rng: random.Random) -> None:
    assert effect(plan(deepcopy(parsed), nothing())) == effect(plan(shuffled(parsed, rng), nothing()))


def shuffled(parsed: ParsedStaff, rng: random.Random) -> ParsedStaff:
    mixed = deepcopy(parsed)
    for found in mixed.rows.values():
        rng.shuffle(found)
        found[:] = [Row(at + 2, row.values) for at, row in enumerate(found)]
    return mixed


def effect(made: ImportPlan) -> tuple[list[Any], list[Any]]:
    """What is done and how many rows are faulty, without the rows' numbers."""
    done = sorted(
        [step.sheet, step.number, step.action, str(sorted(step.values.items(), key=str))] for step in made.steps
    )
    return done, sorted([problem.sheet, problem.code] for problem in made.problems)


def staff_row(at: int, **values: Any) -> Row:
    row = {
        "number": "1",
        "given_name": "Åsa",
        "family_name": "Ek",
        "profession": "logoped",
        "unit": "A",
        "valid_from": date(2024, 1, 1),
    }
    return Row(at, row | values)


def planned(*found: Row, there: Existing | None = None) -> ImportPlan:
    return plan(ParsedStaff(rows={STAFF.name: list(found)}, mentioned={"1"}), there or nothing())


def told(made: ImportPlan) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in made.problems]


def test_of_equal_rows_one_counts_and_of_rows_that_differ_none() -> None:
    equal = planned(staff_row(2), staff_row(3))
    assert (told(equal), [step.row for step in equal.steps]) == ([(3, "duplicate")], [2])
    differing = planned(staff_row(2), staff_row(3, unit="B"))
    assert (told(differing), differing.steps) == ([(2, "duplicate_differs"), (3, "duplicate_differs")], [])
    named = planned(staff_row(2), staff_row(3, given_name="Bo", valid_from=date(2025, 1, 1)))
    assert (told(named), named.steps) == ([(2, "number_shared"), (3, "number_shared")], [])


def test_a_new_start_after_the_end_is_another_employment_of_the_same_person() -> None:
    there = carried_out(planned(staff_row(2, valid_to=date(2024, 3, 1))), nothing())
    [again] = planned(staff_row(2, valid_from=date(2025, 1, 1)), there=there).steps
    assert (again.action, again.person) == ("added", there.employments["1"][0].person)
    running = carried_out(planned(staff_row(2)), nothing())
    [corrected] = planned(staff_row(2, valid_from=date(2025, 1, 1)), there=running).steps
    assert corrected.changes == {"valid_from": (date(2024, 1, 1), date(2025, 1, 1))}


@pytest.mark.parametrize(
    ("given_name", "family_name", "birth_year", "is_refused"),
    [
        ("Bo", "Ng", 1972, True),
        ("ÅSA", "Ng", 1990, True),
        ("Bo", "Ng", None, True),
        ("ÅSA", "Ng", 1972, False),
        ("Åsa", "Ng", None, False),
        ("Bo", "EK", 1990, False),
        ("Åsa", "Ek", 1990, False),
    ],
)
def test_a_number_does_not_silently_become_another_s(
    given_name: str, family_name: str, birth_year: int | None, is_refused: bool
) -> None:
    there = carried_out(planned(staff_row(2, birth_year=1972)), nothing())
    named = {"given_name": given_name, "family_name": family_name, "birth_year": birth_year}
    hlr = {"number": "1", "kind": "course", "code": "hlr", "area": "", "judged_by": "", "amount": 1}
    sheets = {STAFF.name: [staff_row(2, **named)], EVIDENCE.name: [Row(2, {**hlr, "valid_from": date(2024, 1, 1)})]}
    made = plan(ParsedStaff(rows=sheets), there)
    assert told(made) == ([(2, "number_taken"), (2, "number_taken")] if is_refused else [])
    assert [step.action for step in made.steps] == ([] if is_refused else ["changed", "added"])


def test_after_the_end_a_number_may_be_given_to_another_who_is_new() -> None:
    there = carried_out(planned(staff_row(2, valid_to=date(2024, 3, 1))), nothing())
    row = staff_row(2, given_name="Bo", family_name="Ng", valid_from=date(2025, 1, 1))
    [added] = planned(deepcopy(row), there=there).steps
    assert (added.action, added.person) == ("added", None)
    after = carried_out(planned(deepcopy(row), there=there), there)
    assert [step.action for step in planned(row, there=after).steps] == ["unchanged"]


@pytest.mark.parametrize(
    ("born", "begins", "fits"),
    [(2009, 2024, True), (2010, 2024, False), (1925, 2024, True), (1924, 2024, False), (1926, 2027, False)],
)
def test_nobody_is_employed_as_a_child_or_at_over_a_hundred(born: int, begins: int, fits: bool) -> None:
    made = planned(staff_row(2, birth_year=born, valid_from=date(begins, 1, 1)))
    assert told(made) == ([] if fits else [(2, "birth_year_impossible")])
    assert [step.action for step in made.steps] == (["added"] if fits else [])


def test_who_is_not_in_the_list_is_told_and_let_be() -> None:
    there = carried_out(planned(staff_row(2), staff_row(3, number="2")), nothing())
    made = planned(staff_row(2), there=there)
    assert (made.missing, [step.action for step in made.steps]) == (["2"], ["unchanged"])


def test_units_in_a_circle_or_below_nothing_are_refused() -> None:
    found = [
        Row(2, {"code": "X", "name": "X", "parent": "Y"}),
        Row(3, {"code": "Y", "name": "Y", "parent": "X"}),
        Row(4, {"code": "Z", "name": "Z", "parent": "Q"}),
        Row(5, {"code": "W", "name": "W", "parent": "B"}),
    ]
    made = plan(ParsedStaff(rows={UNITS.name: found}), nothing())
    assert told(made) == [(2, "unit_circle"), (3, "unit_circle"), (4, "unknown_parent")]
    assert [step.number for step in made.steps] == ["W"]


def test_a_unit_is_found_by_code_name_or_path_and_asked_for_when_several_are_meant() -> None:
    there = nothing()
    there.units += [UnitNow(3, "C", "Norr", "A"), UnitNow(4, "D", "Norr", "B")]
    written = ["c", "NORR", "Enhet A / Norr", "Enhet B > Norr", "Söder"]
    found = {text: planned(staff_row(2, unit=text), there=there) for text in written}
    assert {text: [step.values["unit"] for step in made.steps] or told(made) for text, made in found.items()} == {
        "c": ["C"],
        "NORR": [(2, "ambiguous_unit")],
        "Enhet A / Norr": ["C"],
        "Enhet B > Norr": ["D"],
        "Söder": [(2, "unknown_unit")],
    }
