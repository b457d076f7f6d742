"""Study posts over the years: which to begin when, so that least is short in all the years together.

Read from two further sheets of a mix's workbook; their Swedish names are their interface.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from stegvis.engine.skillmix import Posts, plan
from stegvis.foundation.documents.problems import Problem
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import Column, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.planning.mix.content import Content
from stegvis.planning.mix.solving import WEEKS, mix_of

MOST_YEARS = 20
MONEY = (0, 1_000_000_000)


@dataclass(frozen=True)
class Year:
    """``need`` and ``staff`` as shares of the mix's hours; ``budget`` kronor for the posts that begin in it."""

    number: int
    need: float
    staff: float
    budget: float


@dataclass(frozen=True)
class Path:
    """One of ``source`` studies for ``years`` to become ``target``, and works the share ``works`` meanwhile. ``cost``
    kronor, all when it begins; at most ``most`` begin in a year."""

    source: str
    target: str
    years: int
    works: float
    cost: float
    most: float


@dataclass(frozen=True)
class Planned:
    """By year: hours a week that are not done with the posts and without any, kronor a week, and posts begun (Y, K).
    ``worth`` (Y, K): hours a week of shortage, over all the years, that one post more would take away at least."""

    short: np.ndarray
    short_without: np.ndarray
    cost: np.ndarray
    begun: np.ndarray
    worth: np.ndarray


def specs(names: dict[str, str]) -> tuple[SheetSpec, SheetSpec]:
    roles: dict[str, tuple[str, ...]] = {role: (name, role) for role, name in names.items()}

    def amount(key: str, name: str, limits: tuple[int, int], kind: Kind = Kind.DECIMAL) -> Column:
        return Column(key, name, kind, required=True, limits=limits)

    years = SheetSpec(
        "År",
        (
            amount("year", "År", (1, 9999), Kind.INTEGER),
            amount("need", "Behov, procent av i dag", (0, 1000)),
            amount("staff", "Personal, procent av i dag", (0, 1000)),
            amount("budget", "Budget, kronor", MONEY),
        ),
    )
    posts = SheetSpec(
        "Utbildningstjänster",
        (
            Column("source", "Från", Kind.CHOICE, required=True, choices=roles),
            Column("target", "Till", Kind.CHOICE, required=True, choices=roles),
            amount("years", "År av studier", (1, 10), Kind.INTEGER),
            amount("works", "Arbetar under tiden, procent", (0, 100)),
            amount("cost", "Kostnad, kronor", MONEY),
            amount("most", "Högst per år", (0, 1000)),
        ),
    )
    return years, posts


@dataclass(frozen=True)
class Ahead:
    years: tuple[Year, ...]
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def read_ahead(file: bytes, names: dict[str, str]) -> Ahead | None:
    """None where the workbook has neither sheet. Raises UnreadableError, also where it has but one of them."""
    document = read_document(file)
    wanted = specs(names)
    if not any(find_sheet(document, one) for one in wanted):
        return None
    read = []
    for one in wanted:
        sheet = find_sheet(document, replace(one, required=True))
        read.append(read_sheet(sheet, one))  # type: ignore[arg-type]
    years, posts = read
    return Ahead(
        tuple(sorted((_year(row.values) for row in years.rows), key=lambda one: one.number)),
        tuple(_path(row.values) for row in posts.rows),
        (*years.problems, *posts.problems),
    )


def _year(told: dict[str, Any]) -> Year:
    return Year(int(told["year"]), float(told["need"]) / 100, float(told["staff"]) / 100, float(told["budget"]))


def _path(told: dict[str, Any]) -> Path:
    cost, most = float(told["cost"]), float(told["most"])
    return Path(told["source"], told["target"], int(told["years"]), float(told["works"]) / 100, cost, most)


def planned(content: Content, ahead: Ahead) -> Planned:
    """Of a mix that somebody may do. Kronor are a week's; what is paid once is spread over the weeks of its year."""
    plain, years = mix_of(content), len(ahead.years)
    mix = replace(
        plain,
        demand=np.array([plain.demand[0] * one.need for one in ahead.years]),
        hours=np.array([plain.hours[0] * one.staff for one in ahead.years]),
    )
    posts = Posts(
        gives=_gives(content, ahead.paths),
        cost=np.array([one.cost for one in ahead.paths]) / WEEKS,
        budget=np.array([one.budget for one in ahead.years]) / WEEKS,
        most=np.array([one.most for one in ahead.paths])[None, None, :],
    )
    found = plan(mix, posts, years)
    without = plan(mix, replace(posts, most=np.zeros((1, 1, 1))), years)
    return Planned(
        found.split.short.sum(axis=1),
        without.split.short.sum(axis=1),
        found.split.cost,
        found.begun[0],
        found.post.short[0],
    )


def _gives(content: Content, paths: Sequence[Path]) -> np.ndarray:
    """(K, L, P) hours a week that a post adds in its first year, the next, …; the last stands for all later."""
    roles = content.roles
    found = np.zeros((len(paths), max(one.years for one in paths) + 1, len(roles)))
    for number, one in enumerate(paths):
        source, target = roles.index(one.source), roles.index(one.target)
        found[number, : one.years, source] = -content.post_hours * (1 - one.works)
        found[number, one.years :, source] = -content.post_hours
        found[number, one.years :, target] += content.post_hours
    return found


def faults_of_ahead(content: Content, ahead: Ahead) -> list[str]:
    """In English, as commands speak."""
    found = []
    if not 1 <= len(ahead.years) <= MOST_YEARS:
        found.append(f"there have to be from 1 to {MOST_YEARS} years")
    numbers = [one.number for one in ahead.years]
    if any(after - before != 1 for before, after in pairwise(numbers)):
        found.append(f"each year has to be there once, and none between them be missing: {numbers}")
    if not ahead.paths:
        found.append("there is no study post to begin")
    for one in ahead.paths:
        found += [f"{role} is not among the staff" for role in (one.source, one.target) if role not in content.roles]
        if one.source == one.target:
            found.append(f"{one.source} cannot study to become the same")
    return list(dict.fromkeys(found))
