"""What is planned for the years ahead, as people read it: who gets the study posts and why, and what each lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from stegvis.planning.mix.ahead import Ahead, Path
from stegvis.planning.mix.reading import hours, kronor
from stegvis.planning.mix.solving import LITTLE, Move
from stegvis.planning.mix.years import Planned

FEW_POSTS = 0.01  # of a post that nobody speaks of


@dataclass(frozen=True)
class PlaceTold:
    """``cells``: for each year the hours a week not done, and without posts where that is another figure. ``posts`` is
    empty for none."""

    name: str
    cells: list[tuple[str, str]]
    posts: str
    why: str


@dataclass(frozen=True)
class YearTold:
    number: str
    short: str
    without: str
    cost: str
    begun: list[str]
    more: list[str]
    moves: list[str]


@dataclass(frozen=True)
class AheadTold:
    """``budgets``: of each year, what all places have together and what is left of it."""

    summary: str
    years: list[str]
    places: list[PlaceTold]
    budgets: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Teller:
    """``names`` are the roles', ``whole`` is what a place of no name is called."""

    ahead: Ahead
    found: Planned
    names: dict[str, str]
    whole: str

    def told(self) -> AheadTold:
        budgets = [
            (str(number), kronor(self.ahead.budget(number)), kronor(max(float(free), 0)))
            for number, free in zip(self.ahead.numbers, self.found.free, strict=True)
        ]
        places = [self._place(at) for at in range(len(self.ahead.places))]
        return AheadTold(self._summary(), list(map(str, self.ahead.numbers)), places, budgets)

    def name(self, place: int) -> str:
        return self.ahead.places[place] or self.whole

    def path(self, one: Path) -> str:
        source, target = (self.names.get(role, role).lower() for role in (one.source, one.target))
        return _("%(source)s to %(target)s") % {"source": source, "target": target}

    def most_short(self) -> int:
        """The place that lacks most."""
        return int(self.found.short.sum(axis=1).argmax())

    def _summary(self) -> str:
        begun = float(self.found.begun.sum())
        figures = {"posts": hours(begun), "short": hours(_mean(self.found.short))}
        figures["without"] = hours(_mean(self.found.short_without))
        if begun <= FEW_POSTS:
            return (
                _("No study post begins. In all %(short)s hours a week are not done, as a mean of the years.") % figures
            )
        return (
            _(
                "If %(posts)s study posts begin, %(short)s hours a week are not done, as a mean of the years; without "
                "them it is %(without)s."
            )
            % figures
        )

    def _place(self, at: int) -> PlaceTold:
        pairs = zip(self.found.short[at], self.found.short_without[at], strict=True)
        cells = [(hours(short), hours(before) if abs(before - short) > LITTLE else "") for short, before in pairs]
        posts = float(self.found.begun[at].sum())
        return PlaceTold(self.name(at), cells, hours(posts) if posts > FEW_POSTS else "", self.why(at))

    def why(self, place: int) -> str:
        """Why the place gets the posts that it gets, and no more."""
        begun, short = self.found.begun[place], self.found.short_without[place]
        if not self.ahead.paths:
            return ""
        if begun.sum() > FEW_POSTS:
            more = float((short - self.found.short[place]).mean())
            gives = _("They make %(hours)s hours a week more get done there, as a mean of the years.")
            if more <= LITTLE:
                gives = _("They make something graver get done there instead of something that can wait.")
            return f"{gives % {'hours': hours(more)}} {self._why_no_more(place)}"
        if short.sum() <= LITTLE:
            return _("No study post: nothing is short there.")
        return _("No study post.") + f" {self._why_no_more(place)}"

    def _why_no_more(self, place: int) -> str:
        more, paths = self.found.more[place], self.ahead.paths
        if more is None or np.isnan(more.gives):
            return _("There is nobody who could be taken from the work to study.")
        year, kind = more.year, more.kind
        told = {"path": self.path(paths[kind]), "year": self.ahead.numbers[year], "worth": hours(more.gives)}
        if more.gives <= LITTLE:
            return _("One more, %(path)s in %(year)s, would take away no shortage in all.") % told
        here = paths[kind].place in ("", self.ahead.places[place])
        if not here or self.found.begun[place, year, kind] >= paths[kind].most - FEW_POSTS:
            words = _("One more, %(path)s in %(year)s, would take away %(worth)s weighted hours, but no more may.")
        elif self.found.free[year] < paths[kind].cost:
            words = self._of_budget(place, year)
        else:
            words = _("One more, %(path)s in %(year)s, would take away %(worth)s weighted hours.")
        return words % told

    def _of_budget(self, place: int, year: int) -> str:
        """Why what is left of the year's budget does not pay for one more in the place."""
        begun = self.found.begun[:, year].sum(axis=1) > FEW_POSTS
        if self.ahead.budget(self.ahead.numbers[year]) <= 0:
            return _(
                "One more, %(path)s in %(year)s, would take away %(worth)s weighted hours, but there is no budget that "
                "year."
            )
        if begun.any() and not begun[place]:
            return _(
                "One more, %(path)s in %(year)s, would take away %(worth)s weighted hours, but the budget is spent "
                "where it does more."
            )
        return _(
            "One more, %(path)s in %(year)s, would take away %(worth)s weighted hours, but what is left of the budget "
            "of the year is not enough."
        )

    def years_of(self, place: int) -> list[YearTold]:
        return [self._year(place, at) for at in range(len(self.ahead.numbers))]

    def _year(self, place: int, at: int) -> YearTold:
        found, paths = self.found, self.ahead.paths
        begun = zip(found.begun[place, at], paths, strict=True)
        worth = zip(found.worth[place, at], paths, strict=True)
        return YearTold(
            str(self.ahead.numbers[at]),
            hours(found.short[place, at]),
            hours(found.short_without[place, at]),
            hours(found.cost[place, at] / 1000),
            [f"{hours(float(n))} {self.path(one)}" for n, one in begun if n > FEW_POSTS],
            [f"{self.path(one)}: {self.worth(float(value))}" for value, one in worth],
            [self.move(one) for one in found.moves[place][at] if one.source and one.target],
        )

    def worth(self, value: float) -> str:
        return "–" if np.isnan(value) else hours(value).replace("-", "\N{MINUS SIGN}")

    def move(self, one: Move) -> str:
        figures = {"task": one.task.title, "hours": hours(one.given)}
        figures |= {"source": self._of(one.source), "target": self._of(one.target)}
        return _("%(task)s: %(hours)s hours a week from %(source)s to %(target)s") % figures

    def _of(self, role: str) -> str:
        return self.names.get(role, role).lower()


def _mean(values: np.ndarray) -> float:
    """Of the years, all places together."""
    return float(values.sum(axis=0).mean())


def totals(found: Planned) -> Sequence[tuple[float, float]]:
    """Of each year, all places together: hours a week not done with the posts, and without."""
    return list(zip(found.short.sum(axis=0).tolist(), found.short_without.sum(axis=0).tolist(), strict=True))
