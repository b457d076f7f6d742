"""The tree of units: its order, what is refused, and the table's own guard against cycles."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations import queries, services
from stegvis.organisations.models import Unit
from tests.organisations.people import signed_in
from tests.support.cast import Cast
from tests.support.database import as_owner


def tree(cast: Cast) -> list[tuple[str, int]]:
    with acting_as(cast.gunilla.pk) as actor:
        return [(node.unit.name, node.depth) for node in queries.unit_tree(actor, cast.ale)]


def test_the_tree_comes_in_order(cast: Cast) -> None:
    assert tree(cast) == [("Hälso- och sjukvård", 0), ("Hemsjukvård norr", 1), ("Hemsjukvård söder", 1)]


def test_a_unit_is_added_renamed_moved_and_closed(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        made = services.add_unit(actor=actor, organisation=cast.ale, name="Natt", code="HSV-X", parent=cast.ale_north)
        services.change_unit(actor=actor, unit_id=made.pk, name="Nattpatrull", code="HSV-NP", parent=cast.ale_south)
        services.close_unit(actor=actor, unit_id=made.pk, closed_on=date(2026, 12, 31))
    assert tree(cast)[-1] == ("Nattpatrull", 2)
    with acting_as(cast.gunilla.pk):
        assert Unit.objects.get(pk=made.pk).closed_on == date(2026, 12, 31)


def test_a_unit_with_open_units_below_is_not_closed(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.close_unit(actor=actor, unit_id=cast.ale_care.pk, closed_on=date(2026, 12, 31))


def test_a_code_is_used_once(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.add_unit(actor=actor, organisation=cast.ale, name="Dubblett", code="HSV-N")


def test_a_unit_cannot_lie_below_itself(cast: Cast) -> None:
    for parent in (cast.ale_care, cast.ale_north):
        with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
            services.change_unit(actor=actor, unit_id=cast.ale_care.pk, name="x", code="HSV", parent=parent)


def test_a_unit_cannot_lie_in_another_organisation(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.change_unit(actor=actor, unit_id=cast.ale_north.pk, name="x", code="x", parent=cast.molndal_care)


@pytest.mark.parametrize("name", ["anna", "bosse", "maria", "dag", "hamid", "farid"])
def test_only_coordinators_change_units(cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor, pytest.raises((Refused, NotYours)):
        services.change_unit(actor=actor, unit_id=cast.ale_north.pk, name="x", code="x", parent=None)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_the_table_lets_no_cycle_in(cast: Cast, moves: list[tuple[int, int]]) -> None:
    """The reference follows parents with a counter; the table must refuse exactly what it finds circular."""
    with transaction.atomic():
        with as_owner():
            units = [Unit.objects.create(organisation=cast.molndal, name=f"{n}", code=f"c{n}") for n in range(6)]
            above: dict[int, int | None] = dict.fromkeys(range(6))
            for child, parent in moves:
                wanted = {**above, child: parent}
                try:
                    with transaction.atomic():
                        Unit.objects.filter(pk=units[child].pk).update(parent=units[parent])
                except IntegrityError:
                    assert circular(wanted)
                else:
                    assert not circular(wanted)
                    above = wanted
        transaction.set_rollback(True)


def circular(above: dict[int, int | None]) -> bool:
    for start in above:
        here: int | None = start
        for _step in range(len(above) + 1):
            here = above[here] if here is not None else None
        if here is not None:
            return True
    return False


def test_the_form_offers_no_other_organisations_units(cast: Cast) -> None:
    form = signed_in(cast.gunilla).get(f"/organisation/enheter/{cast.ale_north.pk}/").context["form"]
    assert [value for value, _label in form.fields["parent"].choices] == ["", cast.ale_care.pk, cast.ale_south.pk]


def test_extra_fields_do_not_move_a_unit_to_another_organisation(cast: Cast) -> None:
    answer = signed_in(cast.gunilla).post(
        f"/organisation/enheter/{cast.ale_north.pk}/",
        {"name": "Norr", "code": "N", "parent": "", "organisation": cast.molndal.pk, "closed_on": "2020-01-01"},
    )
    assert answer.status_code == 302
    with as_owner():
        unit = Unit.objects.get(pk=cast.ale_north.pk)
    assert (unit.name, unit.organisation, unit.parent, unit.closed_on) == ("Norr", cast.ale, None, None)
