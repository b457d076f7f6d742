"""What a plan's content comes to: need, gap, the cheapest levers, and why the outcome became another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from stegvis.engine.capacity import IsoWeek, iso_weeks
from stegvis.planning.capacity import causes, reading, seasons, workbook
from stegvis.planning.capacity.computing import balance, cost, expected, explained, planned, suggested
from stegvis.planning.capacity.content import Activity, Competence, Content, LeverUse, MovingUse

WEEKS = iso_weeks(IsoWeek(2026, 52), 3)
NURSES = Competence(
    "sjukskoterska", 6, (200.0,) * 3, booked={"study": (8.0, 0.0, 0.0)}, typed={"sick": (0.0, 12.0, 0.0)}, support=0.2
)
THERAPIST = Competence("fysioterapeut", 1, (38.0,) * 3, individual=4.0)
VISITS = Activity("a", "Hembesök", {"sjukskoterska": 60.0, "fysioterapeut": 15.0}, (160.0, 150.0, 120.0))
CONTENT = Content(competences=(NURSES, THERAPIST), activities=(VISITS,))


def test_the_need_counts_what_goes_on_beside() -> None:
    """160 visits of an hour need 200 hours where a fifth goes to what all do beside."""
    found = balance(CONTENT)
    assert found.need.hours == pytest.approx(np.array([[200, 44], [187.5, 41.5], [150, 34]]))
    assert found.capacity.hours.tolist() == [[192, 38], [188, 38], [200, 38]]
    assert found.short == pytest.approx(np.array([[8, 6], [0, 3.5], [0, 0]]))
    assert found.available == pytest.approx(38.25 * np.array([[580 / 600, 1]]))  # 20 of 600 hours away
    assert found.need.fte[0] == pytest.approx(np.array([200 / 36.975, 44 / 38.25]))
    assert Content.of(CONTENT.as_json()) == CONTENT


def test_the_cheapest_closes_the_gap_and_what_is_moved_moves() -> None:
    extra = LeverUse(
        "extra", {"sjukskoterska": 4.0, "fysioterapeut": 10.0}, {"sjukskoterska": 400.0, "fysioterapeut": 380.0}
    )
    agency = LeverUse("agency", {"sjukskoterska": 40.0}, {"sjukskoterska": 900.0})
    content, closing = suggested(replace(CONTENT, levers=(extra, agency)))
    assert closing.over == 0
    assert content.levers[0].used == {"sjukskoterska": (4.0, 0.0, 0.0), "fysioterapeut": (6.0, 3.5, 0.0)}
    assert content.levers[1].used["sjukskoterska"] == (4.0, 0.0, 0.0)
    assert cost(content) == pytest.approx(4 * 400 + 9.5 * 380 + 4 * 900)
    assert balance(content).short.sum() == 0
    moving = MovingUse(0.5, 2, 1.0)
    moved, _closing = suggested(replace(CONTENT, moving=moving))
    assert planned(moved).volume.sum() == pytest.approx(430)
    assert balance(moved).short.sum() == pytest.approx(119.5 - 114)  # of the therapist, in all weeks
    assert Content.of(moved.as_json()) == moved


def test_how_much_cheaper_it_could_be_is_never_told_as_less_than_it_is() -> None:
    extra = LeverUse("extra", {"sjukskoterska": 8.0}, {"sjukskoterska": 400.0}, used={"sjukskoterska": (8.0, 0.0, 0.0)})
    content = replace(CONTENT, levers=(extra,))  # 3,200 kronor
    _content, closing = suggested(CONTENT)
    for over, told in ((110.4, "3,5"), (1.0, "0,1"), (9999.0, "100,0")):
        (said,) = reading.doubts(content, replace(closing, over=over))
        assert said == f"Ett annat sätt kan vara högst {told} % billigare. Färre timmar kan inte saknas."
    assert reading.doubts(content, closing) == []


def test_the_causes_sum_to_the_deviation() -> None:
    went = expected(CONTENT, 1)
    assert explained(CONTENT, [(1, went)]).deviation == pytest.approx(np.zeros((1, 2)))
    went = replace(
        went,
        volume={"a": 170.0},
        minutes={"a": {"sjukskoterska": 66.0, "fysioterapeut": 15.0}},
        contracted={"sjukskoterska": 180.0, "fysioterapeut": 38.0},
        away={"sjukskoterska": {"sick": 20.0}, "fysioterapeut": {"other": 8.0}},
    )
    found = explained(CONTENT, [(1, went)])
    parts = [
        found.volume,
        found.time,
        found.beside,
        found.staffing,
        found.absence.sum(axis=0),
        found.levers.sum(axis=0),
    ]
    assert np.sum(parts, axis=0) == pytest.approx(found.deviation)
    told = causes.told_of(CONTENT, [(1, went)])
    assert told is not None
    shown = round(sum(one.hours for one in told.causes), 1)
    assert causes.signed(shown) == told.deviation
    assert told.weeks[0][1][-1] == told.deviation


def test_what_evens_out_is_told_and_not_called_as_planned() -> None:
    weeks = [(at, expected(CONTENT, at)) for at in range(3)]
    as_planned = causes.told_of(CONTENT, weeks)
    assert as_planned is not None
    assert (as_planned.causes, as_planned.chart.summary) == ([], "De veckor som har noterats gick som planerat.")
    went = [
        (at, replace(one, volume={"a": one.volume["a"] + more}))
        for (at, one), more in zip(weeks, (10, -20, 10), strict=True)
    ]
    told = causes.told_of(CONTENT, went)
    assert told is not None
    (cause,) = told.causes
    assert cause.more == cause.fewer > 0
    both = f"{cause.more:.1f}".replace(".", ",")
    assert told.chart.summary == (
        f"Totalt saknades lika många timmar som planerat, för det som hände tar ut vartannat: {both} timmar fler och "
        f"{both} färre. Största orsaken: mer producerades (+{both} −{both})."
    )
    assert told.chart.rows == [
        ["Mer producerades", f"+{both}", f"−{both}", "0,0"],
        ["Totalt", f"+{both}", f"−{both}", "0,0"],
    ]
    assert [one["hours"] for one in told.chart.spec["layer"][0]["data"]["values"]] == [cause.more, -cause.fewer]


def test_few_people_have_one_sum_of_absence() -> None:
    few = replace(
        THERAPIST, booked={"study": (1.0, 0.0, 0.0)}, typed={"sick": (1.0, 2.0, 0.0), "leave": (0.0, 4.0, 0.0)}
    )
    kept = CONTENT.with_competence(few).competences[1]
    assert (kept.booked, kept.typed) == ({"other": (1.0, 0.0, 0.0)}, {"other": (1.0, 6.0, 0.0)})
    assert CONTENT.with_competence(NURSES).competences[0] == NURSES


def test_a_season_has_its_weeks() -> None:
    assert [str(one) for one in WEEKS] == ["2026-W52", "2026-W53", "2027-W01"]
    assert seasons.ordinary(100, "year", WEEKS) == (50, 50, 50)
    assert seasons.leave((100.0,) * 3, "summer", iso_weeks(IsoWeek(2026, 26), 3)) == (0, 50, 50)
    assert sum(seasons.shared_out(90, "summer", iso_weeks(IsoWeek(2026, 20), 20))) == pytest.approx(90)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2026-W53", (2026, 53)),
        ("2026 v. 7", (2026, 7)),
        ("v. 30 2026", (2026, 30)),
        ("202630", (2026, 30)),
        ("vecka", None),
        ("30", None),
    ],
)
def test_weeks_are_read_as_they_are_written(text: str, week: tuple[int, int] | None) -> None:
    assert workbook.week_of(text) == (week and IsoWeek(*week))


def test_what_rounding_leaves_goes_to_the_largest() -> None:
    assert causes.rounded_to_sum([0.14, 0.14, -3.04], -2.76) == [0.1, 0.1, -3.0]
    assert date(2026, 12, 28) == WEEKS[1].monday
