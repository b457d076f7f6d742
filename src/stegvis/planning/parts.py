"""The parts of the room, for its tabs and its first page. Each is shown to whom it has something for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.organisations.models import Role


@dataclass(frozen=True)
class Part:
    """``lead`` says in a sentence what one does there."""

    view_name: str
    label: str | Promise
    lead: str | Promise
    icon: str
    shown_to: Callable[[Actor], bool]


def coordinates(actor: Actor) -> bool:
    return bool(actor.coordinates or actor.leads)


def coordinates_or_manages(actor: Actor) -> bool:
    return bool(actor.coordinates or actor.leads or actor.manages)


def divides_tasks(actor: Actor) -> bool:
    return bool(actor.coordinates or actor.manages)


def plans_or_follows(actor: Actor) -> bool:
    return coordinates_or_manages(actor) or Role.NATIONAL_FOLLOW_UP in actor.roles


def follows(actor: Actor) -> bool:
    return bool(actor.coordinates or actor.leads or Role.NATIONAL_FOLLOW_UP in actor.roles)


def reads_plans(actor: Actor) -> bool:
    """Everybody may; who neither plans, follows nor educates is not shown the way."""
    return plans_or_follows(actor) or bool(actor.represents)


PARTS: tuple[Part, ...] = (
    Part(
        "planning:forecasts",
        _("Forecasts"),
        _("See how many there will be and how many are needed, what each measure gives, and what is not known."),
        "chart",
        follows,
    ),
    Part(
        "planning:ground",
        _("Data and assumptions"),
        _("See what a forecast is computed from, with source and date, and change it in your name."),
        "book",
        coordinates,
    ),
    Part(
        "planning:backtest",
        _("How sure are forecasts?"),
        _("See how forecasts like these would have done in the past."),
        "chart",
        plans_or_follows,
    ),
    Part(
        "planning:mixes",
        _("Skill mix"),
        _("See who could do which task, what is worth moving, and what one more hour or study post would give."),
        "people",
        divides_tasks,
    ),
    Part(
        "planning:shifts",
        _("Task shifting"),
        _("Decide that a task moves to another profession, and follow for eight weeks whether it really does."),
        "arrow-right",
        plans_or_follows,
    ),
    Part(
        "planning:capacities",
        _("Production and capacity"),
        _("See the hours short in each week ahead, choose what to do, and compare with how it went."),
        "calendar",
        coordinates_or_manages,
    ),
    Part(
        "planning:plans",
        _("Supply plans"),
        _("Say what is needed of each profession and what is done about it, and follow it up every year."),
        "document",
        reads_plans,
    ),
    Part(
        "planning:registers",
        _("Registers"),
        _("Count posts for training, agency staff and staff trained abroad, and see who is near retirement."),
        "chart",
        follows,
    ),
)


def parts_for(actor: Actor) -> list[Part]:
    return [part for part in PARTS if part.shown_to(actor)]
