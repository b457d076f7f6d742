"""Every write of what forecasts stand on, and running them."""

from __future__ import annotations

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
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.planning.days import require_near
from stegvis.planning.ground import queries
from stegvis.planning.ground.assumptions import Assumption, faults_of
from stegvis.planning.ground.inputs import Inputs
from stegvis.planning.ground.names import name_of
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.results import Result
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
def keep_run(*, actor: Actor, ground: Ground, title: str, inputs: Inputs, result: Result) -> Run:
    """Keep a computed forecast with what it was computed from."""
    require(may_plan_for(actor, ground.owner))
    return Run.objects.create(
        ground=ground,
        title=title[:120],
        levers=[one.as_json() for one in result.levers],
        inputs=inputs.packed(),
        inputs_digest=inputs.digest,
        result=result.to_bytes(),
        result_digest=result.digest,
        created_by_id=actor.user,
    )
