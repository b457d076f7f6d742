"""An employer that chooses another framework moves its staff as a new version does: tried, accepted, undone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.proposing import propose_due_moves
from stegvis.careers.moves.services import accept_move, start_move, undo_move
from stegvis.careers.moves.starting import start_choosing
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.models import Adoption
from stegvis.frameworks.services import adopt_version, choose_version
from tests.careers.conftest import NURSES
from tests.careers.moves.test_services import act
from tests.careers.moves.test_widening import computed
from tests.careers.test_unit_adoptions import NURSE, Layers, evaluated, layers, nurse, overlay, use
from tests.frameworks.pilots.conftest import version_with
from tests.support.cast import Cast
from tests.support.database import as_owner

__all__ = ["layers"]
OTHER = reverse("careers:move_choose", args=["annan-modell", 1])


def test_another_framework_is_tried_accepted_and_undone(cast: Cast, layers: Layers, client: Client) -> None:
    before = evaluated(cast)
    other = version_with(code="annan-modell", title="Annan modell")
    client.force_login(cast.bosse)
    client.post(OTHER, {"employer": cast.ale.pk, "profession": NURSE})
    client.force_login(cast.gunilla)
    page = client.post(OTHER, {"employer": cast.ale.pk, "profession": NURSE}, follow=True)
    with as_owner():
        (move,) = VersionMove.objects.all()
        assert (move.kind, move.from_version, move.to_version) == ("renew", layers.ales, other)
    assert page.redirect_chain[0][0] == reverse("careers:move", args=[move.pk])
    with acting_as(cast.gunilla.pk) as actor:
        assert start_choosing(actor=actor, employer=cast.ale, profession=nurse(), version=other) == move
        with pytest.raises(Refused, match="Versionsbyten"):
            choose_version(actor=actor, employer=cast.ale, profession=nurse(), version=other)
    computed(move)
    overlay("ale-ssk", NURSES, cast.ale, version=2)
    with as_owner():  # what the coordinator has asked for is decided first
        assert propose_due_moves() == []
    assert evaluated(cast) == before
    assert "dem som det gäller" in client.get(reverse("careers:move", args=[move.pk])).content.decode()
    accepted = act(cast.gunilla, accept_move, move)
    assert set(evaluated(cast).values()) == {"annan-modell"}
    with as_owner():
        MoveOutcome.objects.all().delete()
    told = client.get(reverse("careers:move", args=[move.pk])).content.decode()
    assert ("När bytet räknades ut gällde det ingen" in told, "berör ingen" in told) == (True, False)
    with acting_as(cast.gunilla.pk) as actor:  # and back again no other way
        back = start_choosing(actor=actor, employer=cast.ale, profession=nurse(), version=layers.ales)
    assert back is not None
    act(cast.gunilla, undo_move, accepted)
    assert evaluated(cast) == before


def test_it_takes_nothing_from_units_with_additions_of_their_own(cast: Cast, layers: Layers) -> None:
    use(cast, cast.ale_north, layers.norths)
    other = version_with(code="annan-modell", title="Annan modell")
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="Låt enheten först följa"):
        start_choosing(actor=actor, employer=cast.ale, profession=nurse(), version=other)


def test_a_later_version_is_rehearsed_and_an_earlier_refused(cast: Cast, layers: Layers) -> None:
    later = overlay("ale-ssk", NURSES, cast.ale, version=2)
    with acting_as(cast.gunilla.pk) as actor:
        move = start_choosing(actor=actor, employer=cast.ale, profession=nurse(), version=later)
    assert move is not None
    act(cast.gunilla, accept_move, computed(move))
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="publiceras det som önskas tillbaka"):
        start_choosing(actor=actor, employer=cast.ale, profession=nurse(), version=layers.ales)
    with as_owner():
        assert [one.version for one in Adoption.objects.filter(employer=cast.ale)] == [later]


def test_what_is_in_use_already_is_not_begun_anew(cast: Cast, layers: Layers) -> None:
    with as_owner():
        Adoption.objects.filter(employer=cast.ale).update(since="2026-01-01")
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="används redan"):
        start_choosing(actor=actor, employer=cast.ale, profession=nurse(), version=layers.ales)
    with as_owner():
        assert [str(one.since) for one in Adoption.objects.filter(employer=cast.ale)] == ["2026-01-01"]


def test_additions_that_no_longer_count_are_not_renewed_unseen(cast: Cast, layers: Layers) -> None:
    use(cast, cast.ale_north, layers.norths)
    beside = overlay("ale-vid-sidan", NURSES, cast.ale)
    with acting_as(cast.gunilla.pk) as actor:  # as things stood before it was refused
        adopt_version(actor=actor, employer=cast.ale, profession=nurse(), version=beside)
    later = overlay("ale-norr", "ale-ssk", cast.ale, unit="Hemsjukvård norr", version=2)
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match="räknas längre"):
        start_move(actor=actor, employer=cast.ale, profession=nurse(), to_version=later, unit=cast.ale_north)
