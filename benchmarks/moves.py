"""How long the dry run of a move to a new version takes, from PostgreSQL to PostgreSQL.

    python benchmarks/moves.py [--quick] [--json] [--people N]

A scratch server gets one employer with N nurses, as in ``evaluate.py``, placed by the packaged framework, and a second
version of it in which one requirement is gone, three are changed and one is new. The dry run tells for each person
what is kept, has to be judged anew or lapses. Then a coordinator accepts, everybody is evaluated, and it is undone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from evaluate import FRAMEWORK, load, timed  # sets the scratch server's environment

GONE, CHANGED, NEW = "hygien", {"grund-personcentrerad", "grund-saker", "fordjupning-saker"}, "leg"


def second_version() -> Any:
    """Publish it, with its mapping. Acts as Stegvis itself."""
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.frameworks.models import FrameworkVersion
    from stegvis.frameworks.queries import effective_of
    from stegvis.frameworks.relations.proposing import propose_mapping
    from stegvis.frameworks.services import publish_document

    with acting_as_system(reason="benchmark") as system:
        first = FrameworkVersion.objects.get(framework__code=FRAMEWORK)
        document = effective_of(first).document
        levels = tuple(replace(level, requires=tuple(_renewed(level))) for level in document.levels)
        later = replace(document, version=2, levels=levels)
        mapping = propose_mapping(document, later)
        return publish_document(actor=system, document=later, earlier=first, mapping=mapping)[0]


def _renewed(level: Any) -> Any:
    for node in level.requires:
        code = getattr(node, "code", "")
        if code in CHANGED:
            yield replace(node, minimum=node.minimum + 1)
        elif code != GONE:
            yield node
        if code == NEW:
            yield replace(node, code=f"{code}-ny", title=replace(node.title, sv="Ny kurs"), **_course(level))


def _course(level: Any) -> dict[str, Any]:
    course = next(one for one in level.requirements() if one.kind == "course")
    return {"kind": course.kind, "accepts": course.accepts}


def measure(people: int, superuser: str, rounds: int) -> dict[str, float]:
    from django.db.models import Count

    from stegvis.careers.evaluation import evaluate_people
    from stegvis.careers.models import MoveOutcome, VersionMove
    from stegvis.careers.moves.proposing import propose_due_moves
    from stegvis.careers.moves.services import accept_move, undo_move
    from stegvis.careers.moves.tasks import compute_move
    from stegvis.foundation.access.actor import acting_as_system

    employer = load(people, superuser)
    evaluate_people(employer_id=employer)
    version = second_version()
    with acting_as_system(reason="benchmark"):
        (move,) = propose_due_moves(version_id=version.pk)
    seconds = []
    for _round in range(rounds):
        with acting_as_system(reason="benchmark"):
            VersionMove.objects.update(state=VersionMove.State.RUNNING)
        seconds.append(timed(lambda: compute_move(move_id=str(move.pk)))[0])
    with acting_as_system(reason="benchmark"):
        found = dict(MoveOutcome.objects.values_list("outcome").annotate(Count("person")))
    if sum(found.values()) != people:
        raise SystemExit(f"expected {people} outcomes, got {found}")
    decided = {}
    for name, service in (("accept", accept_move), ("undo", undo_move)):
        with acting_as_system(reason="benchmark") as system:
            move.refresh_from_db()
            took, move = timed(partial(service, actor=system, move=move))
        again, _ = timed(lambda: evaluate_people(employer_id=employer))
        decided |= {f"seconds_to_{name}": round(took, 3), f"seconds_to_place_after_{name}": round(again, 2)}
    median = statistics.median(seconds)
    return {
        "people": people,
        "seconds_dry_run": round(median, 2),
        "people_per_second": round(people / median),
        **{f"people_{outcome}": number for outcome, number in sorted(found.items())},
        **decided,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--quick", action="store_true", help="fewer people, under half a minute")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    chosen = parser.parse_args()
    import django
    from rich.console import Console
    from rich.table import Table

    from stegvis.foundation.database.embedded import start_embedded_server

    server = start_embedded_server(Path(os.environ["STEGVIS_DATA_DIR"]))
    django.setup()
    try:
        people = min(chosen.people, 5_000) if chosen.quick else chosen.people
        figures = measure(people, server.get_uri(), rounds=1 if chosen.quick else 3)
    finally:
        from django.db import connection

        connection.close()
        server.cleanup()
    if chosen.json:
        print(json.dumps(figures))
        return
    table = Table("figure", "value", title="An employer's staff moved to a new version, end to end")
    table.columns[1].justify = "right"
    for name, value in figures.items():
        table.add_row(name, f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
