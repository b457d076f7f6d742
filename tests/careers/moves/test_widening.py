"""A pilot that is widened moves the rest of the staff as a new version does: tried, accepted, undone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.moves.proposing import propose_due_moves
from stegvis.careers.moves.services import accept_move, undo_move
from stegvis.careers.moves.starting import start_following, start_in_unit, start_widening
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.jobs.progress import no_progress
from stegvis.frameworks.models import FrameworkVersion, Pilot
from stegvis.frameworks.pilots.services import widen_pilot
from tests.careers.moves.test_services import act, adopted, refusal, start
from tests.careers.test_pilots import pilot
from tests.careers.test_unit_adoptions import Layers, evaluated, layers, nurse, overlay, use
from tests.frameworks.pilots.conftest import version_with
from tests.support.cast import Cast
from tests.support.database import as_owner

__all__ = ["layers", "pilot"]


def computed(move: VersionMove) -> VersionMove:
    with as_owner():
        compute_outcomes(move.pk, no_progress)
        move.refresh_from_db()
    return move


def state(pilot: Pilot) -> tuple[str, str]:
    with as_owner():
        found = Pilot.objects.get(pk=pilot.pk)
        return found.state, found.widened_from


def test_the_rest_are_tried_moved_and_moved_back(cast: Cast, pilot: Pilot, client: Client) -> None:
    tried = version_with(code="prov-modell", title="Provmodellen", status="pilot")
    with as_owner():
        Pilot.objects.filter(pk=pilot.pk).update(version=tried, evaluation="Kraven räcker.")
        pilot.refresh_from_db()
    before = evaluated(cast)
    client.force_login(cast.bosse)
    assert client.post(reverse("careers:move_widen", args=[pilot.pk])).status_code == 404
    client.force_login(cast.gunilla)
    asked = client.get(reverse("frameworks:pilot_widen", args=[pilot.pk])).content.decode()
    assert "Det är en annan modell än den som prövades." in asked
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="Versionsbyten"):
            widen_pilot(actor=actor, pilot=pilot)
        (move,) = start_widening(actor=actor, pilot=pilot)
        assert start_widening(actor=actor, pilot=pilot) == [move]
    computed(move)
    with as_owner():
        assert propose_due_moves() == []
        told = {(one.person.given_name, one.unit_id) for one in MoveOutcome.objects.filter(move=move)}
    assert told == {("Per", cast.ale_south.pk)}  # the pilot's own are there already
    assert (evaluated(cast), state(pilot)) == (before, ("running", ""))
    page = client.get(reverse("careers:move", args=[move.pk])).content.decode()
    assert "Det är en annan modell, inte en ny version" in page
    assert "En pilot avgör vilken modell som gäller där de arbetar" in page
    assert "Räknas aldrig, och hur många de är sägs inte." in page
    assert "samordnare" in refusal(cast.bosse, accept_move, move)
    accepted = act(cast.gunilla, accept_move, move)
    assert set(evaluated(cast).values()) == {"prov-modell"}
    assert state(pilot) == ("widened", "running")
    act(cast.gunilla, undo_move, accepted)
    assert (evaluated(cast), state(pilot)) == (before, ("running", ""))


def test_the_next_version_of_what_is_used_takes_the_place_of_the_proposal(
    cast: Cast, pilot: Pilot, second: FrameworkVersion
) -> None:
    proposed = start(cast, cast.gunilla, second)
    with as_owner():
        Pilot.objects.filter(pk=pilot.pk).update(version=second, evaluation="Bra", state="ended")
        pilot.refresh_from_db()
    with acting_as(cast.gunilla.pk) as actor:
        (move,) = start_widening(actor=actor, pilot=pilot)
        proposed.refresh_from_db()
    assert (proposed.state, move.to_version) == ("dropped", second)
    accepted = act(cast.gunilla, accept_move, computed(move))
    assert (adopted(cast)[0], state(pilot)) == (2, ("widened", "ended"))
    act(cast.gunilla, undo_move, accepted)
    assert (adopted(cast)[0], state(pilot)) == (1, ("ended", ""))


def test_what_a_unit_begins_and_ends_can_be_undone_and_takes_nothing_from_others(cast: Cast, layers: Layers) -> None:
    before = evaluated(cast)
    with acting_as(cast.gunilla.pk) as actor:
        begin = start_in_unit(actor=actor, unit=cast.ale_north, profession=nurse(), version=layers.norths)
    assert begin is not None
    accepted = act(cast.gunilla, accept_move, computed(begin))
    with as_owner():
        assert {one.person.given_name for one in MoveOutcome.objects.filter(move=begin)} == {"Anna", "Bosse"}
    assert {name for name, code in evaluated(cast).items() if code == "ale-norr"} == {"Anna", "Bosse"}
    act(cast.gunilla, undo_move, accepted)
    assert evaluated(cast) == before

    use(cast, cast.ale_care, layers.norths)
    beside = overlay("ale-vid-sidan", "ale-ssk", cast.ale)
    souths = use(cast, cast.ale_south, overlay("ale-soder", "ale-norr", cast.ale, unit="Hemsjukvård söder"))
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="Låt enheten först följa"):
            start_in_unit(actor=actor, unit=cast.ale_care, profession=nurse(), version=beside)
        follow = start_following(actor=actor, adoption_id=souths.pk)
    assert follow is not None
    there = evaluated(cast)
    accepted = act(cast.gunilla, accept_move, computed(follow))
    with as_owner():
        assert [one.person.given_name for one in MoveOutcome.objects.filter(move=follow)] == ["Per"]
    assert set(evaluated(cast).values()) == {"ale-norr"}
    act(cast.gunilla, undo_move, accepted)
    assert evaluated(cast) == there
