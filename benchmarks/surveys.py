"""How fast a survey is counted, and a publication of it made safe.

    python benchmarks/surveys.py [--quick | --smallest] [--json]

2,000 answers to 150 items by four kinds of organisations, from answers to all tables as they are told: of a census
with many small groups and with none, and of a sample. Then a table of 21 regions by 8 answers, suppressed together
with its totals and attacked; one of 21 by 4; and 500 linked tables at once. Then
10,000 replies to 200 items, given out to Excel and to SPSS; a report of sixty pages with forty charts; and, in a
demonstration of its own, the saves of fifty people who answer at once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from _survey_export import seconds_of_export
from _survey_report import CHARTS, report
from _survey_saves import saves
from _survey_tables import seconds_of_tables
from rich.console import Console
from rich.table import Table as Printed
from web import CACHE, demonstration, free_port

from stegvis.engine.disclosure import Axis, Publication, Table, gather, release

SEED = 20261122
ACTORS = ("region", "municipality", "university", "council")


def timed(what: Callable[[], Any], times: int) -> float:
    """The median of a few runs, in seconds."""
    took = []
    for _time in range(times):
        began = time.perf_counter()
        what()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def one_table(rows: int, columns: int) -> Publication:
    rng = np.random.default_rng(SEED)
    counts = rng.poisson(rng.gamma(2, 5, (rows, columns)))
    return gather([Table(counts, (Axis("region", tuple(range(rows))), Axis("answer", tuple(range(columns)))))])


def many_tables(number: int) -> Publication:
    """Items by actor: all share the actors' totals."""
    rng = np.random.default_rng(SEED)
    actor = Axis("actor", ACTORS)
    sizes = (21, 120, 60, 14)
    drawn = (
        np.array([np.bincount(rng.choice(6, size, p=rng.dirichlet(np.ones(6))), minlength=6) for size in sizes])
        for _item in range(number)
    )
    return gather([Table(counts, (actor, Axis(f"item {item}", tuple(range(6))))) for item, counts in enumerate(drawn)])


def seconds_of_report(charts: int) -> float:
    """Of the whole way from content to document, the first time in the process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.web.settings")
    os.environ.setdefault("STEGVIS_MODE", "demo")
    import django

    django.setup()
    return timed(lambda: report(charts), 1)


def milliseconds_of_saves(folder: Path, *, quick: bool) -> dict[str, float]:
    port = free_port()
    with demonstration(folder, port, small=True):
        return saves(folder, port, seconds=8 if quick else 30)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, under half a minute")
    parser.add_argument("--smallest", action="store_true", help="a handful, to see that it runs")
    parser.add_argument("--json", action="store_true", help="one flat object on standard output")
    parser.add_argument("--data-dir", type=Path, default=CACHE / "benchmark-surveys", help="the demonstration's data")
    asked = parser.parse_args(arguments)
    small = asked.smallest
    times = 1 if small else 3 if asked.quick else 7
    wide, narrow = (one_table(3, 2), one_table(3, 2)) if small else (one_table(21, 8), one_table(21, 4))
    many = many_tables(2 if small else 500)
    release(one_table(2, 2))  # SciPy's parts load when first used
    # First, since Django is set up once, and they ask a database.
    figures = {} if small else milliseconds_of_saves(asked.data_dir, quick=asked.quick)
    figures |= seconds_of_tables(*((20, 3) if small else ()))
    figures |= {
        "seconds_suppress_21x8": timed(lambda: release(wide), times),
        "seconds_suppress_21x4": timed(lambda: release(narrow), times),
        "seconds_export_10000x200": seconds_of_export(*((20, 3) if small else ())),
        "seconds_suppress_500_tables": timed(lambda: release(many), 1 if asked.quick else min(times, 3)),
        "seconds_report_60_pages": seconds_of_report(2 if small else CHARTS),
    }
    if asked.json:
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
        return
    promised = {
        "seconds_tables_2000x150": "< 2",
        "seconds_tables_2000x150_even": "< 2",
        "seconds_tables_2000x150_sample": "< 2",
        "seconds_suppress_21x8": "< 2",
        "seconds_export_10000x200": "< 15",
        "seconds_suppress_21x4": "< 0.5",
        "seconds_suppress_500_tables": "< 10",
        "seconds_report_60_pages": "< 15",
        "p95_ms_save": "< 150",
    }
    table = Printed("figure", "value", "promised", title="Surveys")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3f}", promised.get(name, ""))
    Console().print(table)


if __name__ == "__main__":
    main()
