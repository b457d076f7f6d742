"""The steps of a programme: how they are kept in ``Programme.content``, and what makes them hold together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.models import IntroductionStep

MOST_STEPS = 80
Kind = IntroductionStep.Kind


class Experience(StrEnum):
    """What the new employee brings."""

    NEW = "new"
    EXPERIENCED = "experienced"
    VERY = "very"


class Audience(StrEnum):
    """Up to how much experience a step is for."""

    ALL = "all"
    EXPERIENCED = "experienced"
    NEW = "new"


EXPERIENCES: dict[str, str | Promise] = {
    Experience.NEW: gettext_lazy("New graduate"),
    Experience.EXPERIENCED: gettext_lazy("Experienced in the profession"),
    Experience.VERY: gettext_lazy("Very experienced, in work like this too"),
}
AUDIENCES: dict[str, str | Promise] = {
    Audience.ALL: gettext_lazy("Everybody"),
    Audience.EXPERIENCED: gettext_lazy("All but the very experienced"),
    Audience.NEW: gettext_lazy("New graduates only"),
}
EXCUSED = {
    Experience.NEW: frozenset[str](),
    Experience.EXPERIENCED: frozenset({str(Audience.NEW)}),
    Experience.VERY: frozenset({str(Audience.NEW), str(Audience.EXPERIENCED)}),
}
"""Whom steps are for that are left out, by experience."""


@dataclass(frozen=True)
class PlannedStep:
    """``week`` counts from the first day; ``month`` (1–12) is a wheel's theme's own, else 0. One of them is set."""

    title: str
    kind: str = Kind.TASK
    week: int = 0
    month: int = 0
    audience: str = Audience.ALL
    requirement: str = ""


@dataclass(frozen=True)
class Outline:
    """A programme as far as its time goes. On a wheel the themes come in their months, whenever one begins."""

    weeks: int
    shielded_weeks: int
    is_wheel: bool
    steps: tuple[PlannedStep, ...]


def as_kept(steps: Sequence[PlannedStep]) -> list[dict[str, Any]]:
    """The steps as ``Programme.content`` keeps them."""
    return [{name: value for name, value in asdict(step).items() if value not in ("", 0)} for step in steps]


def as_steps(content: Sequence[dict[str, Any]]) -> tuple[PlannedStep, ...]:
    """The opposite of ``as_kept``."""
    return tuple(PlannedStep(**step) for step in content)


def problems_of(outline: Outline) -> list[str]:
    """What does not hold together, in words for whoever writes the programme. Empty where all is well."""
    found = []
    if not outline.steps:
        found.append(_("Write at least one step."))
    if len(outline.steps) > MOST_STEPS:
        found.append(_("At most %(n)d steps in a programme.") % {"n": MOST_STEPS})
    if not 1 <= outline.weeks <= 156:
        found.append(_("A programme takes 1–156 weeks."))
    if outline.shielded_weeks > outline.weeks:
        found.append(_("The time without patients of one's own is longer than the programme."))
    for number, step in enumerate(outline.steps, 1):
        if why := _problem(outline, step):
            found.append(_("Step %(n)d, %(title)s: %(why)s") % {"n": number, "title": step.title[:60], "why": why})
    return found


def _problem(outline: Outline, step: PlannedStep) -> str:
    in_month = outline.is_wheel and step.kind == Kind.THEME
    wrong = {
        _("say what is to be done."): not step.title,
        _("at most 300 characters."): len(step.title) > 300,
        _("choose among what is offered."): step.kind not in Kind.values or step.audience not in AUDIENCES,
        _("choose the theme's month."): in_month and not 1 <= step.month <= 12,
        _("only a theme of a yearly programme has a month."): not in_month and step.month != 0,
        _("the week is not among the programme's %(weeks)d.") % {"weeks": outline.weeks}: not in_month
        and not 1 <= step.week <= outline.weeks,
    }
    return next((why for why, is_so in wrong.items() if is_so), "")
