"""How quickly places are given to 100,000 applicants with ten wishes each, under quotas within quotas.

    python benchmarks/allocation.py [--quick | --smallest] [--json]

Offers lie within employers and those within regions, seat groups within offers; there are places for about two in
three. Time is from wishes to the outcome with every reason and queue, peak memory the process's own. Beside it, in
the same run: the library ``matching`` on a market without quotas above the places, which is all that it knows and has
to give the same, and SciPy's assignment on the same market, which gives the highest sum of ranks but lets
people be passed by those behind them: they are counted. SciPy's MILP gets the quotas too, on a market that it can
finish.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array

from stegvis.engine.allocation import TOP, Quotas, Wishes, allocate
from stegvis.engine.allocation.wishes import Ints

SEED = 20261122
SHARE = 0.65
"""Places for each applicant."""


@dataclass(frozen=True)
class Sizes:
    """Applicants: of the large market, of the one beside ``matching`` and of the one beside SciPy; runs of each."""

    large: int
    matching: int
    scipy: int
    runs: int
    wishes: int = 10


FULL, QUICK, SMALLEST = Sizes(100_000, 10_000, 2_000, 5), Sizes(100_000, 1_000, 500, 3), Sizes(300, 60, 60, 1)


def wishes_of(applicants: int, length: int, programmes: int, draw: np.random.RandomState) -> Wishes:
    """Popular programmes are wished for more; seven priorities, so that most is for the lottery to say."""
    length = min(length, programmes)
    liked = draw.gumbel(size=programmes)
    chosen = np.empty((applicants, length), np.int64)
    for start in range(0, applicants, 1_000):
        part = slice(start, min(start + 1_000, applicants))
        taste = liked + draw.gumbel(size=(part.stop - start, programmes))
        best = np.argpartition(-taste, length - 1)[:, :length]
        order = np.argsort(-np.take_along_axis(taste, best, axis=1))
        chosen[part] = np.take_along_axis(best, order, axis=1)
    count = applicants * length
    priorities = np.repeat(draw.randint(0, 7, applicants), length)
    return Wishes(
        np.arange(applicants + 1) * length, chosen.ravel(), priorities.astype(np.int64), draw.random(count) < 0.97
    )


def nested_quotas(programmes: int, places: int, draw: np.random.RandomState) -> Quotas:
    """Three seat groups an offer, ten offers an employer, fourteen employers a region; all quotas bite somewhere."""
    levels = [programmes]
    for share in (3, 10, 14):
        levels.append(-(-levels[-1] // share))
    starts = np.cumsum([0, *levels])
    parents = [starts[n + 1] + np.arange(levels[n]) // share for n, share in enumerate((3, 10, 14))]
    limits = [
        draw.multinomial(int(places * room), np.full(size, 1 / size))
        for size, room in zip(levels, (1.6, 1.3, 1.15, 1.0), strict=True)
    ]
    return Quotas(
        programmes, np.concatenate(limits).astype(np.int64), np.concatenate([*parents, np.full(levels[3], TOP)])
    )


def blocking_pairs(wishes: Wishes, quotas: Quotas, places: Ints, keys: Ints) -> int:
    """Wishes that somebody would rather have and would be let in by, having left their own place.

    Let in is who finds room, or somebody behind them, at every quota around the programme.
    """
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    rank = np.empty(order.size, np.int64)
    rank[order] = np.arange(order.size)
    met = np.full(wishes.size, wishes.programmes.size)
    is_met = wishes.programmes == places[wishes.applicants]
    met[wishes.applicants[is_met]] = np.flatnonzero(is_met)
    placed = np.flatnonzero(places >= 0)
    lets_in = wishes.suits & (np.arange(rank.size) < met[wishes.applicants])
    for level in quotas.paths:
        count, last = np.zeros((2, quotas.limits.size + 1), np.int64)  # the last entry stands for TOP
        nodes = level[places[placed]]
        np.add.at(count, nodes, 1)
        np.maximum.at(last, nodes, rank[met[placed]] + 1)
        if (count[:-1] > quotas.limits).any():
            raise SystemExit("a quota was passed")
        own = np.full(wishes.size, -1, np.int64)
        own[placed] = nodes
        asked = level[wishes.programmes]
        room = np.append(quotas.limits, wishes.size + 1)[asked] - count[asked] + (own[wishes.applicants] == asked)
        lets_in &= (asked == TOP) | (room > 0) | (rank + 1 < last[asked])
    return int(lets_in.sum())


def timed(job: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = job()
    return time.perf_counter() - start, found


def large(sizes: Sizes) -> dict[str, float]:
    draw = np.random.RandomState(SEED)
    programmes = max(sizes.large // 25, 6)
    wishes = wishes_of(sizes.large, sizes.wishes, programmes, draw)
    quotas = nested_quotas(programmes, int(sizes.large * SHARE), draw)
    took = []
    digests = set()
    for _ in range(sizes.runs):
        seconds, outcome = timed(lambda: allocate(wishes, quotas, seed=SEED))
        took.append(seconds)
        digests.add(hashlib.sha256(b"".join(one.tobytes() for one in vars(outcome).values())).hexdigest())
    if len(digests) > 1:
        raise SystemExit("the same seed gave two outcomes")
    return {
        "applicants": sizes.large,
        "quotas": quotas.limits.size,
        "placed": int((outcome.places >= 0).sum()),
        "seconds_100000_nested": round(statistics.median(took), 3),
        "peak_mb_100000": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "blocking_pairs": blocking_pairs(wishes, quotas, outcome.places, outcome.keys),
    }


def flat(applicants: int, length: int) -> tuple[Wishes, Quotas]:
    """A market as ``matching`` knows it: every programme has places, and takes whoever wishes for it."""
    draw = np.random.RandomState(SEED)
    programmes = max(applicants // 25, 6)
    wishes = wishes_of(applicants, length, programmes, draw)
    wishes = Wishes(wishes.starts, wishes.programmes, wishes.priorities, np.ones(wishes.suits.size, np.bool_))
    wished = np.unique(wishes.programmes)
    number = np.searchsorted(wished, wishes.programmes)  # it refuses a programme that nobody wishes for
    places = draw.randint(1, max(int(2 * SHARE * applicants / wished.size), 2), wished.size)
    return Wishes(wishes.starts, number, wishes.priorities, wishes.suits), Quotas.of_places(places)


def deeply(job: Callable[[], Any]) -> Any:
    """The job's result, given the stack that ``matching`` needs: it copies its players from one to the next."""
    before = sys.getrecursionlimit(), threading.stack_size(1 << 29)
    sys.setrecursionlimit(10_000_000)
    found: list[Any] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what NumPy gives up
        thread = threading.Thread(target=lambda: found.append(job()))
        thread.start()
        thread.join()
    sys.setrecursionlimit(before[0])
    threading.stack_size(before[1])
    return found[0]


def beside_matching(sizes: Sizes) -> dict[str, float]:
    from matching.games import HospitalResident

    wishes, quotas = flat(sizes.matching, sizes.wishes)
    took, outcome = min((timed(lambda: allocate(wishes, quotas, seed=SEED)) for _ in range(3)), key=lambda run: run[0])
    rows = np.split(wishes.programmes, wishes.starts[1:-1])
    residents = {a: row.tolist() for a, row in enumerate(rows)}
    order = np.lexsort((outcome.keys[:, 1], outcome.keys[:, 0], wishes.programmes))
    bounds = np.searchsorted(wishes.programmes[order], np.arange(1, quotas.programmes))
    hospitals = {p: those.tolist() for p, those in enumerate(np.split(wishes.applicants[order], bounds))}
    capacities = dict(enumerate(quotas.limits.tolist()))

    def solve() -> Any:
        game = HospitalResident.create_from_dictionaries(residents, hospitals, capacities)
        return game.solve(optimal="resident")

    seconds, found = deeply(lambda: timed(solve))
    theirs = np.full(wishes.size, -1, np.int64)
    for hospital, those in found.items():
        theirs[[one.name for one in those]] = hospital.name
    if theirs.tolist() != outcome.places.tolist():
        raise SystemExit("matching places otherwise")
    return {
        "applicants_matching": sizes.matching,
        "seconds_10000": round(took, 4),
        "seconds_matching_10000": round(seconds, 2),
        "ratio_matching_10000": round(seconds / took),
    }


def beside_scipy(sizes: Sizes) -> dict[str, float]:
    wishes, quotas = flat(sizes.scipy, sizes.wishes)
    seats = np.repeat(np.arange(quotas.programmes), quotas.limits)
    length = int(wishes.starts[1])
    cost = np.full((wishes.size, quotas.programmes), 1000.0)
    cost[wishes.applicants, wishes.programmes] = np.tile(np.arange(length), wishes.size)
    took, outcome = timed(lambda: allocate(wishes, quotas, seed=SEED))
    assigning, (who, seat) = timed(lambda: linear_sum_assignment(cost[:, seats]))
    places = np.full(wishes.size, -1, np.int64)
    places[who] = np.where(cost[who, seats[seat]] < 1000, seats[seat], -1)
    envy = blocking_pairs(wishes, quotas, places, outcome.keys)
    nested = nested_quotas(quotas.programmes, int(sizes.scipy * SHARE), np.random.RandomState(SEED))
    solving, solved = timed(lambda: by_milp(wishes, nested))
    if not solved.success:
        raise SystemExit("the MILP was not solved")
    return {
        "applicants_scipy": sizes.scipy,
        "seconds_2000": round(took, 4),
        "seconds_assignment_2000": round(assigning, 3),
        "blocking_pairs_assignment": envy,
        "seconds_milp_2000_nested": round(solving, 3),
    }


def by_milp(wishes: Wishes, quotas: Quotas) -> Any:
    """As many placed as can be, and those as near their dearest wish, under all the quotas."""
    count = wishes.programmes.size
    each: Ints = np.arange(count)
    nodes = [(level[wishes.programmes], each) for level in quotas.paths]
    row = np.concatenate([node[node != TOP] for node, _each in nodes] + [quotas.limits.size + wishes.applicants])
    column = np.concatenate([wish[node != TOP] for node, wish in nodes] + [each])
    matrix = csr_array((np.ones(row.size), (row, column)), shape=(quotas.limits.size + wishes.size, count))
    most = np.concatenate([quotas.limits, np.ones(wishes.size)])
    ranks = each - wishes.starts[wishes.applicants]
    return milp(
        ranks - 1000.0, integrality=np.ones(count), bounds=Bounds(0, 1), constraints=LinearConstraint(matrix, ub=most)
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="fewer applicants beside the slower ones, under half a minute"
    )
    parser.add_argument("--smallest", action="store_true", help="a handful, to see that it runs")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    chosen = parser.parse_args(arguments)
    sizes = SMALLEST if chosen.smallest else QUICK if chosen.quick else FULL
    figures = {**large(sizes), **beside_matching(sizes), **beside_scipy(sizes)}
    if chosen.json:
        print(json.dumps(figures))
        return
    promised = {
        "seconds_100000_nested": "< 1.5",
        "peak_mb_100000": "< 500",
        "ratio_matching_10000": "≥ 500",
        "blocking_pairs": "0",
    }
    table = Table("figure", "value", "promised", title="Places given")
    for name, value in figures.items():
        table.add_row(name, f"{value:,}", promised.get(name, ""))
    Console().print(table)


if __name__ == "__main__":
    main()
