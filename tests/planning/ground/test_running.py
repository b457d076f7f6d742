"""A forecast from inputs to result: whole, the same again, and refused in words where it cannot be."""

from __future__ import annotations

import json
from dataclasses import replace
from time import process_time

import numpy as np
import pytest
from django.utils import translation

from stegvis.engine.forecast.uncertainty import Luck
from stegvis.planning.forecasts.picture import further_of
from stegvis.planning.ground import farming, population, running, sizes
from stegvis.planning.ground.assumptions import Assumption, Assumptions, packaged, read_assumptions
from stegvis.planning.ground.building import prepared
from stegvis.planning.ground.documents import read_document
from stegvis.planning.ground.inputs import COUNTED, ESTIMATED, TOTAL, Inputs, Scope, check_inputs
from stegvis.planning.ground.keys import KEYS, PROFESSIONS
from stegvis.planning.ground.levers import LEVERS, Lever
from stegvis.planning.ground.places import SECTORS, counties, municipalities_of, places
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.results import MEANS, Result, as_kept
from stegvis.planning.ground.staff import StaffRow, inputs_of
from tests.planning.ground.support import PLACES, a_scope, made
from tests.planning.ground.support import PROFESSIONS as THREE


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return made()


@pytest.fixture(scope="module")
def result(inputs: Inputs) -> Result:
    return running.run(inputs)


def codes_of(error: pytest.ExceptionInfo[PlanningError]) -> list[str]:
    with translation.override("sv"):
        assert all(one.text for one in error.value.problems)
    return [one.code for one in error.value.problems]


def test_every_assumption_is_there_for_every_profession_and_says_where_it_comes_from() -> None:
    known = packaged()
    assert all(known.of(key, code, kind) >= 0 for key in KEYS for code in PROFESSIONS for kind in SECTORS)
    assert {one.certain for one in known.entries if one.source.startswith("Antagande")} == {False}
    nurses = known.entry("retirement_age", "sjukskoterska", "municipality")
    assert (nurses.value, nurses.certain, nurses.dated) == (63.5, True, "2022-01-01")


def test_a_document_of_assumptions_is_checked_against_its_schema() -> None:
    head = "format: stegvis-assumptions\nversion: 1\ndated: '2026-01-01'\nsources: {}\nvalues:\n"
    for row in ("{key: leaving, value: 2, spread: 0}", "{key: nonsense, value: 1, spread: 0}", "{key: leaving}"):
        with pytest.raises(PlanningError):
            read_assumptions(f"{head}  - {row}\n")
    [only] = read_assumptions(f"{head}  - {{key: leaving, value: 0.02, spread: 0.1}}\n").entries
    assert (only.value, only.dated, only.certain) == (0.02, "2026-01-01", False)


def test_inhabitants_are_as_known_and_a_regions_are_its_municipalities() -> None:
    found = population.population(("1440", "14", *municipalities_of("14")), 2021, 30)
    assert round(found[0, 0].sum()) == 32148  # Ale on 31 December 2021, by SCB
    assert np.allclose(found[:, 1], found[:, 2:].sum(axis=1))
    whole = population.population(tuple(counties()), 2021, 20).sum(axis=(1, 2))
    assert round(whole[0]) == 10_452_326
    assert 1.0 < whole[20] / whole[0] < 1.15
    old = population.population(tuple(counties()), 2021, 10)[..., 3].sum(axis=1)
    assert 1.3 < old[10] / old[0] < 1.55  # SKR: almost 50 per cent more of 80 or older in ten years


def test_figures_brought_in_take_the_place_of_the_estimate() -> None:
    given = {"years": [2026, 2027], "places": {"1440": [[9000, 18000, 4000, 2000], [9000, 18000, 4000, 4000]]}}
    found = population.population(("1440", "14"), 2026, 2, given)
    plain = population.population(("1440", "14"), 2026, 2)
    assert np.allclose(found[:2, 0], given["places"]["1440"])
    assert np.allclose(found[2, 0, 3] / plain[2, 0, 3], 4000 / plain[1, 0, 3])
    assert np.allclose(found[:, 1] - plain[:, 1], found[:, 0] - plain[:, 0])


def test_a_result_is_whole_and_begins_with_today(inputs: Inputs, result: Result) -> None:
    assert result.supply.shape == (5, 7, 4, 3)
    assert (result.places, result.professions, result.years) == ((*PLACES, TOTAL), THREE, tuple(range(2026, 2033)))
    persons = inputs.staff.sum(axis=-1)
    agency = np.array([[0.03, 0, 0], [0.03, 0, 0], [0.02, 0.02, 0]])
    today = persons * 0.925 * (1 + agency)
    assert np.allclose(result.mean_supply[0, :-1], today)
    assert np.allclose(result.mean_need[0, :-1], today / (1 - np.array([0.07, 0.1, 0.06])))
    assert np.allclose(result.mean_demand[0, :-1], today * (1 + np.array([0.05, 0.06, 0.03])))
    for name in MEANS[:3]:
        found = getattr(result, name)
        assert np.allclose(found[:, -1], found[:, :-1].sum(axis=1))
    for bands in (result.supply, result.need, result.gap):
        assert (np.diff(bands, axis=0) >= -1e-9).all()
    assert (np.abs(result.supply[2] - result.mean_supply) <= 0.1 * result.mean_supply + 1).all()
    assert result.origin == ((ESTIMATED,) * 3,) * 3


def test_the_same_inputs_give_the_same_bytes_and_can_be_kept(inputs: Inputs, result: Result) -> None:
    again = running.run(Inputs.unpacked(inputs.packed()), workers=1)
    assert again.to_bytes() == result.to_bytes()
    kept = Result.from_bytes(result.to_bytes())
    assert kept.digest == result.digest
    assert np.allclose(kept.gap, result.gap, rtol=1e-5, atol=1e-3)
    assert json.dumps(result.to_json())
    for broken in (b"", result.to_bytes()[:-9], b"no"):
        with pytest.raises(PlanningError):
            Result.from_bytes(broken)


def test_a_run_that_is_stopped_tells_nothing(inputs: Inputs) -> None:
    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(inputs, progress=stop)


def test_every_lever_does_what_it_says(inputs: Inputs) -> None:
    """A lever that should help lessens what is missing; one that should not, adds to it."""
    plain = running.central(inputs)
    missing = float((plain.need - plain.supply)[-1, -1].sum())
    good = {
        "retirement_age": Lever("retirement_age", 12),
        "part_time": Lever("part_time", 3),
        "graduates": Lever("graduates", 20),
        "completion": Lever("completion", 5),
        "first_year": Lever("first_year", 5),
        "early_leaving": Lever("early_leaving", 20),
        "leaving": Lever("leaving", 20),
        "abroad": Lever("abroad", 50),
        "agency": Lever("agency", 20),
        "efficiency": Lever("efficiency", 0.5),
    }
    for name, lever in good.items():
        found = running.central(inputs, [lever])
        assert float((found.need - found.supply)[-1, -1].sum()) < missing, name
    others = {"study_posts", "moves_within", "moves_across", "task_shift", "near_care", "feedback", "gravity"}
    assert set(LEVERS) - set(good) == others
    moved = running.central(inputs, [Lever("near_care", 10)])
    assert np.allclose(moved.need[:, -1].sum(axis=-1)[0], plain.need[:, -1].sum(axis=-1)[0])
    assert (moved.need[1:, 0] > plain.need[1:, 0]).all()
    assert (moved.need[1:, 2] < plain.need[1:, 2]).all()
    shifted = running.central(inputs, [Lever("task_shift", 10, (THREE[0],), to=THREE[2])])
    assert np.allclose(shifted.need[1:, :, 0], plain.need[1:, :, 0] * 0.9)
    assert np.allclose(shifted.need.sum(axis=-1), plain.need.sum(axis=-1))


@pytest.mark.parametrize(
    ("halves", "whole"),
    [
        (("completion", 15, 5), 20),
        (("graduates", 30, 40), 70),
        (("retirement_age", 12, 24), 36),
        (("leaving", 20, 30), 50),
        (("moves_across", 40, 20), 60),
        (("efficiency", 0.5, 0.4), 0.9),
    ],
)
def test_several_of_a_kind_add_up(inputs: Inputs, halves: tuple[str, int, int], whole: float) -> None:
    kind, *parts = halves
    found = running.central(inputs, [Lever(kind, one) for one in parts])
    same = running.central(inputs, [Lever(kind, whole)])
    np.testing.assert_allclose(found.supply, same.supply, rtol=1e-9)
    np.testing.assert_allclose(found.need, same.need, rtol=1e-9)


def test_no_more_complete_an_education_than_begin_it(inputs: Inputs) -> None:
    """Nurses complete it to 87 per cent: twenty points more is more than all, and is said so."""
    assumed = packaged().changed([Assumption("completion", 0.87)])
    with pytest.raises(PlanningError) as error:
        running.central(replace(inputs, assumptions=assumed), [Lever("completion", 20, from_year=3)])
    assert codes_of(error) == ["completion_beyond"]


def test_two_halves_of_the_work_are_all_of_it_and_what_fights_is_named(inputs: Inputs) -> None:
    plain = running.central(inputs)
    shifts = [Lever("task_shift", 50, (THREE[0],), to=one) for one in THREE[1:]]
    found = running.central(inputs, shifts)
    assert np.allclose(found.need[1:, :, 0], 0)
    assert np.allclose(found.need.sum(axis=-1), plain.need.sum(axis=-1))
    with pytest.raises(PlanningError) as error, translation.override("sv"):
        running.central(inputs, [Lever("retirement_age", 12), Lever("retirement_age", -6, (THREE[0],), from_year=3)])
    with translation.override("sv"):
        assert str(error.value) == (
            "Senare pension (12 månader) och Senare pension (−6 månader, sjukskoterska) drar åt var sitt håll för "
            "samma personer. Behåll en av dem."
        )


def test_study_posts_cost_hours_first_and_give_specialists_then(inputs: Inputs) -> None:
    plain = running.central(inputs)
    found = running.central(inputs, [Lever("study_posts", 40, to=THREE[1], backfill=0.5)])
    nurses, specialists = ((found.supply - plain.supply)[:, -1, one] for one in (0, 1))
    assert -25 < nurses[1] < -15  # forty study, half of their hours are replaced
    assert specialists[1] == pytest.approx(0, abs=1e-9)
    assert 30 < specialists[2] < 40
    assert (np.diff(specialists[1:]) > 0).all()


def test_a_waterfall_adds_up_and_comparing_has_the_same_luck(inputs: Inputs) -> None:
    levers = [Lever("part_time", 3), Lever("retirement_age", 12), Lever("graduates", 10)]
    fall, after = further_of(inputs, levers), running.central(inputs, levers)
    np.testing.assert_allclose(fall.before + fall.steps.sum(axis=0), (after.need - after.supply)[-1])
    np.testing.assert_allclose(fall.alone[0], fall.steps[0])
    same = running.compare(inputs, levers, levers, draws=20)
    assert np.abs(same).max() == 0
    more = running.compare(inputs, [], [Lever("retirement_age", 12)], draws=20)
    assert (more[:, 1:, -1] > 0).all()


def test_a_shortage_that_grows_makes_more_leave_and_is_computed_forward(inputs: Inputs, result: Result) -> None:
    """The loop follows the need beyond today's shortage: with none, nothing happens; and today nobody leaves of it."""
    plain, loop = (running.central(inputs, levers) for levers in ([], [Lever("feedback", 30)]))
    assert np.allclose(loop.supply[:2], plain.supply[:2])
    growing = (plain.need / np.maximum(plain.supply, 1e-9))[1:-1] > (plain.need / np.maximum(plain.supply, 1e-9))[0]
    assert growing[-1, 0].any()
    assert (loop.supply[2:] <= plain.supply[2:] + 1e-9).all()
    assert (loop.supply[-1, :, 2] < plain.supply[-1, :, 2] - 0.1).all()
    np.testing.assert_allclose(loop.need, plain.need)
    np.testing.assert_allclose(loop.recruitment, plain.recruitment)
    found = running.run(inputs, [Lever("feedback", 30)])
    assert (result.engine, found.engine) == ("adjoint", "forward")
    assert (found.supply[2, -1, :, 2] < result.supply[2, -1, :, 2]).all()
    assert np.isfinite(found.supply).all()


def test_near_draws_more_than_far_and_the_places_keep_what_they_have() -> None:
    """Of those who come from abroad to Mölndal more go on to Härryda beside it than to Strömstad: for each who works
    there as many, by the pooled form."""
    whole = municipalities_of("14")
    some = made(Scope(whole, 2026, 6, ("fysioterapeut",), draws=20))
    at = [whole.index(code) for code in ("1401", "1486")]
    today = some.staff.sum(axis=(1, 2))[at]

    def gained(*levers: Lever) -> list[float]:
        without = running.central(some, levers).supply
        came = running.central(some, [*levers, Lever("abroad", 100, places=("1481",))]).supply - without
        return list(came[-1, at, 0] / today)

    pooled, drawn = gained(), gained(Lever("gravity", 20))
    assert pooled[0] == pytest.approx(pooled[1], rel=1e-6)
    assert drawn[0] > 5 * drawn[1] > 0
    plain, found = running.central(some), running.run(some, [Lever("gravity", 20)])
    np.testing.assert_allclose(running.central(some, [Lever("gravity", 20)]).supply, plain.supply, rtol=0.02)
    assert found.engine == "forward"
    assert np.isfinite(found.gap).all()


def test_what_a_band_is_made_of_sums_to_it(inputs: Inputs) -> None:
    """Of counted staff too: then nothing of it is because nobody knows how many there are."""
    counted = replace(inputs, noise=np.zeros_like(inputs.noise))
    for some in (made(a_scope(draws=200)), replace(counted, scope=a_scope(draws=200))):
        found, result = running.decompose(some), running.run(some)
        assert tuple(found) == running.PARTS
        half = (result.gap[-1] - result.gap[0])[-1] / 2
        assert np.allclose(1.645 * np.sqrt(sum(one[-1] for one in found.values())), half, rtol=0.06)
        assert all((one >= 0).all() for one in found.values())
        assert (found["staff"][-1] > 0).all() == (some is not counted and bool(some.noise.any()))
    ale = {name: float(one[-1, 0, 2]) for name, one in found.items()}
    whole = {name: float(one[-1, -1, 2]) for name, one in found.items()}
    assert ale["chance"] > ale["parameters"] + ale["drift"]  # in a small place chance is most of it
    assert whole["chance"] / whole["parameters"] < ale["chance"] / ale["parameters"]


def test_luck_is_shared_as_far_as_is_said() -> None:
    """Half of how conditions change, by professions of other families and by the two kinds of employer; nothing of how
    leaving is misjudged; all of how many places an education has."""
    base = prepared(made(a_scope(professions=("sjukskoterska", "fysioterapeut", "arbetsterapeut"))))
    luck, named = [], []
    for part in base.parts:
        luck.append(Luck.of(part.workforce.model(), part.uncertainty, 4000, 1))
        named += [(base.codes[one], part.sector) for one in part.professions]
    of = lambda name: np.concatenate([getattr(one, name) for one in luck], axis=-1)  # noqa: E731
    number = len(named)
    assert number == 6
    for walk in ("leaves", "enters"):
        found = np.corrcoef(of(walk)[:, -1].T)
        np.testing.assert_allclose(found[~np.eye(number, dtype=bool)], 0.5, atol=0.05)
    errors = np.corrcoef(np.concatenate([one.error[:, :, 2] for one in luck], axis=1).T)
    np.testing.assert_allclose(errors, np.eye(number), atol=0.06)
    same = np.array([[one[0] == other[0] for other in named] for one in named], dtype=float)
    np.testing.assert_allclose(np.corrcoef(of("level").T), same, atol=0.06)


def test_luck_is_named_and_not_numbered(inputs: Inputs) -> None:
    """A profession meets the same luck whoever else is forecast, and whatever levers are pulled."""
    alone = made(a_scope(professions=THREE[2:]))
    assert np.allclose(running.run(alone).supply[..., 0], running.run(inputs).supply[..., 2])


def test_blocks_of_places_give_what_all_at_once_give(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = running.run(inputs)
    monkeypatch.setattr(running, "MOST_BYTES", 1)
    monkeypatch.setattr(running, "FEWEST_PLACES", 1)
    assert running.run(inputs).to_bytes() == whole.to_bytes()


def test_one_scenario_has_one_figure_and_no_lever_changes_nothing(inputs: Inputs, result: Result) -> None:
    """The bands lie about what a lever is answered with; and to retire later is never worse."""
    plain = running.central(inputs)
    for bands, centre in (
        (result.supply, plain.supply),
        (result.need, plain.need),
        (result.gap, plain.supply - plain.need),
    ):
        assert np.allclose(bands[2], centre)
    assert result.to_bytes() == running.run(inputs, []).to_bytes()
    assert (as_kept(plain.supply) == Result.from_bytes(result.to_bytes()).mean_supply).all()
    before = plain.supply
    for months in range(1, 5):
        after = running.central(inputs, [Lever("retirement_age", months)]).supply
        assert (after[1:] > before[1:]).all()
        before = after
    assert np.allclose(running.compare(inputs, [], [Lever("retirement_age", 4)])[2], before - plain.supply)


@pytest.mark.parametrize("further", [[], [Lever("feedback", 5), Lever("gravity", 30)]], ids=["by weights", "by state"])
def test_what_a_lever_is_answered_with_is_what_is_computed(inputs: Inputs, further: list[Lever]) -> None:
    """Also where several are pulled, of which some are about others than who is asked about."""
    levers = [
        Lever("retirement_age", 12),
        Lever("part_time", 3, THREE[:1]),
        Lever("early_leaving", 30, THREE[2:]),
        Lever("graduates", 10),
        Lever("study_posts", 4, to=THREE[1], backfill=0.5),
        Lever("task_shift", 10, THREE[:1], to=THREE[2]),
        *further,
    ]
    whole = running.central(inputs, levers)
    for number, code in enumerate(THREE):
        found = running.answered(inputs, levers, code)
        np.testing.assert_allclose(found.supply, whole.supply[..., number], rtol=1e-12)
        np.testing.assert_allclose(found.need, whole.need[..., number], rtol=1e-12)


def test_a_municipalitys_need_is_less_sure_than_its_regions_and_perturbed_numbers_make_it_less(inputs: Inputs) -> None:
    def width(some: Inputs) -> np.ndarray:
        found = running.run(some)
        return np.asarray((found.need[-1] - found.need[0]) / found.mean_need)[-1, :, 2]

    exact = width(inputs)
    assert exact[0] > 1.5 * exact[2]
    assert exact[0] > 0.12  # in six years, physiotherapists in Ale
    noisy = replace(inputs, population_noise=2000.0)
    assert (width(noisy) > exact).all()
    assert width(noisy)[0] - exact[0] > 3 * (width(noisy)[2] - exact[2])  # few are changed more
    assert (running.decompose(noisy)["inhabitants"][0] > running.decompose(inputs)["inhabitants"][0]).all()


def test_what_is_bought_in_is_divided_and_not_given_whole_to_each(inputs: Inputs) -> None:
    """Over municipalities and the region, and over professions, by their staff."""
    plain = running.central(inputs).supply[-1]
    hired = running.central(inputs, [Lever("agency", 20)]).supply[-1] - plain
    assert hired[-1].sum() == pytest.approx(20)
    shares = inputs.staff.sum(axis=-1) / inputs.staff.sum()
    assert np.allclose(hired[:-1], 20 * shares)
    come = running.central(inputs, [Lever("abroad", 30, from_year=6)]).supply[-1] - plain
    assert 0.8 * 30 < come[-1].sum() < 30  # full-time equivalents of thirty persons, who have just come
    assert np.allclose(come[:-1] / come[-1].sum(), shares, atol=0.02)


def test_staff_of_today_is_the_employers_own_whoever_else_is_forecast() -> None:
    """Hours too: those of Ale are not mixed with its neighbour's."""
    rows = [
        StaffRow("1440", THREE[2], 40, 15, 0.84, None, COUNTED),
        StaffRow("1481", THREE[2], 40, 30, 1.0, None, COUNTED),
    ]
    alone, both = (
        running.central(inputs_of(a_scope(places=places, professions=THREE[2:]), packaged(), rows))
        for places in (("1440",), ("1440", "1481"))
    )
    assert alone.supply[0, 0, 0] == pytest.approx(15 * 0.84)
    assert both.supply[0, :2, 0] == pytest.approx([15 * 0.84, 30])
    assert alone.need[0, 0, 0] == pytest.approx(both.need[0, 0, 0])


def test_skrs_arithmetic_of_longer_weeks_and_a_longer_working_life() -> None:
    """An illustration, calibrated: three more hours a week for part-timers and retirement at 66 together take away
    about a quarter of what has to be recruited (SKR, until 2031), if all is set as SKR counts. Staff is enough today,
    nobody leaves but to retire, now at 64; 40 per cent work part time; and the trend is what makes the need's growth
    their 22,500 of 85,500. By the packaged assumptions the same levers give about half of that."""
    plain = {"leaving": 0.0, "early_leaving": 0.0, "retirement_age": 64.0, "shortage": 0.0, "part_time": 0.4}
    alike = [Assumption(key, one, code, kind) for code in PROFESSIONS for kind in SECTORS for key, one in plain.items()]
    codes = ("underskoterska", "sjukskoterska", "fysioterapeut", "arbetsterapeut", "lakare")
    scope = Scope((*municipalities_of("14"), "14"), 2021, 10, codes, draws=20)
    levers = [Lever("part_time", 3), Lever("retirement_age", 24)]

    def tried(assumed: Assumptions) -> tuple[float, float]:
        """What the levers take away, and the need's growth, as shares of what has to be recruited."""
        some = made(scope, assumed)
        before, after = (running.central(some, chosen) for chosen in ([], levers))
        recruited, growth = before.recruitment[-1, -1].sum(), (before.need[-1, -1] - before.need[0, -1]).sum()
        hours = prepared(some).hours.mean()
        return float(1 - after.recruitment[-1, -1].sum() / recruited), float(growth / hours / recruited)

    saved, growth = tried(packaged().changed([*alike, Assumption("trend", -0.0085)]))
    assert growth == pytest.approx(22_500 / 85_500, abs=0.02)
    assert 0.2 < saved < 0.3
    assert 0.08 < tried(packaged())[0] < 0.15


def test_retention_in_early_career_beats_a_tenth_larger_intake() -> None:
    some = made(Scope(("14", "1480"), 2026, 15, ("sjukskoterska",), draws=20))
    plain, kept, more = (
        running.central(some, levers).supply[-1, -1, 0]
        for levers in ([], [Lever("first_year", 5), Lever("early_leaving", 40)], [Lever("graduates", 10)])
    )
    assert kept - plain > more - plain > 0


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"years": 200}, ["years_out_of_range"]),
        ({"draws": 10}, ["draws_out_of_range"]),
        ({"places": ()}, ["no_places"]),
        ({"places": ("1440", "1440", "9999")}, ["unknown_place", "twice"]),
        ({"professions": ("trollkarl",)}, ["unknown_profession"]),
        ({"first_year": 1850, "seed": -1}, ["first_year_out_of_range", "seed_out_of_range"]),
        ({"years": "tio"}, ["no_number"]),
    ],
)
def test_an_impossible_scope_is_refused_with_all_that_is_wrong(changes: dict[str, object], codes: list[str]) -> None:
    with pytest.raises(PlanningError) as error:
        running.run(replace(made(), scope=a_scope(**changes)))
    assert codes_of(error) == codes


@pytest.mark.parametrize(
    ("levers", "codes"),
    [
        ([Lever("retirement_age", 12), Lever("retirement_age", -6)], ["contradicts"]),
        ([Lever("graduates", -400)], ["lever_out_of_range"]),
        ([Lever("magic", 1)], ["unknown_lever"]),
        ([Lever("abroad", 5, ("psykolog",), ("0180",))], ["profession_not_in_forecast", "place_not_in_forecast"]),
        ([Lever("graduates", 5, from_year=9)], ["lever_outside_years"]),
        ([Lever("first_year", 5, from_year=3)], ["lever_from_the_start"]),
        ([Lever("task_shift", 30, (THREE[0],), to=THREE[0])], ["shift_to_itself"]),
        ([Lever("first_year", 20)], ["lever_above_one"]),
        ([Lever("agency", -500)], ["lever_below_zero"]),
        ([Lever("study_posts", 400, to=THREE[1])] * 2, ["together"]),
        ([Lever("completion", 20)] * 2, ["together"]),
        ([Lever("retirement_age", 40), Lever("retirement_age", 30, (THREE[0],))], ["together"]),
        ([Lever("graduates", 60)] * 30, ["together"]),
        ([Lever("gravity", 30), Lever("gravity", 60)], ["lever_once"]),
        ([Lever("gravity", 1)], ["lever_out_of_range"]),
        ([Lever("feedback", 20, (THREE[0],), ("1440",))], ["lever_takes_none", "lever_takes_none"]),
        ([Lever("early_leaving", 30), Lever("leaving", -10, (THREE[2],))], ["contradicts"]),
        ([Lever("early_leaving", 60), Lever("leaving", 50)], ["together"]),
        ([Lever("task_shift", 40, (THREE[0],), to=one) for one in THREE[1:]] * 2, ["together"]),
        (
            [Lever("task_shift", 10, (THREE[one],), to=THREE[other]) for one, other in ((0, 1), (1, 2), (2, 0))],
            ["circle"],
        ),
    ],
)
def test_levers_that_cannot_be_pulled_are_refused(inputs: Inputs, levers: list[Lever], codes: list[str]) -> None:
    with pytest.raises(PlanningError) as error:
        running.central(inputs, levers)
    assert codes_of(error) == codes


def test_no_more_study_than_there_are() -> None:
    with pytest.raises(PlanningError) as error:
        running.central(made(a_scope(places=("1440",))), [Lever("study_posts", 500, to=THREE[1])])
    assert codes_of(error) == ["lever_more_than_people"]


def test_there_are_never_fewer_than_nobody(inputs: Inputs) -> None:
    few = replace(inputs, staff=inputs.staff * 0.01, noise=np.full_like(inputs.noise, 40.0))
    found = running.run(few)
    assert (found.supply.min(), found.need.min() >= 0, found.gap.min() < 0) == (0, True, True)
    assert (np.diff(found.supply, axis=0) >= 0).all()


def test_inputs_that_contradict_themselves_are_refused(inputs: Inputs) -> None:
    none, few_years, lost = inputs.population.copy(), inputs.population[:3], inputs.population.copy()
    none[2, 0] = 0
    lost[:, 2] = 1.0
    more = inputs.population * np.array([50, 1, 1])[None, :, None]
    huge = inputs.staff.copy()
    huge[1, 2, 5] = 1e300
    for changes, code in (
        ({"population": none}, "nobody"),
        ({"population": few_years}, "missing_years"),
        ({"population": more}, "does_not_add_up"),
        ({"population": lost}, "region_differs"),
        ({"staff": -inputs.staff}, "no_amount"),
        ({"staff": huge}, "no_amount"),
        ({"fte": inputs.fte * 2}, "no_amount"),
        ({"staff": inputs.staff * np.nan}, "no_amount"),
        ({"noise": np.zeros(2)}, "shape"),
        ({"population_noise": np.nan}, "no_amount"),
        ({"population_noise": 1e12}, "no_amount"),
        ({"noise": np.full_like(inputs.noise, 1e12)}, "too_unsure"),
        ({"population_noise": -5.0}, "no_amount"),
        ({"origin": inputs.origin[:1]}, "origin"),
    ):
        with pytest.raises(PlanningError) as error:
            check_inputs(replace(inputs, **changes))
        assert codes_of(error) == [code]
    with pytest.raises(PlanningError) as error, translation.override("sv"):
        check_inputs(replace(inputs, staff=huge))
    with translation.override("sv"):
        most = "100\u00a0000\u00a0000"
        told = f"staff, 1481, fysioterapeut, 25 är ett orimligt stort tal: det måste vara ett tal från 0 till {most}."
        assert str(error.value) == told
    whole = made(Scope((*municipalities_of("09"), "14"), 2026, 2, ("psykolog",), draws=20))
    with pytest.raises(PlanningError) as error:
        check_inputs(replace(whole, population=whole.population * np.array([0.9, 1.0])[:, None]))
    assert codes_of(error) == ["does_not_add_up"]  # all of Gotland is less than Gotland
    for content in (b"", b"[]", b"{}", b'{"format": "stegvis-forecast-inputs", "version": 1}'):
        with pytest.raises(PlanningError):
            Inputs.from_json(content)
    assert Inputs.from_json(inputs.to_json()).digest == inputs.digest


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("staff", "many", "no_numbers"),
        ("staff", [[1], [1, 2]], "no_numbers"),
        ("staff", [[10**400]], "no_numbers"),
        ("population_source", "\ud800", "no_inputs"),
        ("population_noise", [1.0], "no_numbers"),
        ("population_noise", float("inf"), "no_amount"),
        ("origin", [[["a"]]], "origin"),
        ("origin", None, "origin"),
        ("scope", None, "scope_parts"),
        ("scope", {"places": ["14"], "first_year": 2026, "years": 2, "x": 1}, "scope_parts"),
        ("scope", {"places": [1440], "first_year": 2026, "years": 2}, "no_codes"),
        ("scope", {"places": [["14"]], "first_year": 2026, "years": 2}, "no_codes"),
        ("scope", {"places": ["14"], "first_year": 2026, "years": 2.5}, "no_number"),
        ("assumptions", {}, "no_list"),
        ("assumptions", [{"key": "leaving", "value": True}], "no_assumption"),
        ("assumptions", [{"key": ["leaving"], "value": 1}], "no_assumption"),
        ("assumptions", [{"key": "leaving", "value": 0.1, "spread": -1}], "spread_out_of_range"),
        ("levers", None, "no_list"),
        ("levers", [5], "no_lever"),
        ("levers", [{"kind": ["a"], "amount": 1}], "no_lever_part"),
        ("levers", [{"kind": "leaving", "amount": float("nan")}], "no_lever_part"),
        ("levers", [{"kind": "leaving", "amount": 1, "from_year": 1.5}], "no_lever_part"),
        ("levers", [{"kind": "task_shift", "amount": 1, "to": [1]}], "no_lever_part"),
        ("levers", [{"kind": "leaving", "amount": 1, "places": ["1440"]}], "lever_takes_none"),
    ],
)
def test_what_is_no_number_or_word_is_said_and_computes_nothing(
    inputs: Inputs, part: str, value: object, code: str
) -> None:
    whole = {**inputs.as_json(), "levers": [], part: value}
    with pytest.raises(PlanningError) as error:
        read_document(json.dumps(whole).encode())
    assert codes_of(error) == [code]


def test_a_forecast_that_is_too_large_is_refused_with_its_size_and_what_would_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STEGVIS_DASK", raising=False)
    farming.refuse_large(a_scope(draws=20_000))  # three places: twenty thousand are no more than they hold
    many = a_scope(draws=1_000_000)
    with pytest.raises(PlanningError) as error:
        farming.refuse_large(many)
    assert codes_of(error) == ["too_many_draws", "other_machines"]
    with translation.override("sv"):
        told = str(error.value)
    assert "1\u00a0000\u00a0000 dragningar är fler än vad som beräknas här: välj högst 100\u00a0000." in told
    most = error.value.problems[0].params["most"]
    farming.refuse_large(replace(many, draws=most))
    with pytest.raises(PlanningError):
        farming.refuse_large(replace(many, draws=most + 50))
    nation = Scope(tuple(places()), 2026, 50, draws=200_000)
    with pytest.raises(PlanningError) as error:
        farming.refuse_large(nation)
    assert codes_of(error) == ["too_large", "other_machines"]
    with translation.override("sv"):
        told = str(error.value)
    assert "200\u00a0000 dragningar av den här prognosen tar ungefär" in told
    assert "eller fler med färre platser eller år" in told
    with pytest.raises(PlanningError) as error:  # there are no fewer places than one
        sizes.refuse_large(Scope(("1440",), 2026, 50, draws=10_000_000), farm=True)
    assert codes_of(error) == ["too_large_years"]
    monkeypatch.setenv("STEGVIS_DASK", "tcp://127.0.0.1:9")
    farming.refuse_large(many)
    with pytest.raises(PlanningError) as error:
        farming.refuse_large(nation)
    assert codes_of(error) == ["too_large"]
    with pytest.raises(PlanningError) as error:
        farming.computed(made(many))
    assert codes_of(error) == ["farm"]
    assert sizes.size(many, [Lever("gravity", 30)]).seconds > sizes.size(many).seconds


def test_other_machines_draw_what_this_one_would_have_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    small = made(a_scope(places=("1440",), professions=THREE[2:], years=2, draws=200))
    here = farming.computed(small)
    monkeypatch.setattr(sizes, "MOST_CELLS", 1e5)
    quiet = {"processes": False, "n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", protocol="tcp", **quiet) as cluster:
        monkeypatch.setenv("STEGVIS_DASK", cluster.scheduler_address)
        assert farming.computed(small).to_bytes() == here.to_bytes()


def test_a_lever_answers_at_once() -> None:
    """Fourteen places, all professions and thirty years, all of it followed anew: the fastest of nine, since the
    machine may have other things to do."""
    some = made(Scope((*municipalities_of("14")[:13], "14"), 2026, 30, draws=20))
    running.central(some)
    taken = []
    for months in range(4, 22, 2):
        began = process_time()
        running.central(some, [Lever("retirement_age", months)])
        taken.append(process_time() - began)
    assert min(taken) < 0.05


def test_study_posts_reach_further_than_those_who_work_today() -> None:
    """After thirty years few of today's are left to study; those who have come are."""
    some = made(a_scope(years=30))
    found = running.central(some, [Lever("study_posts", 10, to=THREE[1])])
    assert found.supply[-1, -1, 1] > running.central(some).supply[-1, -1, 1]
