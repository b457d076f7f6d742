"""The quicker search of large parts, made to take its way on small ones and put to the same attackers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from stegvis.engine.disclosure import Axis, Publication, Table, audit, gather, reach, release, search
from tests.engine.disclosure.attacker import differences, is_guarded, worked_out
from tests.engine.disclosure.test_release import VARIABLES, people, two_tables

WHO = Axis("who", ("asked", "not"))
ITEMS = [Axis(f"item{number}", ("a", "b", "c", "d")) for number in range(12)]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything counts as large: it is grown, a few cells are asked about at once, and patience ends at once."""
    for module, name, value in (
        (search, "GROWN_FROM", 0),
        (search, "MOST_ASKED", 20),
        (search, "PATIENCE", 1),
        (reach, "MOST_TOLD", 0),
        (reach, "AT_ONCE", 0),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.mark.usefixtures("large")
@given(people)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_grown_tells_of_no_small_group(counts: np.ndarray) -> None:
    found = release(two_tables(counts), exact=False)
    assert is_guarded(found.publication, worked_out(found, VARIABLES))
    assert not differences(found, VARIABLES) & {1, 2, 3, 4}
    assert not found.hidden[found.publication.counts >= 5].any() or found.audit.small


@pytest.mark.usefixtures("large")
@given(people)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_where_very_many_are_joined_the_audit_tells_what_is_possible_at_least(counts: np.ndarray) -> None:
    found = release(two_tables(counts), exact=False)
    told = {one.cell: one for one in found.audit.intervals}
    assert all(one.needed is not None for one in told.values())
    for key, (low, high) in worked_out(found, VARIABLES).items():
        one = told.get(found.publication.label(found.publication.keys.index(key)))
        assert one is None or (low <= one.low and high >= (np.inf if one.high is None else one.high))


def routed(more: int) -> Publication:
    """Twelve items put to those whom a route led there: their number stands in every table."""
    chance = np.random.default_rng(1)
    tables = [Table(np.array([17 + more, 22 + 3 * more]), (WHO,))]
    for axis in ITEMS:
        counts = chance.multinomial(17, (0.4, 0.3, 0.2, 0.1)) + np.bincount(np.arange(more), minlength=4)
        tables.append(Table(counts, (axis,), frozenset({("who", "asked")})))
    return gather(tables)


@pytest.mark.parametrize("grows", [False, True])
def test_a_second_release_that_joins_all_tables_is_guarded(monkeypatch: pytest.MonkeyPatch, *, grows: bool) -> None:
    """Two more asked are too few to tell of, so their number is hidden in all tables, which joins them.

    Attacked anew with nothing of the quicker ways, whether the search took them or not.
    """
    first = release(routed(0), exact=False)
    with monkeypatch.context() as changed:
        changed.setattr(search, "GROWN_FROM", 0 if grows else np.inf)
        second = release(routed(2), exact=False, earlier=[first.told])
    found = audit(second.publication, second.hidden, earlier=[first.told])
    assert found.is_safe
    assert second.hidden[second.publication.keys.index(frozenset({("who", "asked")}))]


def test_fractions_of_people_are_made_whole() -> None:
    """Three cells of which each two share a sum move by halves in the middle of the table; whole people do not."""
    axes = [Axis(name, (0, 1)) for name in "abc"]
    tables = [Table(np.full((2, 2), 2), pair) for pair in ((axes[0], axes[1]), (axes[1], axes[2]), (axes[0], axes[2]))]
    publication = gather(tables)
    system = search.System(
        publication.relations,
        publication.counts,
        publication.costs,
        *(np.zeros(publication.size, np.bool_) for _each in range(3)),
        publication.counts,
        publication.counts,
    )
    where = np.arange(publication.size)
    chance = np.random.default_rng(3)
    for _try in range(5):
        way = np.linalg.svd(publication.relations.toarray())[2][
            np.linalg.matrix_rank(publication.relations.toarray()) :
        ]
        moves = way.T @ chance.normal(size=len(way))
        whole = reach._made_whole(system, where, moves)
        assert np.array_equal(whole, np.rint(whole))
        assert not (publication.relations @ whole).any()
        assert (publication.counts + whole >= 0).all()
