"""The gap of every place, where the place is: colour, name and figure. No tiles, no third party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.planning.forecasts.drawing.canvas import TEXT, Canvas, Size
from stegvis.planning.ground.places import REGION, municipalities_of, places
from stegvis.surveys.reports.charts.measuring import width

MOST_NAMED = 40
ROW = TEXT + 9
CLASSES = ((0.2, "short3"), (0.1, "short2"), (0.02, "short1"), (-0.02, "even"))
"""From that share of the need missing; what is beyond the last is more than needed."""


@dataclass(frozen=True)
class Spot:
    """``missing`` is the share of the need that is not met, below 0 where there are more than needed; None where it is
    not shown. ``words`` is the same as written."""

    code: str
    name: str
    missing: float | None
    words: str


def tone_of(missing: float | None) -> str:
    if missing is None:
        return "few"
    return next((tone for least, tone in CLASSES if missing >= least), "over")


def map_svg(spots: Sequence[Spot], size: Size, *, title: str, told: str, key: str) -> str:
    at = [_where(spot.code) for spot in spots]
    left, right = min(x for x, _ in at), max(x for x, _ in at)
    low, high = min(y for _, y in at), max(y for _, y in at)
    side = 110 if size.words else 56
    scale = min((size.width - 2 * side) / max(right - left, 1), 620 / max(high - low, 1), 0.02)
    is_listed = not size.words and len(spots) <= MOST_NAMED
    canvas = Canvas(size.width, (high - low) * scale + 80)
    indent = (size.width - (right - left) * scale) / 2
    points = [(indent + (x - left) * scale, 40 + (high - y) * scale) for x, y in at]
    radius = 10.0 if len(spots) <= MOST_NAMED else 5.0
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    for spot, (x, y) in zip(spots, points, strict=True):
        canvas.circle(x, y, radius, tone_of(spot.missing), f"{spot.name}: {spot.words}")
    ranks = {spot.code: str(rank) for rank, spot in enumerate(_worst_first(spots), 1)}
    for spot, (x, y) in zip(spots, points, strict=True):
        if len(spots) <= MOST_NAMED:
            _name(canvas, taken, (x, y, radius), (ranks[spot.code],) if is_listed else (spot.name, spot.words))
    if is_listed:
        _list(canvas, spots, ranks)
    return canvas.svg(title=title, told=told, key=key, size=size)


def _worst_first(spots: Sequence[Spot]) -> list[Spot]:
    """What is not shown stands last."""
    return sorted(spots, key=lambda one: (one.missing is None, -(one.missing or 0.0), one.name))


def _list(canvas: Canvas, spots: Sequence[Spot], ranks: dict[str, str]) -> None:
    """Below the map, where there is no room for names in it."""
    for spot in _worst_first(spots):
        canvas.height += ROW
        y = canvas.height - ROW / 2
        canvas.text(18, y, ranks[spot.code], "ink", "end")
        canvas.circle(32, y - 4.5, 6, tone_of(spot.missing), f"{spot.name}: {spot.words}")
        canvas.text(44, y, spot.name)
        canvas.text(canvas.width, y, spot.words, "muted", "end")
    canvas.height += 4


def _where(code: str) -> tuple[float, float]:
    """Metres in SWEREF 99 TM; a region stands in the middle of its municipalities."""
    if places()[code].kind != REGION:
        return places()[code].easting, places()[code].northing
    inside = [places()[one] for one in municipalities_of(code)]
    return sum(one.easting for one in inside) / len(inside), sum(one.northing for one in inside) / len(inside)


Room = tuple[float, float, float, float]


def _name(canvas: Canvas, taken: list[Room], at: tuple[float, float, float], lines: tuple[str, ...]) -> None:
    """Where there is room: to the right, else to the left, above or below."""
    x, y, radius = at
    wide, high = max(width(line, TEXT) for line in lines), (TEXT + 2) * len(lines)
    tries = (
        (x + radius + 4, y - high / 2, "start"),
        (x - radius - 4 - wide, y - high / 2, "end"),
        (x - wide / 2, y - radius - 3 - high, "middle"),
        (x - wide / 2, y + radius + 2, "middle"),
    )
    fits = (one for one in tries if not _meets(canvas, taken, (one[0], one[1], one[0] + wide, one[1] + high)))
    begin, top, anchor = next(fits, tries[0])
    taken.append((begin, top, begin + wide, top + high))
    stands = {"start": begin, "end": begin + wide, "middle": begin + wide / 2}[anchor]
    for number, line in enumerate(lines):
        canvas.text(stands, top + TEXT + (TEXT + 2) * number, line, "ink" if number == 0 else "muted", anchor)


def _meets(canvas: Canvas, taken: list[Room], room: Room) -> bool:
    left, top, right, bottom = room
    if left < 0 or right > canvas.width:
        return True
    return any(left < other[2] and right > other[0] and top < other[3] and bottom > other[1] for other in taken)
