"""Deciding a level: who may, from what, and what stays when somebody changes field or a decision is withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stegvis.careers.models import Placement
from stegvis.careers.placements.proposing import proposal_for
from stegvis.careers.placements.queries import decisions_of
from stegvis.careers.placements.services import Decision, Seen, decide_placement, withdraw_placement
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence
from tests.careers.conftest import give_level
from tests.support.cast import START, Cast
from tests.support.database import as_owner

Kind = Placement.Kind
TODAY = timezone.localdate


@pytest.fixture
def areas(placed: FrameworkVersion) -> list[str]:
    return [area.code for area in effective_of(placed).document.areas]


def employment(user: User) -> Employment:
    with as_owner():
        return Employment.objects.select_related("person").get(person__user=user)


def decide(
    manager: User,
    whom: User,
    order: int,
    *,
    area: str = "",
    on: date | None = None,
    seen: Seen | None = None,
    **rest: Any,
) -> Placement:
    of = employment(whom)
    with acting_as(manager.pk) as actor:
        proposal = proposal_for(actor, of, area)
        return decide_placement(
            actor=actor,
            employment=of,
            area=area,
            seen=seen or Seen(proposal.order, proposal.latest),
            decision=Decision(order, on or TODAY(), **rest),
        )


def line(reader: User, whom: User) -> list[tuple[str, str, int, str]]:
    """Area, kind, order and state of each decision that the reader sees, the latest first."""
    with acting_as(reader.pk) as actor:
        return [
            (one.placement.area, one.placement.kind, one.placement.level_order, one.state)
            for one in decisions_of(actor, employment(whom).person_id)
        ]


def test_the_proposal_is_accepted_as_it_stands(cast: Cast, placed: FrameworkVersion) -> None:
    found = decide(cast.bosse, cast.anna, 1)
    assert (found.level_code, found.level_order, found.proposed_order, found.version) == ("grund", 1, 1, placed)
    assert (found.decided_by, found.decided_on, found.employer, found.ground) == (cast.bosse, TODAY(), cast.ale, "")
    assert line(cast.anna, cast.anna) == line(cast.bosse, cast.anna) == [("", "placed", 1, "now")]


@pytest.mark.parametrize("name", ["anna", "cecilia", "maria", "gunilla", "hamid", "dag", "farid"])
def test_nobody_but_the_manager_decides(cast: Cast, placed: FrameworkVersion, name: str) -> None:
    with pytest.raises(Refused), acting_as(getattr(cast, name).pk) as actor:
        decide_placement(
            actor=actor,
            employment=employment(cast.anna),
            area="",
            seen=Seen(1, 0),
            decision=Decision(1, TODAY()),
        )
    with as_owner():
        assert Placement.objects.count() == 0


def test_nobody_decides_about_themself(cast: Cast, placed: FrameworkVersion) -> None:
    with pytest.raises(Refused, match="av din chef"):
        decide(cast.bosse, cast.bosse, 0)


@pytest.mark.parametrize(
    ("order", "decision", "why"),
    [
        (2, {}, "Ange en grund"),
        (0, {"ground": "   "}, "Ange en grund"),
        (1, {"kind": Kind.RECOGNISED}, "Ange en grund"),
        (7, {"ground": "x"}, "ingen sådan nivå"),
        (1, {"track": "klinisk"}, "ingen sådan inriktning"),
        (1, {"on": START - timedelta(days=1)}, "före anställningens början"),
        (1, {"on": TODAY() + timedelta(days=1)}, "inte dateras framåt"),
        (1, {"kind": Kind.CHANGED_FIELD, "ground": "x"}, "annat område"),
        (1, {"kind": Kind.STEPPED_BACK, "ground": "x"}, "högre nivå"),
        (1, {"kind": Kind.MOVED, "ground": "x"}, "vilket slags"),
        (1, {"seen": Seen(2, 0)}, "Något har ändrats"),
        (1, {"seen": Seen(1, 99)}, "Något har ändrats"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    cast: Cast, placed: FrameworkVersion, order: int, decision: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        decide(cast.bosse, cast.anna, order, **decision)
    with as_owner():
        assert Placement.objects.count() == 0


def test_of_two_managers_at_once_the_second_sees_the_first(cast: Cast, placed: FrameworkVersion) -> None:
    decide(cast.bosse, cast.anna, 1, seen=Seen(1, 0))
    with pytest.raises(Refused, match="Något har ändrats"):
        decide(cast.bosse, cast.anna, 0, seen=Seen(1, 0), ground="annat")
    assert line(cast.bosse, cast.anna) == [("", "placed", 1, "now")]


def test_stepping_back_in_a_new_field_loses_nothing(cast: Cast, placed: FrameworkVersion, areas: list[str]) -> None:
    first, second = areas[:2]
    with as_owner():
        Evidence.objects.filter(person=cast.anna.person).delete()
        give_level(placed, cast.anna.person, cast.ale, 2)
        Evidence.objects.filter(person=cast.anna.person).update(area=first)
    days = [TODAY() - timedelta(days=left) for left in (400, 10)]
    decide(cast.bosse, cast.anna, 2, area=first, on=days[0])
    found = decide(
        cast.bosse, cast.anna, 1, area=second, on=days[1], kind=Kind.CHANGED_FIELD, ground="Byter till demens."
    )
    assert found.proposed_order == 1
    assert line(cast.anna, cast.anna) == [(second, "changed_field", 1, "now"), (first, "placed", 2, "before")]


def test_below_the_level_held_is_a_step_back_also_where_it_is_proposed(cast: Cast, placed: FrameworkVersion) -> None:
    decide(cast.bosse, cast.anna, 2, on=TODAY() - timedelta(days=5), ground="Visar mer än vad som är registrerat.")
    with pytest.raises(Refused, match="ett steg tillbaka"):
        decide(cast.bosse, cast.anna, 1)
    decide(cast.bosse, cast.anna, 1, on=TODAY() - timedelta(days=9))  # before it: nothing is taken back
    decide(cast.bosse, cast.anna, 1, ground="Önskar det själv.")
    assert line(cast.anna, cast.anna) == [
        ("", "stepped_back", 1, "now"),
        ("", "placed", 2, "before"),
        ("", "placed", 1, "before"),
    ]


def test_two_fields_side_by_side_both_hold(cast: Cast, placed: FrameworkVersion, areas: list[str]) -> None:
    decide(cast.bosse, cast.anna, 1, area=areas[0], on=TODAY() - timedelta(days=2))
    decide(cast.bosse, cast.anna, 2, area=areas[1], on=TODAY() - timedelta(days=1), ground="Handleder alla.")
    decide(cast.bosse, cast.anna, 1, area=areas[1], kind=Kind.STEPPED_BACK, ground="Vill arbeta närmare patienter.")
    assert line(cast.bosse, cast.anna) == [
        (areas[1], "stepped_back", 1, "now"),
        (areas[1], "placed", 2, "before"),
        (areas[0], "placed", 1, "now"),
    ]


def test_a_withdrawn_decision_stays_and_the_one_before_holds(cast: Cast, placed: FrameworkVersion) -> None:
    decide(cast.bosse, cast.anna, 1, on=TODAY() - timedelta(days=3))
    wrong = decide(cast.bosse, cast.anna, 2, ground="Fel person.")
    of = employment(cast.anna)
    with acting_as(cast.bosse.pk) as actor:
        with pytest.raises(Refused, match="Skriv varför"):
            withdraw_placement(actor=actor, employment=of, placement=wrong, ground=" ")
        withdraw_placement(actor=actor, employment=of, placement=wrong, ground="Gällde en kollega.")
        with pytest.raises(Refused, match="redan återkallat"):
            withdraw_placement(actor=actor, employment=of, placement=wrong, ground="En gång till.")
    assert line(cast.anna, cast.anna) == [("", "placed", 2, "withdrawn"), ("", "placed", 1, "now")]
    with as_owner():
        wrong.refresh_from_db()
    assert (wrong.withdrawn_by, wrong.withdrawn_on, wrong.withdrawal_ground) == (
        cast.bosse,
        TODAY(),
        "Gällde en kollega.",
    )


def test_a_stranger_withdraws_nothing(cast: Cast, placed: FrameworkVersion) -> None:
    found, of = decide(cast.bosse, cast.anna, 1), employment(cast.anna)
    for user in (cast.maria, cast.anna, cast.gunilla):
        with pytest.raises(Refused), acting_as(user.pk) as actor:
            withdraw_placement(actor=actor, employment=of, placement=found, ground="x")
    other = works_in_molndal_too(cast)
    with pytest.raises(Refused), acting_as(cast.maria.pk) as actor:
        withdraw_placement(actor=actor, employment=other, placement=found, ground="x")
    with as_owner():
        assert Placement.objects.filter(withdrawn_on__isnull=True).count() == 1


def works_in_molndal_too(cast: Cast) -> Employment:
    with as_owner():
        return Employment.objects.create(
            person=cast.anna.person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2042",
            valid_from=START,
        )


def test_the_new_employer_sees_no_earlier_decision_and_the_old_one_loses_sight(
    cast: Cast, placed: FrameworkVersion
) -> None:
    decide(cast.bosse, cast.anna, 1)
    with as_owner():
        Employment.objects.filter(person__user=cast.anna).update(valid_to=TODAY() - timedelta(days=1))
    works_in_molndal_too(cast)
    person = cast.anna.person.pk
    seen = {}
    for name in ("anna", "bosse", "maria", "gunilla"):
        with acting_as(getattr(cast, name).pk) as actor:
            seen[name] = len(decisions_of(actor, person))
    assert seen == {"anna": 1, "bosse": 0, "maria": 0, "gunilla": 0}


def test_a_level_decided_anew_after_a_new_version_is_told_as_moved(cast: Cast, placed: FrameworkVersion) -> None:
    from tests.careers.moves.conftest import renew

    decide(cast.bosse, cast.anna, 1, on=TODAY() - timedelta(days=5))
    with as_owner():
        version = renew(placed, lambda one, top: "same")
        Adoption.objects.update(version=version)
    found = decide(cast.bosse, cast.anna, 1)
    assert (found.kind, found.version) == (Kind.MOVED, version)
    assert line(cast.anna, cast.anna) == [("", "moved", 1, "now"), ("", "placed", 1, "before")]


def test_a_level_of_a_former_employer_does_not_hold_now(cast: Cast, placed: FrameworkVersion) -> None:
    decide(cast.bosse, cast.anna, 1)
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert line(cast.anna, cast.anna) == [("", "placed", 1, "before")]
