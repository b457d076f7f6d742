"""Each invariant holds for the cast, and each tells when it is broken."""

from __future__ import annotations

from datetime import date

from django.db import connection

from stegvis.foundation.operations.invariants import Broken, broken_invariants, declared
from tests.support.cast import START, Cast, employ
from tests.support.database import as_owner


def found() -> list[Broken]:
    with as_owner():
        return broken_invariants()


def names() -> list[str]:
    return [broken.name for broken in found()]


def test_every_room_has_its_invariants() -> None:
    rooms = {name.split(".")[0] for name, _, _ in declared()}
    assert {"access", "organisations", "people", "careers"} <= rooms
    assert len([name for name, _, _ in declared()]) == len({name for name, _, _ in declared()})


def test_they_hold_for_the_cast(cast: Cast) -> None:
    assert found() == []


def test_a_membership_that_overlaps(cast: Cast) -> None:
    from stegvis.organisations.models import Membership

    with as_owner():
        again = Membership.objects.create(collaboration=cast.gr, organisation=cast.ale, valid_from=date(2024, 1, 1))
    (broken,) = found()
    assert broken.name == "organisations.memberships_do_not_overlap"
    assert broken.rows == 1
    assert str(again.pk) not in broken.keys  # the earlier of the two is named
    assert broken.in_words() == (
        "organisations.memberships_do_not_overlap: 1 × not true that an organisation is a member of a collaboration"
        f" once at a time ({broken.keys[0]})"
    )


def test_evidence_from_somebody_who_never_was_the_employer(cast: Cast) -> None:
    from stegvis.people.models import Evidence

    with as_owner():
        Evidence.objects.create(
            person=cast.anna.person, employer=cast.molndal, kind="course", code="hlr", title="HLR", valid_from=START
        )
    assert names() == ["people.evidence_comes_from_an_employer"]


def test_an_employee_number_of_two_people_at_once(cast: Cast) -> None:
    from stegvis.people.models import Profession

    with as_owner():
        other = employ(cast.gunilla, cast.ale_south, Profession.objects.get(), "9999")
        type(other).objects.filter(pk=other.pk).update(employee_number="1001", valid_from=date(2024, 1, 1))
    assert names() == ["people.an_employee_number_is_one_person"]


def test_a_table_without_its_lock(cast: Cast) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
        broken = broken_invariants()
        cursor.execute("ALTER TABLE people_person FORCE ROW LEVEL SECURITY")
    assert [(one.name, one.keys) for one in broken] == [("access.tables_are_locked", ("people_person",))]
