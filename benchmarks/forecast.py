"""How quickly staff is forecast for the whole country, beside the plain way, the least possible, and PySD.

    python benchmarks/forecast.py [--quick | --smallest] [--json]

290 municipalities, 12 professions, 50 ages, 30 years and 100 draws of what is not known: 522 million cell-years, which
by weights are never built. Beside it, in the same run: the forward kernel of NumPy over some draws, scaled; the floor
of any kernel that keeps the state, which is to read and write it once a year; and PySD, which gets the identical
equations for one draw and few years, has to give the same, and is scaled. A lever is pulled on the country, all of it,
and its answer asked for: once by weights, and once with the loop and moves by distance, which follow the whole state.
The bands of 1,000 draws are made in a process of their own, of which memory is asked.
Seconds are medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil
from _forecast_peer import peer
from _skillmix import seconds_skillmix_21x10, seconds_skillmix_290
from rich.console import Console
from rich.table import Table

from stegvis.engine.forecast import (
    ByDistance,
    Lever,
    Loop,
    Model,
    Moves,
    Programme,
    RetireLater,
    Scene,
    Uncertainty,
    Workforce,
    adjoint,
    bands,
    draw,
    forward,
    pull,
    run,
)
from stegvis.engine.forecast.model import Array, drawn

COUNTIES, FIRST_AGE, SEED = 21, 20, 20261123


@dataclass(frozen=True)
class Sizes:
    """Of the country, draws by weights, draws forward, years of PySD, draws of the bands, and how often each is run."""

    places: int = 290
    professions: int = 12
    ages: int = 50
    years: int = 30
    draws: int = 100
    forward: int = 4
    peer: int = 5
    bands: int = 1000
    runs: int = 9


FULL, QUICK = Sizes(), Sizes(forward=2, peer=2, runs=5)
SMALLEST = Sizes(places=22, professions=2, years=4, draws=6, forward=2, peer=2, bands=8, runs=1)


def country(size: Sizes) -> Workforce:
    """Places of all sizes in 21 counties, each profession with its own leavers and programme."""
    rng = np.random.default_rng(SEED)
    ages = np.arange(size.ages) + FIRST_AGE
    shape = (size.places, size.professions, size.ages)
    big = rng.lognormal(0, 1, size.places)
    share = big / big.sum()
    steep = np.clip((ages - 60) / 9, 0, 1) ** 2
    leaving = rng.uniform(0.02, 0.06, (size.professions, 1)) * np.where(ages < 30, 2, 1)
    entry = np.tile(((ages > 21) & (ages < 32)) / 10.0, (size.professions, 1))
    none = np.zeros((size.years, *shape[:2]))
    return Workforce(
        stock=rng.poisson(big[:, None, None] * 6, shape).astype(float),
        first_age=FIRST_AGE,
        years=size.years,
        retiring=np.broadcast_to(steep, (1, *shape[1:])),
        leaving=leaving[None],
        death=np.full((1, *shape[1:]), 0.002),
        hours=rng.uniform(0.8, 0.95, (1, *shape[1:])),
        part_time=np.full(shape[1:], 0.4),
        entry=entry,
        retention=np.full(size.professions, 0.95),
        abroad=none,
        agency=np.zeros((size.years + 1, *shape[:2])),
        programmes=tuple(
            Programme(one, np.full(size.years, 2500.0), np.full(1, 0.8), share * 0.95)
            for one in range(size.professions)
        ),
        moves=Moves(
            np.arange(size.places) % COUNTIES,
            share,
            rng.uniform(0.01, 0.04, (1, 1, size.professions)),
            rng.uniform(0.005, 0.02, (1, 1, size.professions)),
        ),
    )


def unsure(size: Sizes) -> Uncertainty:
    return Uncertainty(
        exposure=np.full((size.professions, size.ages), 400.0), intake_years=np.full(size.professions, 200.0)
    )


def floor(model: Model, draws: int) -> None:
    """Reads the state of each draw and year, and writes it."""
    state = [model.stock.copy() for _ in range(draws)]
    other = np.empty_like(model.stock)
    for one in state:
        for _ in range(model.years):
            np.multiply(one, 0.97, out=other)


def ratio(size: Sizes, model: Model, seconds: float) -> float:
    """How many times PySD's seconds for as many cell-years; refuses an answer of its that differs."""
    few = replace(drawn(model, slice(0, 1)), intake=model.intake[:, : size.peer], scale=None)
    job, asked = peer(few)
    if not np.allclose(job(), adjoint(few)[0].reshape(size.peer + 1, -1), rtol=1e-9):
        raise SystemExit("PySD differs")
    cell_years = float(np.prod(model.shape)) * size.years * size.draws
    return timed(job, 1) / asked * cell_years / seconds


def lever(workforce: Workforce, *others: Lever, demand: Array | None = None) -> Callable[[], object]:
    """Asks for the answer to another lever each time, after the ``others``."""
    scene, months = Scene(workforce, demand), iter(range(1, 1000))
    return lambda: run(pull(scene, [RetireLater(next(months) % 24), *others]).workforce.model())


def lever_in_a_loop(workforce: Workforce) -> Callable[[], object]:
    """Likewise where shortage makes people leave, and they move by distance: the whole state is followed."""
    places = len(workforce.stock)
    centroids = np.random.default_rng(SEED).uniform(0, 1_000_000, (places, 2))
    demand = 1.1 * run(workforce.model()).supply[0]
    return lever(workforce, ByDistance(centroids, np.full(places, 10_000.0), 100_000.0), Loop(1.0), demand=demand)


def peak_mb_of_bands(name: str) -> float:
    """What the bands add to the memory of a process of their own."""
    command = [sys.executable, str(Path(__file__)), "--bands", name]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def make_bands(size: Sizes) -> None:
    model = country(size).model()
    bands(model, unsure(size), draws=2)  # What loads when first used is not the draws'.
    process, over = psutil.Process(), threading.Event()
    before = peak = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.002):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    bands(model, unsure(size), draws=size.bands, workers=2)
    over.set()
    watcher.join()
    print((peak - before) / 2**20)


def timed(job: Callable[[], object], runs: int) -> float:
    """The median, in seconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def figures_of(size: Sizes, name: str) -> dict[str, float]:
    workforce = country(size)
    model = draw(workforce.model(), unsure(size), draws=size.draws, seed=SEED)
    answer = lever(workforce)
    adjoint(model), answer()  # Loaded, and the threads' memory asked for.
    seconds = timed(lambda: adjoint(model), size.runs)
    by_state = forward(model, draws=slice(0, size.forward))
    if not np.allclose(adjoint(model)[: size.forward], by_state, rtol=1e-11):
        raise SystemExit("the two ways differ")
    few = timed(lambda: forward(model, draws=slice(0, size.forward)), min(size.runs, 3))
    skillmix = (
        {}
        if size is SMALLEST
        else {
            "seconds_skillmix_290": seconds_skillmix_290(3 if size is FULL else 1),
            "seconds_skillmix_21x10": seconds_skillmix_21x10(3 if size is FULL else 1),
        }
    )
    return {
        "seconds_522m": seconds,
        "seconds_forward": few * size.draws / size.forward,
        "seconds_floor": timed(lambda: floor(model, size.draws), min(size.runs, 3)),
        "ratio_pysd": ratio(size, model, seconds),
        "lever_ms": 1000 * timed(answer, size.runs),
        "lever_loop_ms": 1000 * timed(lever_in_a_loop(workforce), size.runs),
        "peak_mb_1000_draws": peak_mb_of_bands(name),
        **skillmix,
    }


def main(arguments: list[str] | None = None) -> None:
    sizes = {"full": FULL, "quick": QUICK, "smallest": SMALLEST}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, under half a minute")
    parser.add_argument("--smallest", action="store_true", help="a handful, to see that it runs")
    parser.add_argument("--json", action="store_true", help="one flat object on standard output")
    parser.add_argument("--bands", choices=sizes, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.bands:
        make_bands(sizes[asked.bands])
        return
    name = "smallest" if asked.smallest else "quick" if asked.quick else "full"
    figures = figures_of(sizes[name], name)
    if asked.json:
        print(json.dumps({key: round(value, 4) for key, value in figures.items()}))
        return
    promised = {
        "seconds_522m": "< 0.3",
        "ratio_pysd": ">= 1,000",
        "lever_ms": "< 50",
        "peak_mb_1000_draws": "< 300",
        "seconds_skillmix_290": "< 1",
        "seconds_skillmix_21x10": "< 2",
    }
    table = Table("figure", "value", "promised", title="Forecasts")
    for key, value in figures.items():
        table.add_row(key, f"{value:,.3f}", promised.get(key, ""))
    Console().print(table)


if __name__ == "__main__":
    main()
