"""Who could do which task, from a workbook: no database, no log-in."""

from __future__ import annotations

import csv
from importlib.resources import files
from math import isnan
from pathlib import Path
from typing import Any

from stegvis.cli.content import Json, bytes_of
from stegvis.cli.start import start_without_database
from stegvis.cli.words import CommandError, tell

MOST_BYTES = 20_000_000


def skill_mix(file: Path, *, as_json: Json = False) -> None:
    """Divide a unit's tasks from a workbook as the page of a skill mix gives it: least shortage, cost, change.

    With two sheets more, År (År, Behov, Personal, Budget) and Utbildningstjänster (Från, Till, År av studier, Arbetar
    under tiden, Kostnad, Högst per år), also which study posts to begin in which year.
    """
    start_without_database()
    from stegvis.foundation.documents.problems import UnreadableError
    from stegvis.planning.mix.checking import faults_of
    from stegvis.planning.mix.content import Content
    from stegvis.planning.mix.solving import NobodyMayError, answer_of
    from stegvis.planning.mix.workbook import OTHER_NAMES, read
    from stegvis.planning.mix.years import faults_of_ahead, planned, read_ahead

    try:
        content, names = bytes_of(file, MOST_BYTES), _professions() | OTHER_NAMES
        found, ahead = read(content, Content(), names), read_ahead(content, names)
    except UnreadableError as error:
        raise CommandError(f"{file}: {error.text}") from error
    problems = [*found.problems, *(ahead.problems if ahead else ())]
    wrong = [f"{one.sheet} {one.row} {one.column}: {one.text}" for one in problems] or faults_of(found.content)
    if ahead and not wrong:
        wrong = faults_of_ahead(found.content, ahead)
    if wrong:
        raise CommandError(f"{file}: " + "; ".join(wrong))
    try:
        answer = answer_of(found.content)
    except NobodyMayError as error:
        raise CommandError(f"{file}: nobody may do {', '.join(one.title for one in error.tasks)}") from error
    if answer is None:
        raise CommandError(f"{file}: the workbook needs at least one task (Uppgifter) and some staff (Personal).")
    told = as_values(answer)
    if ahead:
        told["years"] = by_year(ahead, planned(found.content, ahead))
    tell(told, as_json=as_json, words=lambda: in_words(told))


def _professions() -> dict[str, str]:
    text = files("stegvis.people").joinpath("data", "professions.csv").read_text(encoding="utf-8")
    return {row["code"]: row["title_sv"] for row in csv.DictReader(text.splitlines())}


def as_values(answer: Any) -> dict[str, Any]:
    """Hours and kronor a week; training is paid once."""
    return {
        "short": round(float(answer.short.sum()), 3),
        "short_today": round(float(answer.short_today.sum()), 3),
        "cost": round(answer.cost, 2),
        "cost_today": round(answer.cost_today, 2),
        "moves": [
            {"task": one.task.title, "from": one.source, "to": one.target, "given": one.given, "taken": one.taken}
            for one in answer.moves
        ],
        "training": [
            {"task": one.task.title, "role": one.role, "hours": one.hours, "cost": one.cost} for one in answer.learning
        ],
        "one_more_hour": {
            one.role: {"done": one.done, "short": one.short, "cost": one.cost, "unused": one.unused}
            for one in answer.values
        },
        "study_posts": [
            {"from": one.source, "to": one.target, "meanwhile": one.meanwhile, "after": one.after}
            for one in answer.posts
        ],
    }


def by_year(ahead: Any, found: Any) -> list[dict[str, Any]]:
    """Hours and kronor a week; ``worth`` hours a week of shortage over all the years that one post more takes away,
    null where nobody could be taken for it."""
    return [
        {
            "year": year.number,
            "short": round(float(found.short[at]), 3),
            "short_without_posts": round(float(found.short_without[at]), 3),
            "cost": round(float(found.cost[at]), 2),
            "posts": [
                {
                    "from": path.source,
                    "to": path.target,
                    "begun": round(float(found.begun[at, number]), 3),
                    "worth": None if isnan(found.worth[at, number]) else round(float(found.worth[at, number]), 3),
                }
                for number, path in enumerate(ahead.paths)
            ],
        }
        for at, year in enumerate(ahead.years)
    ]


def in_words(told: dict[str, Any]) -> str:
    lines = [f"{told['short']} hours a week are not done; today it is {told['short_today']}."]
    for one in told["moves"]:
        lines.append(f"  {one['task']}: {one['given']:.1f} hours {one['from'] or 'nobody'} -> {one['to'] or 'nobody'}")
    for year in told.get("years", ()):
        begun = ", ".join(f"{one['begun']:.1f} {one['from']} -> {one['to']}" for one in year["posts"] if one["begun"])
        posts = f"begin {begun}" if begun else "begin no study post"
        hours = f"{year['short']:.1f} hours a week are not done, {year['short_without_posts']:.1f} without posts"
        lines.append(f"{year['year']}: {posts}; {hours}.")
    return "\n".join(lines)
