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

    With the sheets År (Plats, År, Behov, Personal, Budget), Utbildningstjänster (Från, Till, År av studier, Arbetar
    under tiden, Kostnad, Högst per år, Plats) and Personal per plats also which study posts to begin where and when.
    """
    start_without_database()
    from django.utils.translation import gettext as _

    from stegvis.engine.errors import ModelError
    from stegvis.foundation.documents.problems import UnreadableError
    from stegvis.planning.mix.checking import faults_of
    from stegvis.planning.mix.content import Content
    from stegvis.planning.mix.solving import NobodyMayError, answer_of
    from stegvis.planning.mix.workbook import OTHER_NAMES, read
    from stegvis.planning.mix.years import planned

    try:
        found = read(bytes_of(file, MOST_BYTES), Content(), _professions() | OTHER_NAMES)
    except UnreadableError as error:
        raise CommandError(f"{file}: {error.text}") from error
    content = found.content
    wrong = [f"{one.sheet} {one.row or ''} {one.column}".rstrip() + f": {one.text}" for one in found.problems]
    if wrong := wrong or faults_of(content):
        raise CommandError(f"{file}: " + "; ".join(wrong))
    try:
        answer = answer_of(content)
        ahead = planned(content, content.ahead) if content.ahead and answer else None
    except NobodyMayError as error:
        tasks = ", ".join(one.title for one in error.tasks)
        raise CommandError(f"{file}: {_('Nobody may do %(tasks)s.') % {'tasks': tasks}}") from error
    except ModelError as error:
        raise CommandError(f"{file}: {_('It is too large to be computed: take fewer places or years.')}") from error
    if answer is None:
        raise CommandError(f"{file}: {_('At least one task (Uppgifter) and some staff (Personal) are needed.')}")
    told = as_values(answer)
    if ahead:
        told["years"] = by_year(content.ahead, ahead)
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
        "moves": [_move(one) for one in answer.moves],
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
    """Hours and kronor a week, place for place. ``worth`` as ``Planned`` has it: weighted hours a week over all the
    years, null where nobody could be taken."""
    return [
        {
            "place": place,
            "year": number,
            "short": round(float(found.short[where, at]), 3),
            "short_without_posts": round(float(found.short_without[where, at]), 3),
            "cost": round(float(found.cost[where, at]), 2),
            "posts": [_post(path, found, (where, at, kind)) for kind, path in enumerate(ahead.paths)],
            "moves": [_move(one) for one in found.moves[where][at]],
        }
        for where, place in enumerate(ahead.places)
        for at, number in enumerate(ahead.numbers)
    ]


def _post(path: Any, found: Any, at: tuple[int, int, int]) -> dict[str, Any]:
    worth = float(found.worth[at])
    return {
        "from": path.source,
        "to": path.target,
        "begun": round(float(found.begun[at]), 3),
        "worth": None if isnan(worth) else round(worth, 3),
    }


def _move(one: Any) -> dict[str, Any]:
    return {"task": one.task.title, "from": one.source, "to": one.target, "given": one.given, "taken": one.taken}


def in_words(told: dict[str, Any]) -> str:
    lines = [f"{told['short']} hours a week are not done; today it is {told['short_today']}."]
    for one in told["moves"]:
        lines.append(f"  {one['task']}: {one['given']:.1f} hours {one['from'] or 'nobody'} -> {one['to'] or 'nobody'}")
    for year in told.get("years", ()):
        begun = ", ".join(f"{one['begun']:.1f} {one['from']} -> {one['to']}" for one in year["posts"] if one["begun"])
        posts = f"begin {begun}" if begun else "begin no study post"
        hours = f"{year['short']:.1f} hours a week are not done, {year['short_without_posts']:.1f} without posts"
        lines.append(f"{year['place']} {year['year']}: {posts}; {hours}.".lstrip())
    return "\n".join(lines)
