"""Every write of what forecasts stand on, and running them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.foundation.jobs.running import start_job
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.planning.days import require_near
from stegvis.planning.ground import queries, running
from stegvis.planning.ground.assumptions import Assumption, faults_of
from stegvis.planning.ground.farming import computed, refuse_large
from stegvis.planning.ground.inputs import Inputs, Scope
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.names import name_of
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.models.ground import Ground, Override, Run
from stegvis.planning.policies import may_plan_for


@transaction.atomic
def open_ground(*, actor: Actor, owner: Organisation | Collaboration) -> Ground:
    """The owner's ground, made where there is none."""
    require(may_plan_for(actor, owner))
    mine = {"collaboration": owner} if isinstance(owner, Collaboration) else {"employer": owner}
    found, _made = Ground.objects.get_or_create(**mine, defaults={"created_by_id": actor.user})
    return found


class ChangedMeanwhile(Refused):
    """Somebody else has changed the same since it was looked at."""


@transaction.atomic
def override_assumption(
    *, actor: Actor, ground_id: int, changed: Assumption, why: str, source: str, dated: date, seen: str | None = None
) -> Override:
    """Change what is assumed, signed with the actor's name. An earlier change of the same is undone.

    ``seen`` is the change that was in force when it was looked at, empty for none; what has come since is not
    overwritten. Raises PlanningError, Refused and ChangedMeanwhile.
    """
    ground = queries.ground_of(actor=actor, pk=ground_id)
    require(may_plan_for(actor, ground.owner))
    if faults := faults_of(changed):
        raise PlanningError(faults)
    if seen is not None and seen != queries.change_in_force(actor, ground, changed):
        raise ChangedMeanwhile(_("Somebody else has just changed the same. Look at what it is now."))
    why, source = _words(why), _words(source)
    if not why.strip():
        raise Refused(_("Say why: whoever reads the forecast has to be able to judge it."))
    require_near(dated, actor.today)
    if dated > actor.today:
        raise Refused(_("The source's date is in the future."))
    give_reason("change an assumption")
    name = name_of(actor)
    _in_force(actor, ground, changed).update(undone_at=timezone.now(), undone_by_id=actor.user, undone_name=name)
    try:
        with transaction.atomic():
            return Override.objects.create(
                ground=ground,
                key=changed.key,
                profession=changed.profession,
                sector=changed.sector,
                value=changed.value,
                source=source,
                dated=dated,
                is_certain=changed.certain,
                why=why,
                signed_by_id=actor.user,
                signed_name=name,
            )
    except IntegrityError as taken:
        raise Refused(_("Somebody else has just changed the same. Look at what it is now.")) from taken


@transaction.atomic
def undo_override(*, actor: Actor, override_id: Any) -> Override:
    """What was assumed before holds again. Raises Refused where it is undone already."""
    found = get_visible(actor, Override, pk=override_id)
    require(may_plan_for(actor, found.ground.owner))
    give_reason("undo a changed assumption")
    undone = Override.objects.filter(pk=found.pk, undone_at=None).update(
        undone_at=timezone.now(), undone_by_id=actor.user, undone_name=name_of(actor)
    )
    if not undone:
        raise Refused(_("The change is undone already."))
    found.refresh_from_db()
    return found


def _words(text: str) -> str:
    words: str = clean(text)
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words


def _in_force(actor: Actor, ground: Ground, one: Assumption) -> Any:
    return visible(actor, Override).filter(
        ground=ground, key=one.key, profession=one.profession, sector=one.sector, undone_at=None
    )


@transaction.atomic
def start_run(
    *,
    actor: Actor,
    ground: Ground,
    scope: Scope,
    levers: Sequence[Lever] = (),
    title: str,
    result_url: str = "",
    inputs: Inputs | None = None,
) -> Run:
    """Keep what is to be computed and give it to a worker. Raises PlanningError where it cannot be computed."""
    from stegvis.planning.ground import tasks

    run = _keep(actor, ground, Asked(scope, levers, title, inputs))
    job = start_job(actor=actor, title=title[:200], task=tasks.run_forecast, result_url=result_url, run_id=str(run.pk))
    Run.objects.filter(pk=run.pk).update(job_id=job.pk)
    run.job_id = job.pk
    return run


@transaction.atomic
def compute_run(
    *,
    actor: Actor,
    ground: Ground,
    scope: Scope,
    levers: Sequence[Lever] = (),
    title: str,
    inputs: Inputs | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """The same at once: for what is small, and for commands."""
    run = _keep(actor, ground, Asked(scope, levers, title, inputs))
    return finish_run(actor=actor, run_id=run.pk, progress=progress)


@dataclass(frozen=True)
class Asked:
    """What is asked for; ``inputs`` where they are those of an earlier run."""

    scope: Scope
    levers: Sequence[Lever]
    title: str
    inputs: Inputs | None


def _keep(actor: Actor, ground: Ground, asked: Asked) -> Run:
    require(may_plan_for(actor, ground.owner))
    refuse_large(asked.scope)
    found = asked.inputs or queries.gather(actor=actor, ground=ground, scope=asked.scope)
    running.central(found, asked.levers)  # what cannot be pulled is said at once
    return Run.objects.create(
        ground=ground,
        title=asked.title[:120],
        levers=[one.as_json() for one in asked.levers],
        inputs=found.packed(),
        inputs_digest=found.digest,
        created_by_id=actor.user,
    )


@transaction.atomic
def finish_run(*, actor: Actor, run_id: Any, progress: Callable[[int, int], None] | None = None) -> Run:
    """Compute and keep the whole result. One that is done stays; an interruption leaves nothing."""
    run = get_visible(actor, Run, visible(actor, Run).select_for_update(of=("self",)), pk=run_id)
    if run.state == Run.State.DONE:
        return run
    result = computed(run.loaded_inputs(), run.pulled, progress=progress)
    run.result, run.result_digest = result.to_bytes(), result.digest
    run.state, run.finished_at = Run.State.DONE, timezone.now()
    run.save(update_fields=["result", "result_digest", "state", "finished_at"])
    return run


@transaction.atomic
def fail_run(*, actor: Actor, run_id: Any) -> None:
    """It could not be computed."""
    found = visible(actor, Run).filter(pk=run_id, state=Run.State.WAITING)
    found.update(state=Run.State.FAILED, finished_at=timezone.now())
