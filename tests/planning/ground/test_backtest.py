"""How forecasts would have done: what is packaged is what comes out, and the bands keep what they promise."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from stegvis.planning.ground import backtest


@pytest.fixture(scope="module")
def packaged() -> dict[str, dict[str, object]]:
    found = json.loads(files("stegvis.planning").joinpath("data", "backtest.json").read_text(encoding="utf-8"))
    return {one["name"]: one for one in found["tests"]}


def test_the_packaged_bands_hold_what_they_promise_and_beat_both_rivals(packaged: dict[str, dict[str, object]]) -> None:
    assert list(packaged) == ["demand", "supply"]
    for one in packaged.values():
        assert 0.80 <= one["inside90"] <= 0.97  # type: ignore[operator]
        assert 0.40 <= one["inside50"] <= 0.60  # type: ignore[operator]
        assert set(one["skill"]) == {"no_change", "per_inhabitant"}  # type: ignore[call-overload]
        assert min(one["skill"].values()) > 0.1  # type: ignore[attr-defined]


def test_the_invented_staff_comes_out_as_packaged(packaged: dict[str, dict[str, object]]) -> None:
    found, kept = backtest.supply().as_json(), packaged["supply"]
    assert found.keys() == kept.keys()
    assert found["crps"] == pytest.approx(kept["crps"], rel=0.01)
    assert found["inside90"] == pytest.approx(kept["inside90"], abs=0.01)


def test_a_small_part_of_the_inhabitants_by_itself() -> None:
    found = backtest.demand(horizon=8, every=9, draws=60).scores
    assert 0.80 <= found.inside90 <= 0.97
    assert min(found.skill.values()) > 0
