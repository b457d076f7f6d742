"""A unit goes to the next version of its own clarification as an employer does: tried, accepted, undone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.moves.proposing import propose_due_moves, rehearse_again
from stegvis.careers.moves.queries import startable_moves
from stegvis.careers.moves.services import accept_move, start_move, undo_move
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.jobs.progress import no_progress
from stegvis.frameworks.models import Adoption, UnitAdoption
from stegvis.frameworks.units.services import end_in_unit, use_in_unit
from tests.careers.moves.test_services import act, refusal
from tests.careers.test_unit_adoptions import Layers, evaluated, layers, nurse, overlay, use
from tests.support.cast import Cast
from tests.support.database import as_owner

__all__ = ["layers"]

NORTH = {"Anna": "ale-norr", "Bosse": "ale-norr", "Per": "ale-ssk"}


def used(cast: Cast) -> list[int]:
    with as_owner():
        return [one.version.version for one in UnitAdoption.objects.filter(unit=cast.ale_north)]


def test_a_units_next_version_is_tried_accepted_and_undone_for_the_unit_alone(
    cast: Cast, layers: Layers, client: Client
) -> None:
    use(cast, cast.ale_north, layers.norths)
    second = overlay("ale-norr", "ale-ssk", cast.ale, unit="Hemsjukvård norr", version=2)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="Versionsbyten"):
        use_in_unit(actor=actor, unit=cast.ale_north, profession=nurse(), version=second)
    with acting_as(cast.gunilla.pk) as actor:
        assert [(one.unit, one.latest) for one in startable_moves(actor)] == [(cast.ale_north, second)]
    with as_owner():
        (move,) = propose_due_moves(version_id=second.pk)
        assert propose_due_moves() == []
        compute_outcomes(move.pk, no_progress)
        move.refresh_from_db()
        told = {(one.person.given_name, one.unit_id, one.outcome) for one in MoveOutcome.objects.filter(move=move)}
    assert told == {("Anna", cast.ale_north.pk, "kept"), ("Bosse", cast.ale_north.pk, "kept")}
    assert (evaluated(cast), used(cast)) == (NORTH, [1])

    client.force_login(cast.gunilla)
    assert "Hemsjukvård norr" in client.get(reverse("careers:moves")).content.decode()
    assert "i enheten och under den" in client.get(reverse("careers:move", args=[move.pk])).content.decode()
    for stranger in (cast.bosse, cast.cecilia):
        assert "samordnare" in refusal(stranger, accept_move, move)
    accepted = act(cast.gunilla, accept_move, move)
    assert (evaluated(cast), used(cast)) == (NORTH, [2])
    with as_owner():
        assert [one.version for one in Adoption.objects.filter(employer=cast.ale)] == [layers.ales]
    act(cast.gunilla, undo_move, accepted)
    assert (evaluated(cast), used(cast)) == (NORTH, [1])


def test_the_units_next_version_waits_for_what_it_rests_on(cast: Cast, layers: Layers) -> None:
    """And an employer's open move does not stand in the way of a unit's."""
    use(cast, cast.ale_north, layers.norths)
    overlay("ale-ssk", "pilot-sjukskoterska-kommun", cast.ale, version=2)
    second = overlay("ale-norr", "ale-ssk", cast.ale, unit="Hemsjukvård norr", version=2, on=2)
    with as_owner():
        (employers,) = propose_due_moves()
        assert employers.unit is None
        compute_outcomes(employers.pk, no_progress)
        employers.refresh_from_db()
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="vilar på just den versionen"):
        start_move(actor=actor, employer=cast.ale, profession=nurse(), to_version=second, unit=cast.ale_north)
    act(cast.gunilla, accept_move, employers)
    with as_owner():
        (move,) = propose_due_moves()
        assert (move.unit, move.from_version, move.to_version) == (cast.ale_north, layers.norths, second)
        compute_outcomes(move.pk, no_progress)
        move.refresh_from_db()
    undone = act(cast.gunilla, undo_move, employers)
    assert "vilar på just den versionen" in refusal(cast.gunilla, accept_move, move)
    assert (undone.state, used(cast)) == (VersionMove.State.UNDONE, [1])
    with acting_as(cast.gunilla.pk) as actor:
        end_in_unit(actor=actor, adoption=UnitAdoption.objects.get())
    with as_owner():
        assert rehearse_again(cast.ale.pk, "sjukskoterska") == []
        assert VersionMove.objects.get(pk=move.pk).state == VersionMove.State.DROPPED
