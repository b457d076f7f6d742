"""Giving and ending roles: who may, what is refused, and what history tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations import queries, services
from stegvis.organisations.models import Invitation, Role, RoleGrant
from stegvis.organisations.policies import Scope
from tests.organisations.people import signed_in
from tests.support.cast import Cast, grant
from tests.support.database import as_owner


def places(cast: Cast) -> dict[str, Scope]:
    return {
        "ale": Scope(organisation=cast.ale),
        "ale north": Scope(organisation=cast.ale, unit=cast.ale_north),
        "mölndal": Scope(organisation=cast.molndal),
        "mölndal care": Scope(organisation=cast.molndal, unit=cast.molndal_care),
        "gr": Scope(collaboration=cast.gr),
        "nowhere": Scope(),
    }


def test_each_of_the_cast_gives_exactly_the_roles_of_their_own_places(cast: Cast) -> None:
    given = {}
    for name in ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per"):
        for place, scope in places(cast).items():
            for role in Role.values:
                try:
                    with transaction.atomic(), acting_as(getattr(cast, name).pk) as actor:
                        services.grant_role(actor=actor, receiver=cast.eva, role=role, scope=scope)
                except Refused:
                    continue
                given.setdefault(name, set()).add((place, role))
    assert given == {
        "gunilla": {("ale", "coordinator"), ("ale", "identity_handler"), ("ale north", "unit_manager")},
        "dag": {("gr", "collaboration_coordinator")},
    }


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.IDENTITY_HANDLER])
def test_nobody_gives_themself_a_role_of_trust(cast: Cast, role: Role) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.grant_role(actor=actor, receiver=cast.gunilla, role=role, scope=Scope(organisation=cast.ale))


def test_the_table_itself_refuses_a_role_of_trust_from_oneself(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk), pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            user=cast.gunilla,
            role=Role.IDENTITY_HANDLER,
            organisation=cast.ale,
            valid_from=date(2026, 1, 1),
            granted_by=cast.gunilla,
        )


def test_the_same_role_is_not_given_twice(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.grant_role(
            actor=actor,
            receiver=cast.bosse,
            role=Role.UNIT_MANAGER,
            scope=Scope(organisation=cast.ale, unit=cast.ale_north),
        )


def test_the_last_coordinator_cannot_leave(cast: Cast) -> None:
    with as_owner():
        own = RoleGrant.objects.get(user=cast.gunilla)
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused):
            services.end_role(actor=actor, grant_id=own.pk, reason="slutar")
        services.grant_role(actor=actor, receiver=cast.hamid, role=Role.COORDINATOR, scope=Scope(organisation=cast.ale))
        services.end_role(actor=actor, grant_id=own.pk, reason="slutar")
    with acting_as(cast.gunilla.pk) as actor:
        assert actor.coordinates == frozenset()


def test_a_coordinator_who_cannot_log_in_does_not_count(cast: Cast) -> None:
    with as_owner():
        own = RoleGrant.objects.get(user=cast.gunilla)
        grant(cast.hamid, Role.COORDINATOR, organisation=cast.ale)
        User.objects.filter(pk=cast.hamid.pk).update(is_active=False)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.end_role(actor=actor, grant_id=own.pk, reason="slutar")


def test_an_ended_role_is_gone_at_once(cast: Cast) -> None:
    with as_owner():
        bosses = RoleGrant.objects.get(user=cast.bosse)
    with acting_as(cast.gunilla.pk) as actor:
        services.end_role(actor=actor, grant_id=bosses.pk, reason="Ny chef")
    with acting_as(cast.bosse.pk) as actor:
        assert actor.manages == frozenset()
        today = actor.today
    with as_owner():
        bosses.refresh_from_db()
    assert bosses.valid_to == today - timedelta(days=1)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        services.end_role(actor=actor, grant_id=bosses.pk, reason="igen")


def test_a_role_of_another_organisation_cannot_be_ended(cast: Cast) -> None:
    with as_owner():
        marias = RoleGrant.objects.get(user=cast.maria)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(NotYours):
        services.end_role(actor=actor, grant_id=marias.pk, reason="x")


def test_history_names_who_did_it_and_why(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        services.grant_role(
            actor=actor,
            receiver=cast.anna,
            role=Role.UNIT_MANAGER,
            scope=Scope(organisation=cast.ale, unit=cast.ale_south),
            reason="Vikarierar i sommar",
        )
    with acting_as(cast.gunilla.pk) as actor:
        newest = queries.role_history(actor)[0]
    assert (newest.what, newest.who, newest.place, newest.by, newest.reason) == (
        "insert",
        "Anna",
        "Hemsjukvård söder",
        "Gunilla",
        "Vikarierar i sommar",
    )


def test_history_is_of_ones_own_places_only(cast: Cast) -> None:
    seen = {}
    for name in ("anna", "maria", "dag", "gunilla", "farid"):
        with acting_as(getattr(cast, name).pk) as actor:
            seen[name] = {change.who for change in queries.role_history(actor)}
    assert seen == {
        "anna": set(),
        "maria": set(),
        "dag": {"Dag"},
        "gunilla": {"Bosse", "Gunilla", "Hamid"},
        "farid": set(),
    }


def post(cast: Cast, **fields: str) -> None:
    found = {"place": f"organisation-{cast.ale.pk}", "role": "", **fields}
    answer = signed_in(cast.gunilla).post("/organisation/roller/ny/", found)
    assert answer.status_code == 302, answer.context["form"].errors


def grants_of(user: User) -> list[tuple[str, str]]:
    with as_owner():
        return [(g.role, str(g.unit or g.organisation)) for g in RoleGrant.objects.filter(user=user)]


def test_a_known_colleague_gets_the_role_at_once(cast: Cast) -> None:
    post(cast, email="Anna@example.se ", role="unit_manager", place=f"unit-{cast.ale_south.pk}")
    assert grants_of(cast.anna) == [("unit_manager", "Hemsjukvård söder")]


@pytest.mark.parametrize("name", ["cecilia", "per"])
def test_who_is_unknown_here_or_protected_gets_an_invitation_and_nothing_is_told(cast: Cast, name: str) -> None:
    user = getattr(cast, name)
    post(cast, email=user.email, role="unit_manager", place=f"unit-{cast.ale_south.pk}")
    assert grants_of(user) == []
    with as_owner():
        assert Invitation.objects.get().email == user.email


def test_extra_fields_change_nothing(cast: Cast) -> None:
    post(
        cast,
        email="anna@example.se",
        role="unit_manager",
        place=f"unit-{cast.ale_south.pk}",
        organisation=str(cast.molndal.pk),
        unit=str(cast.molndal_care.pk),
        user=str(cast.maria.pk),
        granted_by=str(cast.maria.pk),
    )
    with as_owner():
        made = RoleGrant.objects.get(user=cast.anna)
    assert (made.organisation, made.unit, made.granted_by) == (cast.ale, cast.ale_south, cast.gunilla)


def test_a_place_of_another_organisation_is_no_choice(cast: Cast) -> None:
    answer = signed_in(cast.gunilla).post(
        "/organisation/roller/ny/",
        {"email": "x@example.se", "role": "unit_manager", "place": f"unit-{cast.molndal_care.pk}"},
    )
    assert set(answer.context["form"].errors) == {"place"}
    shown = str(answer.context["form"].fields["place"].choices)
    assert "Mölndal" not in shown
