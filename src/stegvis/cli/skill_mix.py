"""Who could do which task, from a workbook: no database, no log-in."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path
from typing import Any

from stegvis.cli.content import Json, bytes_of
from stegvis.cli.start import start_without_database
from stegvis.cli.words import CommandError, tell

MOST_BYTES = 20_000_000


def skill_mix(file: Path, *, as_json: Json = False) -> None:
    """Divide a unit's tasks from a workbook as the page of a skill mix gives it: least shortage, cost, change."""
    start_without_database()
    from stegvis.foundation.documents.problems import UnreadableError
    from stegvis.planning.mix.checking import faults_of
    from stegvis.planning.mix.content import Content
    from stegvis.planning.mix.solving import NobodyMayError, answer_of
    from stegvis.planning.mix.workbook import OTHER_NAMES, read

    try:
        found = read(bytes_of(file, MOST_BYTES), Content(), _professions() | OTHER_NAMES)
    except UnreadableError as error:
        raise CommandError(f"{file}: {error.text}") from error
    wrong = [f"{one.sheet} {one.row} {one.column}: {one.text}" for one in found.problems] or faults_of(found.content)
    if wrong:
        raise CommandError(f"{file}: " + "; ".join(wrong))
    try:
        answer = answer_of(found.content)
    except NobodyMayError as error:
        raise CommandError(f"{file}: nobody may do {', '.join(one.title for one in error.tasks)}") from error
    assert answer is not None  # noqa: S101 - a workbook without staff or tasks is refused above
    told = as_values(answer)
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


def in_words(told: dict[str, Any]) -> str:
    lines = [f"{told['short']} hours a week are not done; today it is {told['short_today']}."]
    for one in told["moves"]:
        lines.append(f"  {one['task']}: {one['given']:.1f} hours {one['from'] or 'nobody'} -> {one['to'] or 'nobody'}")
    return "\n".join(lines)
