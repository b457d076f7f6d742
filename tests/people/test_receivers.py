"""What staff asks of the units that they are employed in."""

from __future__ import annotations

from datetime import date

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Unit
from stegvis.organisations.services import close_unit
from stegvis.people.models import Employment, Person
from tests.support.cast import Cast
from tests.support.database import as_owner

LAST = date(2026, 12, 31)


def closed(cast: Cast, unit: Unit) -> date | None:
    with acting_as(cast.gunilla.pk) as actor:
        return close_unit(actor=actor, unit_id=unit.pk, closed_on=LAST).closed_on


def test_a_unit_is_not_closed_while_somebody_is_employed_there_after_the_day(cast: Cast) -> None:
    with pytest.raises(Refused, match="2 person"):
        closed(cast, cast.ale_north)
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=LAST)
    with pytest.raises(Refused, match="1 person"):
        closed(cast, cast.ale_north)


def test_a_unit_that_all_have_left_is_closed(cast: Cast) -> None:
    with as_owner():
        people = Person.objects.filter(pk__in=[cast.anna.person.pk, cast.bosse.person.pk])
        Employment.objects.filter(person__in=people).update(valid_to=LAST)
    assert closed(cast, cast.ale_north) == LAST


def test_who_is_hidden_from_the_actor_does_not_keep_the_unit_open(cast: Cast) -> None:
    with as_owner():
        Employment.objects.filter(unit=cast.ale_north).exclude(person=cast.per.person).delete()
        assert Employment.objects.filter(unit=cast.ale_north).count() == 1
    assert closed(cast, cast.ale_north) == LAST
