"""How evenly a framework is used: counts, small groups hidden, and who may see whom compared."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stegvis.careers.calibration.evenness import evenness_between, evenness_of, share_tables
from stegvis.careers.calibration.queries import judges_of, own_judgements
from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import Placement
from stegvis.careers.queries.disclosed import shown_lines
from stegvis.engine.disclosure.linked import extremes
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Role
from stegvis.people.models import Employment, Evidence, Person, ProtectedIdentity
from tests.careers.calibration.conftest import Judged, judge_all
from tests.support.cast import START, grant
from tests.support.database import as_owner
from tests.support.layers import layer


def place(judged: Judged, persons: list[Person], **more) -> None:
    """Decided levels; run it as the owner."""
    Placement.objects.bulk_create(
        Placement(
            person=person,
            employer=judged.cast.ale,
            profession=judged.profession,
            version=judged.version,
            level_order=1,
            proposed_order=1,
            decided_on=START,
            **more,
        )
        for person in persons
    )


@layer
def placed(judged: Judged) -> Judged:
    """Of 26 in the north 20 are placed, of 24 in the south 6: Anna, Bosse and Per are of the north, Per protected."""
    with as_owner():
        north, south = (judged.people[unit.pk] for unit in (judged.cast.ale_north, judged.cast.ale_south))
        place(judged, [*north[:20], *south[:6]])
        place(judged, south[6:10], withdrawn_on=date(2024, 1, 1))
        place(judged, [judged.cast.per.person])
    for employer in (judged.cast.ale, judged.cast.molndal):
        with as_owner():
            evaluate_people(employer_id=employer.pk)
    return judged


def test_shares_by_unit_and_which_are_unusual(placed: Judged) -> None:
    with acting_as(placed.cast.gunilla.pk) as actor:
        found = evenness_of(actor)
    assert [(line.label, line.placed, line.total) for line in found.shares.lines] == [
        ("Hälso- och sjukvård – Hemsjukvård norr", 20, 26),
        ("Hälso- och sjukvård – Hemsjukvård söder", 6, 24),
    ]
    assert (found.shares.total.placed, found.shares.total.total) == (26, 50)
    assert [line.share.unusual for line in found.shares.lines] == [0, -1]
    assert found.shares.total.share.unusual == 0
    assert found.overview.columns[-1] == "Expertnivå"


def test_a_small_unit_is_hidden_with_what_would_lay_it_bare(placed: Judged) -> None:
    with as_owner():
        south = placed.people[placed.cast.ale_south.pk]
        Employment.objects.filter(person__in=south[3:]).update(valid_to=date(2024, 1, 1))
    with acting_as(placed.cast.gunilla.pk) as actor:
        found = evenness_of(actor).shares
    north, small = found.lines
    assert (small.too_few, small.placed, small.share) == (True, None, None)
    assert (north.total, found.total.total) != (26, 29), "what remains of the whole is not told"
    assert found.extremes is None


def test_a_count_of_few_in_a_large_unit_is_hidden(placed: Judged) -> None:
    with as_owner():
        south = placed.people[placed.cast.ale_south.pk]
        Placement.objects.filter(person__in=south[2:]).delete()
    with acting_as(placed.cast.gunilla.pk) as actor:
        found = evenness_of(actor).shares
    assert {(line.placed, line.share) for line in found.lines} == {(None, None)}
    assert found.hides


def test_between_employers_no_unit_is_told_and_strangers_get_nothing(placed: Judged) -> None:
    with acting_as(placed.cast.dag.pk) as actor:
        found = evenness_between(actor)
    assert found.collaboration == placed.cast.gr
    assert [(line.label, line.placed, line.total, line.too_few) for line in found.decided.lines] == [
        ("Ale kommun", None, None, False),
        ("Mölndals kommun", None, None, True),
    ]
    for name in ("anna", "bosse", "gunilla", "maria", "eva", "farid", "hamid"):
        with acting_as(getattr(placed.cast, name).pk) as actor, pytest.raises(NotYours):
            evenness_between(actor)
    for name in ("anna", "bosse", "dag", "maria", "eva", "farid", "hamid"):
        with acting_as(getattr(placed.cast, name).pk) as actor, pytest.raises(NotYours):
            evenness_of(actor, employer_id=placed.cast.ale.pk)
    with acting_as(placed.cast.dag.pk) as actor:
        assert _rows("SELECT * FROM stegvis_evenness(%s)", placed.cast.ale.pk) == []
        assert _rows("SELECT * FROM stegvis_judgements(%s, %s)", placed.cast.ale.pk, "sjukskoterska") == []
    with acting_as(placed.cast.gunilla.pk) as actor:
        assert _rows("SELECT * FROM stegvis_evenness_between(%s)", placed.cast.gr.pk) == []


def _rows(statement: str, *values) -> list[tuple]:
    from stegvis.careers.queries.disclosed import database_rows

    return database_rows(statement, *values)


def test_assessors_beside_each_other(judged: Judged) -> None:
    with as_owner():
        many = [person for people in judged.people.values() for person in people[:12]]
        third = User.objects.create_user("tove@example.se", name="Tove")
        grant(third, Role.UNIT_MANAGER, unit=judged.cast.ale_care)
        Evidence.objects.filter(person__in=many).update(assessor=third)
    with acting_as(judged.cast.gunilla.pk) as actor:
        found = judges_of(actor, judged.cast.ale, judged.profession)
    assert [(one.label, one.persons, one.found.ratings, one.found.stands_out) for one in found.judges] == [
        ("Bosse", 12, 36, True),
        ("Tove", 24, 72, False),
        ("Sara", 12, 36, True),
    ]
    assert (found.hidden, found.judges[0].found.shrunk > 0 > found.judges[2].found.shrunk) == (0, True)


def test_where_nobody_is_named_the_unit_and_the_role_are(judged: Judged) -> None:
    with as_owner():
        Evidence.objects.filter(kind="competence").update(assessor=None)
    with acting_as(judged.cast.gunilla.pk) as actor:
        found = judges_of(actor, judged.cast.ale, judged.profession)
    assert [one.label for one in found.judges] == [
        "Hälso- och sjukvård – Hemsjukvård norr, Enhetschef",
        "Hälso- och sjukvård – Hemsjukvård söder, Enhetschef",
    ]


def test_an_assessor_of_few_is_hidden_and_one_more_with_them(judged: Judged) -> None:
    with as_owner():
        few = judged.people[judged.cast.ale_north.pk][:4]
        third = User.objects.create_user("tove@example.se", name="Tove")
        Evidence.objects.filter(person__in=few).update(assessor=third)
    with acting_as(judged.cast.gunilla.pk) as actor:
        found = judges_of(actor, judged.cast.ale, judged.profession)
    assert ([one.label for one in found.judges], found.hidden) == (["Sara"], 2)


def test_protected_identities_count_in_nothing(judged: Judged) -> None:
    with as_owner():
        hidden = judged.people[judged.cast.ale_north.pk][:10]
        ProtectedIdentity.objects.bulk_create(
            ProtectedIdentity(person=person, employer=judged.cast.ale, since=START) for person in hidden
        )
    with acting_as(judged.cast.gunilla.pk) as actor:
        found = judges_of(actor, judged.cast.ale, judged.profession)
        shares = evenness_of(actor).shares
    assert {one.label: one.persons for one in found.judges} == {"Bosse": 14, "Sara": 24}
    assert [line.total for line in shares.lines] == [16, 24]


def test_one_sees_ones_own_judgements_beside_the_others_where_they_are_of_five(judged: Judged) -> None:
    with acting_as(judged.cast.bosse.pk) as actor:
        (found,) = own_judgements(actor)
    assert (found.employer, found.profession, found.found.ratings) == ("Ale kommun", "Sjuksköterska", 72)
    assert found.found.stands_out
    with acting_as(judged.cast.maria.pk) as actor:
        assert own_judgements(actor) == []
    with as_owner():
        Evidence.objects.filter(person__in=judged.people[judged.cast.ale_south.pk][4:]).delete()
    with acting_as(judged.cast.bosse.pk) as actor:
        assert own_judgements(actor) == [], "the others judged four"


def test_judging_oneself_is_not_judging(judged: Judged) -> None:
    with as_owner():
        judge_all(judged, [judged.cast.anna.person], None, [5])
        Evidence.objects.filter(person=judged.cast.anna.person).update(source="person")
    with acting_as(judged.cast.gunilla.pk) as actor:
        found = judges_of(actor, judged.cast.ale, judged.profession)
    assert {one.label for one in found.judges} == {"Bosse", "Sara"}


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=3), min_size=1, max_size=4
    )
)
@example([[(0, 1), (0, 1), (0, 1)], [(0, 12), (0, 15), (0, 2)], [(0, 2), (0, 9), (0, 0)]])
@settings(max_examples=60)
def test_no_small_group_is_bared_by_the_tables_together(units: list[list[tuple[int, int]]]) -> None:
    """Units × levels × (decided, not): whoever reads the levels and the shares works out no count of few."""
    cells = np.array(units)
    names = [f"E{number}" for number in range(len(units))]
    levels = shown_lines(tuple(map(tuple, cells.sum(axis=2).tolist())), (*names, "Alla"))
    named = [(name, tuple(row)) for name, row in zip(names, cells.sum(axis=1).tolist(), strict=True)]
    (shares,) = share_tables([named], "Alla", {line.label for line in levels[:-1] if line.total is None})
    told, values = [np.ones(cells.shape)], [cells.sum()]
    if shares.total.total is None and levels[-1].total is None:
        told, values = [], []

    def tell(part: np.ndarray, value: int | None) -> None:
        if value is not None:
            told.append(part)
            values.append(value)

    def group(row: int) -> np.ndarray:
        part = np.zeros(cells.shape)
        part[row if row < len(units) else slice(None)] = 1
        return part

    for row, line in enumerate(levels):
        for level, value in enumerate(line.cells):
            tell(group(row) * (np.arange(3) == level)[None, :, None], value)
        tell(group(row), line.total)
    for row, share in enumerate([*shares.lines, shares.total]):
        tell(group(row) * np.array([1, 0]), share.placed)
        tell(group(row), share.total)
    if not told:
        return
    assert all((part * cells).sum() == value for part, value in zip(told, values, strict=True))
    for row in range(len(units)):
        for part in (group(row), group(row) * np.array([1, 0])):
            count = (part * cells).sum()
            if 0 < count < 5:
                least, most = extremes([part.ravel()], [one.ravel() for one in told], values, values)
                assert most[0] - least[0] >= 1, (units, row, levels, shares)
