"""A framework for nurses, and a plan to try it in Ale's care north."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.format.convert import to_document
from stegvis.frameworks.models import FrameworkVersion, Pilot
from stegvis.frameworks.pilots.services import Plan, plan_pilot, start_pilot
from stegvis.frameworks.services import publish_framework
from stegvis.people.models import Profession
from tests.frameworks.review.conftest import CONTENT
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


def version_with(**changes: Any) -> FrameworkVersion:
    """A published framework that nobody owns."""
    with as_owner():
        text = dump_document(to_document(copy.deepcopy(CONTENT) | changes))
        return publish_framework(actor=Actor(is_system=True), text=text)[0]


@layer
def version(cast: Cast) -> FrameworkVersion:
    return version_with(code="prov-modell", title="Provmodellen", status="pilot")


@layer
def plan(cast: Cast) -> Plan:
    """From today, for ten days."""
    today = Actor().today
    return Plan(
        title="Prov i norr",
        starts=today,
        ends=today + timedelta(days=10),
        units=[cast.ale_north],
        professions=[Profession.objects.get(pk="sjukskoterska")],
        purpose="Räcker kraven?",
        members=[("Anna Ek", "Vårdförbundet"), ("Bo Al", "enhetscheferna")],
    )


@layer
def planned(cast: Cast, version: FrameworkVersion, plan: Plan) -> Pilot:
    with acting_as(cast.gunilla.pk) as actor:
        return plan_pilot(actor=actor, employer=cast.ale, version=version, plan=plan)


@layer
def running(cast: Cast, planned: Pilot) -> Pilot:
    with acting_as(cast.gunilla.pk) as actor:
        start_pilot(actor=actor, pilot=planned)
    return Pilot(pk=planned.pk, employer=cast.ale)


def later(plan: Plan, days: int) -> Plan:
    return replace(plan, starts=plan.starts + timedelta(days=days), ends=plan.ends + timedelta(days=days))
