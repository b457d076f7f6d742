"""What every page of a capacity plan begins with."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.engine.capacity import IsoWeek
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.people.models import Profession
from stegvis.planning.capacity.content import Content
from stegvis.planning.capacity.policies import may_write
from stegvis.planning.capacity.queries import content_of, plan_of, weeks_of
from stegvis.planning.models import CapacityPlan


@dataclass(frozen=True)
class Held:
    """``names`` are the professions of the plan by code."""

    plan: CapacityPlan
    content: Content
    weeks: list[IsoWeek]
    names: dict[str, str]


def held(request: ActorRequest, plan_id: int) -> Held:
    """Two queries. Raises NotYours."""
    plan = plan_of(request.actor, plan_id)
    content = content_of(plan)
    return Held(plan, content, weeks_of(plan), profession_names(content.professions))


def writing(request: ActorRequest, plan_id: int) -> Held:
    """Where something is to be changed. Raises NotYours, and Refused where it cannot be."""
    found = held(request, plan_id)
    require(may_write(request.actor, found.plan))
    return found


def revision_of(request: ActorRequest) -> int:
    """What was looked at; -1, which is none, for anything but a number."""
    sent_with = request.POST.get("revision", "")
    return int(sent_with) if sent_with.isdecimal() and len(sent_with) < 10 else -1


def profession_names(codes: tuple[str, ...]) -> dict[str, str]:
    found = {one.pk: str(one) for one in Profession.objects.filter(pk__in=codes)}
    return {code: found.get(code, code) for code in codes}
