"""Starting, accepting, undoing: who may, what follows, and who is told when two decide at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import MoveOutcome, Placement, Standing, VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.moves.leaving_out import left_out
from stegvis.careers.moves.proposing import forget_outcomes, propose_due_moves, rehearse_again, resume_computing
from stegvis.careers.moves.services import accept_move, drop_move, recompute_move, start_move, undo_move
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import no_progress
from stegvis.frameworks.models import (
    Adoption,
    FrameworkVersion,
    Pilot,
    PilotProfession,
    PilotUnit,
    VersionMapping,
)
from stegvis.frameworks.services import adopt_version
from stegvis.frameworks.signals import adoption_changed
from stegvis.people.models import Evidence, Profession
from tests.careers.conftest import publish
from tests.careers.moves.conftest import renew
from tests.careers.test_tasks import queued
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer

State = VersionMove.State


def act(user: User, service: Callable[..., VersionMove], move: VersionMove) -> VersionMove:
    with acting_as(user.pk) as actor:
        return service(actor=actor, move=move)


def refusal(user: User, service: Callable[..., VersionMove], move: VersionMove) -> str:
    with pytest.raises(Refused) as refused:
        act(user, service, move)
    return str(refused.value)


def nurse() -> Profession:
    return Profession.objects.get(pk="sjukskoterska")


def start(cast: Cast, user: User, to: FrameworkVersion, employer: Any = None) -> VersionMove:
    with acting_as(user.pk) as actor:
        return start_move(actor=actor, employer=employer or cast.ale, profession=nurse(), to_version=to)


@layer
def ready(cast: Cast, second: FrameworkVersion) -> VersionMove:
    """Ale's move to the second version, computed."""
    move = start(cast, cast.gunilla, second)
    with as_owner():
        compute_outcomes(move.pk, no_progress)
        move.refresh_from_db()
    return move


def adopted(cast: Cast) -> tuple[int, date]:
    with as_owner():
        found = Adoption.objects.get(employer=cast.ale)
        return found.version.version, found.since


def everything(cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """What is stored of Ale's people, but for the days on which it was worked out."""
    with as_owner():
        evaluate_people(employer_id=cast.ale.pk)
        left_out = {Standing: {"id", "evaluated_on"}, Adoption: {"id"}}
        return {
            model.__name__: [
                {key: value for key, value in row.items() if key not in left_out.get(model, ())}
                for row in model.objects.filter(employer=cast.ale).order_by(*order).values()
            ]
            for model, order in (
                (Standing, ("person", "area")),
                (Adoption, ("pk",)),
                (Placement, ("pk",)),
                (Evidence, ("pk",)),
            )
        }


def test_accepting_moves_the_staff_and_undoing_loses_nothing(cast: Cast, ready: VersionMove) -> None:
    before = everything(cast)
    accepted = act(cast.gunilla, accept_move, ready)
    today = timezone.localdate()
    assert (accepted.state, accepted.decided_by, accepted.undo_until) == (
        State.ACCEPTED,
        cast.gunilla,
        today + timedelta(days=30),
    )
    assert adopted(cast) == (2, today)
    moved = everything(cast)
    assert {row["version_id"] for row in moved["Standing"]} == {ready.to_version_id}
    undone = act(cast.gunilla, undo_move, accepted)
    assert (undone.state, undone.undone_by) == (State.UNDONE, cast.gunilla)
    assert adopted(cast) == (1, START)
    assert everything(cast) == before


def test_nothing_moves_until_it_is_accepted(cast: Cast, second: FrameworkVersion) -> None:
    before = everything(cast)
    move = start(cast, cast.gunilla, second)
    assert "räknas fortfarande ut" in refusal(cast.gunilla, accept_move, move)
    with as_owner():
        compute_outcomes(move.pk, no_progress)
    assert everything(cast) == before


def test_only_the_employers_coordinator_decides(cast: Cast, ready: VersionMove) -> None:
    for user in (cast.anna, cast.bosse, cast.maria, cast.dag, cast.hamid):
        for service in (accept_move, undo_move, drop_move, recompute_move):
            refusal(user, service, ready)
        with pytest.raises(Refused):
            start(cast, user, ready.to_version)
    assert adopted(cast) == (1, START)


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(cast: Cast, ready: VersionMove) -> None:
    with as_owner():
        seen_by_the_other = VersionMove.objects.select_related("employer", "profession").get(pk=ready.pk)
    act(cast.gunilla, accept_move, ready)
    assert refusal(cast.gunilla, accept_move, seen_by_the_other)
    assert refusal(cast.gunilla, drop_move, seen_by_the_other)
    with as_owner():
        assert VersionMove.objects.get(pk=ready.pk).state == State.ACCEPTED


def test_after_thirty_days_it_cannot_be_undone(cast: Cast, ready: VersionMove) -> None:
    move = act(cast.gunilla, accept_move, ready)
    with as_owner():
        VersionMove.objects.filter(pk=move.pk).update(undo_until=timezone.localdate() - timedelta(days=1))
        move.refresh_from_db()
    assert "30" in refusal(cast.gunilla, undo_move, move)
    with as_owner():
        VersionMove.objects.filter(pk=move.pk).update(undo_until=timezone.localdate())
        move.refresh_from_db()
    assert act(cast.gunilla, undo_move, move).state == State.UNDONE


def test_a_move_whose_start_is_no_longer_in_use_is_refused(cast: Cast, ready: VersionMove) -> None:
    with as_owner():
        other = publish("pilot-rehab-kommun")
        Adoption.objects.filter(employer=cast.ale).update(version=other)
    assert refusal(cast.gunilla, accept_move, ready)
    assert act(cast.gunilla, drop_move, ready).state == State.DROPPED


def test_an_accepted_move_that_was_left_by_hand_is_not_undone(cast: Cast, ready: VersionMove) -> None:
    move = act(cast.gunilla, accept_move, ready)
    with acting_as(cast.gunilla.pk) as actor:
        adopt_version(actor=actor, employer=cast.ale, profession=nurse(), version=ready.from_version)
    assert refusal(cast.gunilla, undo_move, move)
    with as_owner():
        assert VersionMove.objects.get(pk=move.pk).state == State.ACCEPTED


def test_what_cannot_be_started_says_why(cast: Cast, second: FrameworkVersion, placed: FrameworkVersion) -> None:
    with as_owner():
        other = publish("pilot-rehab-kommun")
        gap = renew(second, lambda one, top: "same")
        VersionMapping.objects.filter(version=gap).delete()
    for version in (placed, other, gap):
        with pytest.raises(Refused):
            start(cast, cast.gunilla, version)
    start(cast, cast.gunilla, second)
    with pytest.raises(Refused, match="väntar redan"):
        start(cast, cast.gunilla, second)
    with as_owner():
        assert VersionMove.objects.count() == 1


def test_a_start_by_hand_has_a_job_to_watch(cast: Cast, second: FrameworkVersion) -> None:
    move = start(cast, cast.gunilla, second)
    with as_owner():
        job = Job.objects.get(pk=move.job_id)
    assert (job.user, job.result_url) == (cast.gunilla, f"/organisation/versionsbyten/{move.pk}/")
    assert queued("careers.compute_move") == [{"move_id": str(move.pk), "job_id": str(job.pk)}]


def test_a_new_version_is_proposed_once_to_everybody_behind_it(cast: Cast, second: FrameworkVersion) -> None:
    with as_owner():
        proposed = propose_due_moves(version_id=second.pk)
        assert {(one.employer, one.profession_id, one.state) for one in proposed} == {
            (cast.ale, "sjukskoterska", State.RUNNING),
            (cast.molndal, "sjukskoterska", State.RUNNING),
        }
        assert propose_due_moves(version_id=second.pk) == []
        assert propose_due_moves() == []
        VersionMove.objects.filter(employer=cast.ale).update(state=State.DROPPED)
        assert propose_due_moves() == []


def test_a_still_newer_version_takes_the_place_of_an_open_move(cast: Cast, ready: VersionMove) -> None:
    with as_owner():
        third = renew(ready.to_version, lambda one, top: "same")
        (newer,) = [one for one in propose_due_moves(version_id=third.pk) if one.employer == cast.ale]
        ready.refresh_from_db()
        assert (ready.state, newer.from_version, newer.to_version) == (State.DROPPED, ready.from_version, third)


def test_computing_again_replaces_what_was_said(cast: Cast, ready: VersionMove) -> None:
    assert outcomes(cast, ready) == {"Anna": "review", "Bosse": "kept", "Per": "review"}
    with as_owner():
        Evidence.objects.filter(person=cast.anna.person, code="personcentrerad-vard").update(amount=3)
    assert act(cast.gunilla, recompute_move, ready).state == State.RUNNING
    for _again in range(2):
        with as_owner():
            compute_outcomes(ready.pk, no_progress)
    assert outcomes(cast, ready) == {"Anna": "kept", "Bosse": "kept", "Per": "review"}


def outcomes(cast: Cast, move: VersionMove) -> dict[str, str]:
    with as_owner():
        rows = MoveOutcome.objects.filter(move=move).select_related("person")
        return {row.person.given_name: row.outcome for row in rows}


def test_a_decided_move_is_not_computed_again(cast: Cast, ready: VersionMove) -> None:
    act(cast.gunilla, accept_move, ready)
    before = outcomes(cast, ready)
    with as_owner():
        Evidence.objects.all().delete()
        compute_outcomes(ready.pk, no_progress)
    assert outcomes(cast, ready) == before
    assert refusal(cast.gunilla, recompute_move, ready)


def test_what_came_to_nothing_is_forgotten_and_what_got_stuck_is_queued(cast: Cast, ready: VersionMove) -> None:
    with as_owner():
        assert forget_outcomes() == 0
        VersionMove.objects.filter(pk=ready.pk).update(
            state=State.RUNNING, created_at=timezone.now() - timedelta(hours=2)
        )
        assert resume_computing() == 1
        VersionMove.objects.filter(pk=ready.pk).update(state=State.UNDONE)
        assert forget_outcomes() == 3
        assert resume_computing() == 0


def test_what_a_move_meant_for_each_is_forgotten_when_it_can_no_longer_be_undone(
    cast: Cast, ready: VersionMove, client: Client
) -> None:
    act(cast.gunilla, accept_move, ready)
    with as_owner():
        assert forget_outcomes() == 0
        yesterday = timezone.localdate() - timedelta(days=1)
        VersionMove.objects.filter(pk=ready.pk).update(undo_until=yesterday)
        assert forget_outcomes() == 3
    client.force_login(cast.gunilla)
    html = client.get(f"/organisation/versionsbyten/{ready.pk}/").content.decode()
    assert "Det kunde ångras till och med" in html
    assert "sparas inte när bytet är avgjort" in html


def test_a_pilot_that_begins_has_what_waits_for_a_decision_worked_out_anew(cast: Cast, ready: VersionMove) -> None:
    with as_owner():
        before = MoveOutcome.objects.filter(move=ready).count()
        pilot = Pilot.objects.create(
            employer=cast.ale,
            version=publish("pilot-rehab-kommun"),
            title="P",
            starts=timezone.localdate(),
            ends=timezone.localdate() + timedelta(days=60),
            state=Pilot.State.RUNNING,
        )
        PilotUnit.objects.create(employer=cast.ale, pilot=pilot, unit=cast.ale_north)
        PilotProfession.objects.create(employer=cast.ale, pilot=pilot, profession=nurse())
    for profession in ("fysioterapeut", "sjukskoterska"):
        adoption_changed.send(sender=Pilot, employer_id=cast.ale.pk, profession_code=profession)
    asked = queued("careers.rehearse_moves_again")
    with as_owner():
        moves = [move.pk for values in asked for move in rehearse_again(**values)]
        assert moves == [ready.pk] == [one.pk for one in rehearse_again(cast.ale.pk, None)]
        assert queued("careers.compute_move")[-1] == {"move_id": str(ready.pk)}
        compute_outcomes(ready.pk, no_progress)
        assert (before, MoveOutcome.objects.filter(move=ready).count()) == (3, 0)
    with acting_as(cast.gunilla.pk) as actor:
        assert left_out(actor, ready) == [("En pilot avgör vilken modell som gäller där de arbetar", None)]  # two
