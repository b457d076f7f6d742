"""Planning, running, ending and widening pilots. Whoever it concerns is placed anew when the change is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.frameworks.models import FrameworkVersion, Pilot, PilotMember, PilotProfession, PilotUnit
from stegvis.frameworks.pilots.policies import (
    OPEN,
    may_be_tried,
    may_change,
    may_end,
    may_evaluate,
    may_last,
    may_lead,
    may_plan,
    may_start,
    may_widen,
)
from stegvis.frameworks.pilots.queries import professions_of, replaced_by
from stegvis.frameworks.policies import must_rehearse
from stegvis.frameworks.services import adopt_version
from stegvis.frameworks.signals import adoption_changed
from stegvis.organisations.models import Organisation, Unit
from stegvis.organisations.queries import keys_below, with_those_above
from stegvis.people.models import Profession

State = Pilot.State


@dataclass(frozen=True)
class Plan:
    """What a pilot is: where, for whom, when and why. Whatever lies below a chosen unit is in it as long as it does.

    ``members`` are (name, speaks for) of the reference group.
    """

    title: str
    starts: date
    ends: date
    units: Sequence[Unit]
    professions: Sequence[Profession]
    purpose: str = ""
    members: Sequence[tuple[str, str]] = ()


@transaction.atomic
def plan_pilot(*, actor: Actor, employer: Organisation, version: FrameworkVersion, plan: Plan) -> Pilot:
    """Nobody is placed by it before it is started. Raises Refused, also where another pilot has the same staff."""
    require(may_plan(actor, employer))
    give_reason("plan a pilot")
    pilot = Pilot(employer=employer, version=version, created_by_id=actor.user)
    _save(actor, pilot, plan)
    return pilot


@transaction.atomic
def change_pilot(*, actor: Actor, pilot: Pilot, plan: Plan) -> Pilot:
    """Another time, other units, another purpose. What has begun keeps its first day. Raises Refused."""
    pilot = _locked(actor, pilot)
    require(may_change(actor, pilot))
    if pilot.state == State.RUNNING and pilot.starts <= actor.today and plan.starts != pilot.starts:
        raise Refused(_("The pilot has begun, so its first day stays."))
    give_reason("change a pilot")
    before = _professions(pilot)
    _save(actor, pilot, plan)
    if pilot.state == State.RUNNING:
        _announce(pilot, before | _professions(pilot))
    return pilot


@transaction.atomic
def start_pilot(*, actor: Actor, pilot: Pilot) -> None:
    """From its first day to its last the staff are placed by it. Raises Refused."""
    pilot = _locked(actor, pilot)
    require(may_start(actor, pilot))
    _turn(pilot, State.RUNNING, "start a pilot")


@transaction.atomic
def end_pilot(*, actor: Actor, pilot: Pilot) -> None:
    """Before its last day, or to close the books after it. Raises Refused."""
    pilot = _locked(actor, pilot)
    require(may_end(actor, pilot))
    _turn(pilot, State.ENDED, "end a pilot")


@transaction.atomic
def evaluate_pilot(*, actor: Actor, pilot: Pilot, evaluation: str) -> None:
    """Write down what the pilot has shown. Raises Refused."""
    pilot = _locked(actor, pilot)
    require(may_evaluate(actor, pilot))
    give_reason("evaluate a pilot")
    Pilot.objects.filter(pk=pilot.pk).update(evaluation=evaluation, evaluated_on=actor.today)


@transaction.atomic
def widen_pilot(*, actor: Actor, pilot: Pilot) -> None:
    """The employer uses the version for all staff of the pilot's professions from now on.

    Raises Refused, also where it would move people without a rehearsal.
    """
    pilot = _locked(actor, pilot)
    require(may_widen(actor, pilot))
    if replaced := replaced_by(actor, pilot):
        raise Refused(must_rehearse(replaced[0].version))
    pilot.widened_from = pilot.state
    _turn(pilot, State.WIDENED, "widen a pilot")
    for profession in professions_of(pilot).order_by("pk"):
        adopt_version(actor=actor, employer=pilot.employer, profession=profession, version=pilot.version)


@transaction.atomic
def unwiden_pilot(*, actor: Actor, pilot: Pilot) -> None:
    """The pilot is as it was before it was widened, after an undone change. Raises Refused.

    What the employer uses is left as it is.
    """
    pilot = _locked(actor, pilot)
    require(may_lead(actor, pilot))
    if pilot.state != State.WIDENED:
        return
    if pilot.widened_from == State.RUNNING:
        units = Unit.objects.filter(pk__in=PilotUnit.objects.filter(pilot=pilot).values("unit"))
        _refuse_overlap(pilot, pilot, _with_those_below(actor, pilot, units), _professions(pilot))
    before, pilot.widened_from = pilot.widened_from, ""
    _turn(pilot, before, "undo the widening of a pilot")


def _locked(actor: Actor, pilot: Pilot) -> Pilot:
    """The pilot as it is now, with nobody else changing a pilot of the employer until the transaction ends."""
    wait_for_turn("frameworks.pilot", pilot.employer_id)
    return Pilot.objects.select_related("employer", "version__framework").get(pk=pilot.pk)


def _turn(pilot: Pilot, state: str, reason: str) -> None:
    give_reason(reason)
    was, pilot.state = pilot.state, state
    pilot.save(update_fields=["state", "widened_from"])
    if State.RUNNING in {was, state}:
        _announce(pilot, _professions(pilot))


def _save(actor: Actor, pilot: Pilot, plan: Plan) -> None:
    require(may_last(plan.starts, plan.ends))
    professions = {profession.pk for profession in plan.professions}
    require(may_be_tried(pilot.version, professions))
    units = {unit.pk for unit in plan.units}
    wait_for_turn("frameworks.pilot", pilot.employer_id)
    _refuse_overlap(pilot, plan, _with_those_below(actor, pilot, plan.units), professions)
    pilot.title, pilot.purpose = plan.title, plan.purpose
    pilot.starts, pilot.ends = plan.starts, plan.ends
    pilot.save()
    whole = {"employer": pilot.employer, "pilot": pilot}
    PilotUnit.objects.filter(pilot=pilot).exclude(unit__in=units).delete()
    PilotProfession.objects.filter(pilot=pilot).exclude(profession__in=professions).delete()
    PilotUnit.objects.bulk_create([PilotUnit(**whole, unit_id=unit) for unit in units], ignore_conflicts=True)
    PilotProfession.objects.bulk_create(
        [PilotProfession(**whole, profession_id=code) for code in professions], ignore_conflicts=True
    )
    if list(pilot.members.values_list("name", "speaks_for")) != list(plan.members):
        pilot.members.all().delete()
        for name, speaks_for in plan.members:
            PilotMember.objects.create(**whole, name=name, speaks_for=speaks_for)


def _with_those_below(actor: Actor, pilot: Pilot, units: Iterable[Unit]) -> set[int]:
    """The keys of the units and all below them. Raises Refused for another employer's."""
    found: set[int] = set()
    for unit in units:
        if unit.organisation_id != pilot.employer_id:
            raise Refused(_("The unit belongs to another employer."))
        found |= {unit.pk, *keys_below(actor, unit)}
    return found


def _refuse_overlap(pilot: Pilot, plan: Plan | Pilot, units: set[int], professions: set[str]) -> None:
    other = (
        PilotUnit.objects.filter(
            unit__in=with_those_above(units),
            pilot__state__in=OPEN,
            pilot__starts__lte=plan.ends,
            pilot__ends__gte=plan.starts,
            pilot__professions__profession__in=professions,
        )
        .exclude(pilot=pilot.pk)
        .select_related("pilot", "unit")
        .first()
    )
    if other is not None:
        raise Refused(
            _("“%(pilot)s” already tries a framework with the same profession in %(unit)s at that time.")
            % {"pilot": other.pilot.title, "unit": other.unit.name}
        )


def _professions(pilot: Pilot) -> set[str]:
    return set(PilotProfession.objects.filter(pilot=pilot).values_list("profession_id", flat=True))


def _announce(pilot: Pilot, professions: Iterable[str]) -> None:
    for code in sorted(professions):
        send = partial(adoption_changed.send, sender=Pilot, employer_id=pilot.employer_id, profession_code=code)
        transaction.on_commit(send)
