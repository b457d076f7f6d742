"""How forecasts would have done: what is packaged is what comes out, and the bands keep what they promise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

from stegvis.planning.ground import backtest, backtest_views
from stegvis.planning.ground.cohorts import (
    BLOCKS,
    PANEL,
    by_blocks,
    county_history,
    county_numbers,
    estimated,
    grouped,
    known,
    summed_by_county,
)
from stegvis.planning.ground.doubt import Doubt, Level, doubt
from stegvis.planning.ground.learnt import drift, surprises, trends, tried
from stegvis.planning.ground.population import LAST_KNOWN, of_all_municipalities, projected
from tests.support.cast import Cast


@pytest.fixture(scope="module")
def now() -> dict[str, dict[str, Any]]:
    """What the command gives today."""
    return {one["name"]: one for one in backtest.everything()["tests"]}


def test_what_is_packaged_is_what_the_command_gives(now: dict[str, dict[str, Any]]) -> None:
    kept = backtest_views.packaged()
    assert list(kept) == list(now) == ["counties", "municipalities", "inhabitants", "supply"]
    for name, one in now.items():
        told = {key: one[key] for key in ("name", "origins", "ahead", "places", "draws")}
        assert told == {key: kept[name][key] for key in told}
        for key in ("inside50", "inside90", "by_horizon50", "by_horizon90"):
            assert one[key] == pytest.approx(kept[name][key], abs=0.002), (name, key)
        assert one["crps"] == pytest.approx(kept[name]["crps"], rel=1e-3, abs=0.002)
        for key in ("rivals", "skill"):
            for rival, value in one[key].items():
                assert value == pytest.approx(kept[name][key][rival], rel=1e-3, abs=0.002)


def test_the_bands_hold_what_they_promise_and_beat_both_rivals(now: dict[str, dict[str, Any]]) -> None:
    for one in now.values():
        assert 0.80 <= one["inside90"] <= 0.97
        assert 0.40 <= one["inside50"] <= 0.60
        assert min(one["skill"].values()) > 0.1
    assert (now["counties"]["places"], now["municipalities"]["places"]) == (21, 289)


def test_what_is_learnt_knows_nothing_of_what_came_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doubt of 2009 is the same if all that came later had been otherwise."""
    years, history = county_history()
    before = doubt.__wrapped__(2009, BLOCKS)
    shaken = history.copy()
    shaken[2010 - years[0] :] *= 1.5
    for module in ("cohorts", "learnt", "doubt"):
        monkeypatch.setattr(f"stegvis.planning.ground.{module}.county_history", lambda: (years, shaken))
        monkeypatch.setattr(
            f"stegvis.planning.ground.{module}.known", lambda year: known(year) * (1 if year <= 2009 else 1.5)
        )
    cached = (tried, drift, surprises, trends, estimated)
    for one in cached:
        one.cache_clear()
    try:
        after = doubt.__wrapped__(2009, BLOCKS)
    finally:
        for one in cached:
            one.cache_clear()
    for level in ("nation", "county", "own"):
        for name in ("wander", "slope", "few", "alike"):
            np.testing.assert_allclose(*(getattr(getattr(found, level), name) for found in (before, after)))


def test_municipalities_are_as_known_and_go_on_as_they_have_within_their_county() -> None:
    first, *_, last = of_all_municipalities(LAST_KNOWN, 10)
    np.testing.assert_allclose(by_blocks(first), known(PANEL[-1]))
    np.testing.assert_allclose(grouped(last), projected()[10])
    [beside] = surprises(2005)
    whole = summed_by_county(np.nan_to_num(beside * known(2005)))
    assert np.abs(whole / summed_by_county(known(2005))).max() < 0.003  # beside their county, so together nothing
    slope = trends(LAST_KNOWN).slope
    came = np.nanmean(surprises(LAST_KNOWN), axis=0)
    assert np.corrcoef(slope[:, 2], came[:, 2])[0, 1] > 0.99
    assert np.abs(slope).mean() < np.abs(came).mean()  # shrunk


def test_doubt_grows_with_the_years_and_where_people_are_few() -> None:
    found = doubt(LAST_KNOWN)
    people = projected()[0]
    parts = np.broadcast_to(people[None, :, None, :] * [0.1, 1, 6, 40], (13, len(people), 1, 4)).copy()
    each, together = found.variances(parts, people, summed_by_county(people), county_numbers())
    share = np.sqrt(each[..., 0]) / parts.sum(axis=(2, 3))
    assert (share[0] == 0).all()
    assert (np.diff(share, axis=0) > 0).all()
    several = np.bincount(county_numbers())[county_numbers()] > 1
    small, large = (np.flatnonzero(several)[at] for at in np.argsort(people.sum(axis=1)[several])[[0, -1]])
    assert share[8, small] > 1.3 * share[8, large]
    assert share[8, small] > 0.05
    # Together they are surer than one by one, but not as if they had nothing in common.
    whole = np.sqrt(together[8, 0]) / parts[8].sum()
    assert np.sqrt(each[8].sum()) / parts[8].sum() < whole < share[8].min()


def test_variances_of_a_sum_are_added_as_what_is_shared_is_shared() -> None:
    one, none = np.array([1.0]), np.array([0.0])
    levels = [Level(one * size, none, none, np.eye(1)) for size in (4.0, 9.0, 16.0)]
    parts = np.ones((2, 3, 1, 1)) * np.array([1.0, 2.0, 5.0])[None, :, None, None]
    people, county = np.array([[10.0], [20.0], [50.0]]), np.array([0, 0, 1])
    each, together = Doubt(*levels).variances(parts, people, np.array([[30.0], [50.0]]), county)
    np.testing.assert_allclose(each[1, :, 0], [29, 4 * 29, 25 * 13])  # the third is all its county
    np.testing.assert_allclose(together[1, 0], 4 * 8**2 + 9 * (3**2 + 5**2) + 16 * (1 + 4))
    np.testing.assert_allclose(each[0], 0)


def test_the_page_tells_each_level_and_where_a_band_was_too_narrow(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.dag)
    shown = client.get("/planering/prognosprov/").content.decode()
    for title in ("Behov per län", "Behov per kommun", "Invånare per kommun", "Tillgång, på påhittad personal"):
        assert title in shown
    outside = [
        (one["name"], ahead, round(inside, 3))
        for one in backtest_views.packaged().values()
        for ahead, inside in zip(one["ahead"], one["by_horizon90"], strict=True)
        if not 0.80 <= inside <= 0.97
    ]
    assert outside == [("municipalities", 12, 0.799), ("inhabitants", 8, 0.773)]
    for words in ("12 år framåt låg 79,9 procent", "8 år framåt låg 77,3 procent"):
        assert f"Utanför kravet: {words}" in shown
    assert shown.count("Utanför kravet") == 2
