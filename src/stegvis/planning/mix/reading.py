"""An answer as people read it: names for roles, and what an hour or a study post is worth in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.planning.mix.content import WEIGHTS
from stegvis.planning.mix.roles import kind_of
from stegvis.planning.mix.solving import LITTLE, Answer, Learning, Move, StudyPost, Value

HOURS = 1  # decimals


def hours(value: float) -> str:
    return number_format(round(value, HOURS) + 0.0, HOURS)


def kronor(value: float) -> str:
    return number_format(round(value), 0)


@dataclass(frozen=True)
class Row:
    """A move, or what has to be learnt, with its words and where it leads. ``lead`` may be empty."""

    task: str
    words: str
    lead: str = ""
    note: str = ""


@dataclass(frozen=True)
class Told:
    """What the page says of an answer, figures in the reader's language: hours a week, and thousand kronor a week.

    ``freed`` and ``nearer`` are sums over those in care who gain.
    """

    summary: str
    short: str
    short_today: str
    cost: str
    cost_today: str
    freed: str
    nearer: str
    moves: list[Row]
    undone: list[Row]
    learning: list[Row]
    values: list[tuple[str, str]]
    posts: list[str]


def told(answer: Answer, names: dict[str, str], mix_id: int) -> Told:
    short, before = float(answer.short.sum()), float(answer.short_today.sum())
    in_care = [at for at, role in enumerate(answer.content.roles) if kind_of(role) == "care"]
    return Told(
        summary=_summary(answer, short, before),
        short=hours(short),
        short_today=hours(before),
        cost=hours(answer.cost / 1000),
        cost_today=hours(answer.cost_today / 1000),
        freed=hours(sum(max(answer.freed[at], 0) for at in in_care)),
        nearer=hours(sum(max(answer.nearer[at], 0) for at in in_care)),
        moves=[_move(one, names, mix_id) for one in answer.moves if one.source and one.target],
        undone=_undone(answer),
        learning=[_learning(one, names) for one in answer.learning],
        values=[
            (names.get(one.role, one.role), _value(one)) for one in sorted(answer.values, key=_worth, reverse=True)
        ],
        posts=[_post(one, names) for one in answer.posts],
    )


def _summary(answer: Answer, short: float, before: float) -> str:
    moved = sum(one.given for one in answer.moves if one.source and one.target)
    if moved <= LITTLE and abs(short - before) <= LITTLE:
        return _("The staff is used as well as it can be, by these figures. Nothing needs to move.")
    figures = {"moved": hours(moved), "short": hours(short), "before": hours(before)}
    if short <= LITTLE:
        return _("If %(moved)s hours a week move, everything is done.") % figures
    words = _("If %(moved)s hours a week move, %(short)s hours are still not done; today it is %(before)s.")
    return words % figures


def _move(one: Move, names: dict[str, str], mix_id: int) -> Row:
    source, target = (names.get(role, role) for role in (one.source, one.target))
    query = {
        "mix": mix_id,
        "uppgift": one.task.title,
        "fran": one.source,
        "till": one.target,
        "timmar": f"{one.given:.1f}",
    }
    words = _("%(hours)s hours a week from %(source)s to %(target)s") % {
        "hours": hours(one.given),
        "source": source.lower(),
        "target": target.lower(),
    }
    if abs(one.given - one.taken) > LITTLE:
        words += _(", who needs %(hours)s hours for it") % {"hours": hours(one.taken)}
    return Row(one.task.title, words, f"{reverse('planning:shift_new')}?{urlencode(query)}", one.task.note)


def _undone(answer: Answer) -> list[Row]:
    return [
        Row(
            task.title, _("%(hours)s hours a week are not done") % {"hours": hours(short)}, note=_(WEIGHTS[task.weight])
        )
        for task, short in zip(answer.content.tasks, answer.short, strict=True)
        if short > LITTLE
    ]


def _learning(one: Learning, names: dict[str, str]) -> Row:
    figures = {
        "role": names.get(one.role, one.role),
        "hours": hours(one.hours),
        "cost": kronor(one.cost),
    }
    if one.is_new:
        words = _("%(role)s has to learn it, for %(hours)s hours a week: %(cost)s kronor once")
    else:
        words = _("More of those who are %(role)s have to learn it, for %(hours)s hours a week: %(cost)s kronor once")
        figures["role"] = figures["role"].lower()
    return Row(one.task.title, words % figures, offers_for(one))


def offers_for(one: Learning) -> str:
    """Where training for it is looked for: the exchange, by area or else by the task's words."""
    asked = {"omrade": one.task.area} if one.task.area else {"q": one.task.title}
    return f"{reverse('exchange:offers')}?{urlencode(asked)}"


def _worth(one: Value) -> tuple[float, float]:
    return one.short, one.cost


def _value(one: Value) -> str:
    if one.unused > LITTLE:
        return _("Not needed: %(hours)s hours a week have nothing to do.") % {"hours": hours(one.unused)}
    if one.done > LITTLE:
        words = ngettext(
            "One more hour a week does away with %(hours)s hour of what is not done.",
            "One more hour a week does away with %(hours)s hours of what is not done.",
            1 if round(one.done, HOURS) == 1 else 2,
        )
        return words % {"hours": hours(one.done)}
    if one.short > 0:
        return _("One more hour a week lets something graver get done instead of something that can wait.")
    if one.cost > 0:
        return _("Nothing more gets done, but one more hour a week saves %(cost)s kronor.") % {"cost": kronor(one.cost)}
    return _("One more hour a week changes nothing.")


def _post(one: StudyPost, names: dict[str, str]) -> str:
    figures = {
        "source": names.get(one.source, one.source).lower(),
        "target": names.get(one.target, one.target).lower(),
        "years": number_format(f"{one.years:g}"),
        "more": hours(max(-one.meanwhile, 0)),
        "after": hours(abs(one.after)),
    }
    during = _(
        "One more study post from %(source)s to %(target)s (%(years)s years): meanwhile %(more)s hours more a week are"
        " not done, unless somebody fills in."
    )
    if one.after > LITTLE:
        then = _("After it %(after)s hours more get done each week than today.")
    elif one.after < -LITTLE:
        then = _("After it %(after)s hours fewer get done each week than today: the hours are needed where they are.")
    else:
        then = _("After it as much gets done as today.")
    return f"{during % figures} {then % figures}"
