"""How fast the way through what is offered is found for one person, and how much of the gap it closes.

    python benchmarks/pathway.py [--quick] [--json]

2,000 offers of up to three occasions each over a year: courses in blocks, days beside a colleague, courses in one's own
time; a gap of twelve requirements, a budget and hours a week that bind, clashes and what is asked for before. Beside
it, in the same run, the greedy answer's share of what the exact one closes. Figures are medians over several people.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

import numpy as np
from rich.console import Console
from rich.table import Table

from stegvis.engine.pathway import Answer, Offered, Wish, solve
from stegvis.engine.pathway.question import A_WEEK

OFFERS, REQUIREMENTS, ASKED, PIECES = 2000, 60, 12, 6
HOUR, WEEKS, DAY = 60, 52, 24 * 60
SEED = 20261122


def what_is_offered(rng: np.random.Generator) -> Offered:
    """Requirements are met by 1–3 offers in a hundred each; one offer in ten asks for something first."""
    rows = np.repeat(np.arange(OFFERS), rng.integers(1, 4, OFFERS))
    closes = np.zeros((OFFERS, REQUIREMENTS), np.bool_)
    for offer in range(OFFERS):
        closes[offer, rng.integers(0, REQUIREMENTS, rng.integers(1, 3))] = True
    needs = (rng.random((OFFERS, PIECES)) < 0.02) & (rng.random(OFFERS) < 0.8)[:, None]
    gives = rng.random((OFFERS, PIECES)) < 0.02
    days = rng.integers(1, 5, OFFERS)
    hours = 8.0 * days
    price = np.where(rng.random(OFFERS) < 0.5, 0, rng.integers(1, 15, OFFERS) * 500)
    week, weekday = rng.integers(0, WEEKS - 8, rows.size), rng.integers(0, 5, rows.size)
    begins = week * A_WEEK + weekday * DAY + 8 * HOUR
    sessions = [
        (one, begins[one] + block * 2 * A_WEEK, begins[one] + block * 2 * A_WEEK + 8 * HOUR)
        for one in range(rows.size)
        for block in range(days[rows[one]])
    ]
    ends = begins + (days[rows] - 1) * 2 * A_WEEK + 8 * HOUR
    return Offered(
        rows, closes[rows], hours[rows], price[rows], begins, ends, np.array(sessions), needs[rows], gives[rows]
    )


def somebody(rng: np.random.Generator) -> Wish:
    weights = np.zeros(REQUIREMENTS)
    weights[rng.choice(REQUIREMENTS, ASKED, replace=False)] = rng.integers(1, 5, ASKED)
    return Wish(
        weights,
        first=4 * A_WEEK,
        last=30 * A_WEEK,
        budget=6000,
        hours_a_week=8,
        has=np.arange(PIECES) < 2,
        busy=np.array([[10 * A_WEEK, 11 * A_WEEK]]),
    )


def timed(offered: Offered, wish: Wish, seconds: float) -> tuple[float, Answer]:
    began = time.perf_counter()
    answer = solve(offered, wish, seconds=seconds)
    return (time.perf_counter() - began) * 1000, answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer people")
    parser.add_argument("--json", action="store_true", help="one flat object on standard output")
    asked = parser.parse_args()
    rng = np.random.default_rng(SEED)
    offered = what_is_offered(rng)
    people = [somebody(rng) for _ in range(5 if asked.quick else 30)]
    timed(offered, people[0], 60)  # SciPy's parts load when first used
    greedy = [timed(offered, one, 0) for one in people]
    exact = [timed(offered, one, 60) for one in people]
    figures = {
        "offers": OFFERS,
        "occasions": offered.size,
        "people": len(people),
        "ms_greedy_2000": statistics.median(ms for ms, _ in greedy),
        "ms_greedy_2000_slowest": max(ms for ms, _ in greedy),
        "ms_exact_2000": statistics.median(ms for ms, _ in exact),
        "ms_exact_2000_slowest": max(ms for ms, _ in exact),
        "gap_closed_exact": statistics.mean(
            answer.weight / one.weights.sum() for (_, answer), one in zip(exact, people, strict=True)
        ),
        "gap_closed_greedy": statistics.mean(
            answer.weight / one.weights.sum() for (_, answer), one in zip(greedy, people, strict=True)
        ),
        "greedy_of_exact_least": min(
            a.weight / b.weight for (_, a), (_, b) in zip(greedy, exact, strict=True) if b.weight
        ),
        "proven_exact": statistics.mean(answer.is_exact for _, answer in exact),
    }
    if asked.json:
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
        return
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
