"""What closes the gap of a capacity plan: how much there is of it, and what is used."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.engine.forecast.model import ModelError
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.planning.capacity.computing import suggested
from stegvis.planning.capacity.content import LEVERS, MOST_HOURS, SEEN, LeverUse, MovingUse
from stegvis.planning.capacity.keeping import held, keep, require_same, require_seen
from stegvis.planning.capacity.part_services import Stretch, set_hours
from stegvis.planning.capacity.queries import content_of
from stegvis.planning.models import CapacityPlan
from stegvis.planning.models.capacity import MOST_WEEKS

FEW = 1e-6


@transaction.atomic
def state_lever(*, actor: Actor, plan_id: int, lever: LeverUse, seen: str | None = None) -> None:
    """How many hours a lever can give and what they cost; what is used of it stays within that. Raises Refused."""
    plan = held(actor, plan_id)
    content = content_of(plan)
    before = content.lever(lever.kind)
    if lever.kind not in LEVERS:
        raise NotYours
    require_seen(before, SEEN["lever"], seen)
    if not all(0 <= one <= MOST_HOURS for one in (lever.step, *lever.most.values(), *lever.cost.values())):
        raise Refused(_("Hours and kronor are from 0 to %(n)s.") % {"n": MOST_HOURS})
    used = {
        profession: tuple(min(one, lever.most.get(profession, 0.0)) for one in hours)
        for profession, hours in (before.used if before else {}).items()
    }
    keep(plan, content.with_lever(replace(lever, used=used)))


@transaction.atomic
def use_lever(*, actor: Actor, plan_id: int, kind: str, stretch: Stretch) -> None:
    """Choose by hand how many hours a week a lever gives. Raises Refused, NotYours."""
    plan = held(actor, plan_id)
    content = content_of(plan)
    lever = content.lever(kind)
    if lever is None or stretch.profession not in content.professions:
        raise NotYours
    most = lever.most.get(stretch.profession, 0.0)
    if stretch.hours > most + FEW:
        raise Refused(_("At most %(n)s hours a week can be had of it. Change that first.") % {"n": f"{most:g}"})
    if lever.step and abs(stretch.hours / lever.step - round(stretch.hours / lever.step)) > FEW:
        raise Refused(_("It comes in steps of %(n)s hours.") % {"n": f"{lever.step:g}"})
    hours = set_hours(lever.used.get(stretch.profession), plan, stretch)
    keep(plan, content.with_lever(replace(lever, used=lever.used | {stretch.profession: hours})))


@transaction.atomic
def state_moving(*, actor: Actor, plan_id: int, moving: MovingUse | None, seen: str | None = None) -> None:
    """How much production may be moved, and how far; None is not at all. What was moved goes back."""
    plan = held(actor, plan_id)
    require_seen(content_of(plan).moving, SEEN["moving"], seen)
    if moving is not None and not (0 < moving.share <= 1 and 1 <= moving.within <= MOST_WEEKS and moving.cost >= 0):
        raise Refused(_("Say a share from 1 to 100 per cent and at least one week."))
    keep(plan, replace(content_of(plan), moving=moving))


@transaction.atomic
def take_suggestion(*, actor: Actor, plan_id: int, revision: int) -> CapacityPlan:
    """Choose the levers as the engine does: least hours short, then least kronor. Raises Refused, NotYours."""
    plan = held(actor, plan_id)
    require_same(plan, revision)
    try:
        content, _closing = suggested(content_of(plan))
    except ModelError as error:
        raise Refused(_("It cannot be computed: look through the levers' hours and kronor.")) from error
    return keep(plan, content)


@transaction.atomic
def clear_levers(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """Use none, and move nothing. What they can give stays."""
    plan = held(actor, plan_id)
    content = content_of(plan).not_moved()
    return keep(plan, replace(content, levers=tuple(replace(one, used={}) for one in content.levers)))
