"""Bands hold what they say, layer by layer, and the same luck befalls every scenario."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from threading import Thread

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr

from stegvis.engine.forecast import (
    DaskFarm,
    FewerLeave,
    ModelError,
    RetireLater,
    Scene,
    Uncertainty,
    adjoint,
    bands,
    check,
    compare,
    decompose,
    draw,
    forward,
    pull,
    run,
    variance,
)
from stegvis.engine.forecast.mixture import quantiles
from tests.engine.forecast.drawing import a_model, a_workforce

FORCE = a_workforce()
MODEL = FORCE.model()
UNSURE = Uncertainty(
    exposure=np.full((3, 50), 40.0),
    intake_years=np.array([60.0, 5.0, 80.0]),
    leaving_drift=0.05,
    intake_drift=0.03,
)
CERTAIN = UNSURE.without("chance", "parameters", "drift")


@pytest.fixture(scope="module")
def whole() -> np.ndarray:
    """(D, T + 1, R, P) without chance."""
    return adjoint(draw(MODEL, UNSURE, draws=400, seed=3))


def test_draws_are_possible_and_lie_about_the_central_one(whole: np.ndarray) -> None:
    drawn = draw(MODEL, UNSURE, draws=400, seed=3)
    check(drawn)
    np.testing.assert_allclose(whole[7], forward(drawn, draws=slice(7, 8))[0], rtol=1e-12)
    np.testing.assert_allclose(np.median(whole, axis=0), adjoint(MODEL)[0], rtol=0.06)
    assert drawn.scale is not None
    np.testing.assert_allclose(drawn.scale[:, 0].mean(axis=0), 1, atol=0.08)


def test_without_chance_a_band_is_the_draws_own(whole: np.ndarray) -> None:
    found = bands(MODEL, UNSURE.without("chance"), draws=400, seed=3)
    np.testing.assert_allclose(found.supply, np.quantile(whole, found.probabilities, axis=0), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found.mean, whole.mean(axis=0))
    assert (found.gap, found.way) == (None, "adjoint")


def test_without_anything_unknown_a_band_is_a_line() -> None:
    found = bands(MODEL, CERTAIN, draws=3)
    np.testing.assert_allclose(found.supply, np.broadcast_to(adjoint(MODEL)[0], found.supply.shape))
    only_chance = bands(MODEL, UNSURE.without("parameters", "drift"), draws=3)
    spread = (only_chance.supply[4] - only_chance.supply[0])[1:] / 2 / 1.6448536
    np.testing.assert_allclose(spread, np.sqrt(variance(MODEL)[1:]), rtol=1e-4)


def test_chance_leaves_nobody_at_the_least() -> None:
    few = bands(replace(MODEL, stock=MODEL.stock / 1000, intake=MODEL.intake / 1000), UNSURE, draws=20)
    assert few.supply.min() == 0
    assert np.all(few.supply[4, 1:] > 0)


def test_a_mixture_in_groups_is_the_whole_mixture() -> None:
    rng = np.random.default_rng(1)
    draws = np.stack([rng.gamma(4, 10, 300), rng.normal(500, 3, 300), np.full(300, 7.0)])
    chance = np.array([60.0, 1.0, 4.0])
    found = quantiles(draws.copy(), (0.05, 0.25, 0.5, 0.95), chance)
    for row in range(3):
        deviation = np.sqrt(chance[row] * draws[row] / draws[row].mean())
        for place, probability in enumerate((0.05, 0.25, 0.5, 0.95)):

            def over(x: float, row: int = row, deviation: np.ndarray = deviation, p: float = probability) -> float:
                return float(ndtr((x - draws[row]) / deviation).mean() - p)

            exact = brentq(over, -500, 1000)
            assert found[place, row] == pytest.approx(exact, abs=0.02 * draws[row].std() + 1e-3)


def test_layers_sum_and_can_be_switched_off() -> None:
    found = decompose(
        MODEL, UNSURE, draws=300, seed=3, scenarios=[MODEL, pull(Scene(FORCE), [RetireLater(12)]).workforce.model()]
    )
    last = {name: getattr(found, name)[-1] for name in ("chance", "parameters", "drift", "scenarios", "together")}
    assert all(np.all(last[name] > 0) for name in ("chance", "parameters", "drift", "scenarios"))
    assert np.all(np.abs(last["together"]) < 0.4 * (last["parameters"] + last["drift"]))
    np.testing.assert_allclose(found.total[-1], sum(last.values()))
    # In the smallest place, chance is most of what is not known.
    assert last["chance"][2, 0] > (last["parameters"] + last["drift"])[2, 0]
    none = decompose(MODEL, CERTAIN, draws=5)
    np.testing.assert_allclose(none.total, 0, atol=1e-18)
    with_drift = draw(MODEL, UNSURE.without("parameters"), draws=2, seed=1)
    assert draw(MODEL, UNSURE.without("drift"), draws=2, seed=1).leaving.shape[1] == 1 != with_drift.leaving.shape[1]


def test_scenarios_meet_the_same_luck() -> None:
    kept = pull(Scene(FORCE), [FewerLeave(0.1, (20, 30))]).workforce.model()
    low, _, middle, _, high = compare(MODEL, kept, UNSURE, draws=200, seed=3)
    assert np.all(low[1:] > 0)
    apart = bands(MODEL, UNSURE.without("chance"), draws=200, seed=3).supply
    assert np.all((high - low)[-1] < 0.3 * (apart[4] - apart[0])[-1])
    np.testing.assert_allclose(middle, (run(kept).supply - run(MODEL).supply)[0], rtol=0.1, atol=1e-9)


def test_the_gap_is_supply_less_demand() -> None:
    demand = np.full((1, MODEL.years + 1, 4, 3), 50.0)
    found = bands(MODEL, UNSURE.without("chance"), draws=60, demand=demand)
    np.testing.assert_allclose(found.gap, found.supply - 50)
    factors = np.random.default_rng(4).permutation(np.linspace(0.8, 1.2, 600))  # as unlike the supply as they come
    wide = bands(MODEL, UNSURE, draws=600, demand=demand * factors[:, None, None, None])
    assert wide.gap is not None
    assert np.all((wide.gap[4] - wide.gap[0])[1:] > (wide.supply[4] - wide.supply[0])[1:] - 1e-9)


def test_where_the_state_is_followed_there_are_bands_too() -> None:
    small = a_model(3, draws=1, years=4, ages=5)
    odds = replace(small, odds=np.full((7, 3), 1.0))
    unsure = Uncertainty(leaving_drift=0.1)
    one, other = bands(small, unsure, draws=20), bands(odds, unsure, draws=20)
    assert (one.way, other.way) == ("adjoint", "forward")
    np.testing.assert_allclose(one.supply, other.supply, rtol=1e-9)


def test_many_draws_are_refused_with_the_size_before_anything_is_drawn() -> None:
    with pytest.raises(ModelError) as said:
        bands(MODEL, UNSURE, draws=10_000_000_000)
    assert (said.value.code, said.value.params["cells"]) == ("too_large", 4 * 3 * 50 * 15 * 1e10)
    for wrong, field in (
        (Uncertainty(exposure=np.ones((2, 50))), "exposure"),
        (Uncertainty(intake_years=np.zeros(3)), "intake_years"),
        (Uncertainty(leaving_drift=-1.0), "leaving_drift"),
        (Uncertainty(shared=1.5), "shared"),
    ):
        with pytest.raises(ModelError) as said:
            bands(MODEL, wrong, draws=2)
        assert said.value.field == field


def test_an_interrupted_run_gives_nothing() -> None:
    def enough(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bands(MODEL, UNSURE, draws=120, progress=enough)


def test_a_farm_gives_the_same_bytes() -> None:
    distributed = pytest.importorskip("distributed")
    quiet = {"processes": False, "n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        distributed.LocalCluster(host="127.0.0.1", protocol="tcp", **quiet) as cluster,
        DaskFarm(cluster.scheduler_address) as farm,
    ):
        there = bands(MODEL, UNSURE, draws=120, seed=5, farm=farm)
    here = bands(MODEL, UNSURE, draws=120, seed=5, workers=1)
    assert there.supply.tobytes() == here.supply.tobytes()


def test_a_farm_that_does_not_answer_is_said() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ModelError) as said:
        DaskFarm("tcp://127.0.0.1:9", timeout=0.2)
    assert (said.value.code, said.value.params) == ("unreachable", {"address": "tcp://127.0.0.1:9"})


def test_what_is_no_scheduler_is_said_as_one_that_does_not_answer() -> None:
    """Dask's client takes the first bytes of any answer for a length, and asks for so much memory."""
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as other:

        def speak() -> None:
            asked, _ = other.accept()
            with asked:
                asked.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20)

        answering = Thread(target=speak)
        answering.start()
        with pytest.raises(ModelError) as said:
            DaskFarm(f"tcp://127.0.0.1:{other.getsockname()[1]}", timeout=1)
        answering.join()
    assert said.value.code == "unreachable"


def test_without_the_extra_a_farm_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModelError) as said:
        DaskFarm("tcp://127.0.0.1:1")
    assert (said.value.code, said.value.params) == ("extra_missing", {"extra": "farm"})
