"""Where the occasions are, as points to draw: no map service is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from stegvis.exchange.finding.queries import Hit
from stegvis.exchange.finding.search import Search
from stegvis.exchange.municipalities import Municipality, municipalities

WIDTH = 600
MARGIN = 18_000  # metres around the outermost point
LEAST, MOST = 9.0, 22.0  # the radii that few and many hits are drawn with


@dataclass(frozen=True)
class Point:
    """A municipality on the drawing; ``hits`` is 0 for those that are only there to know the land by."""

    municipality: Municipality
    x: float
    y: float
    radius: float
    hits: int
    km: int | None
    is_home: bool

    @property
    def label_y(self) -> float:
        return round(self.y - self.radius - 4, 1)


@dataclass(frozen=True)
class Map:
    """Points in a drawing of ``width`` and ``height``; ``remote`` offers are nowhere, ``unknown`` ones not said."""

    width: int
    height: int
    points: tuple[Point, ...]
    remote: int
    unknown: int

    @property
    def found(self) -> list[Point]:
        """Where there is something, the most first."""
        with_hits = [point for point in self.points if point.hits]
        return sorted(with_hits, key=lambda point: (-point.hits, point.municipality.name))


def map_of(hits: Iterable[Hit], search: Search) -> Map:
    """The municipalities with hits, drawn among those around them."""
    counts: Counter[str] = Counter()
    remote = 0
    for hit in hits:
        remote += hit.is_remote
        counts.update(hit.places)
    unknown = sum(number for code, number in counts.items() if code not in municipalities())
    shown = [municipalities()[code] for code in counts if code in municipalities()] + list(search.homes)
    if not shown:
        return Map(WIDTH, 0, (), remote, unknown)
    west, east = min(m.easting for m in shown) - MARGIN, max(m.easting for m in shown) + MARGIN
    south, north = min(m.northing for m in shown) - MARGIN, max(m.northing for m in shown) + MARGIN
    scale = WIDTH / (east - west)
    most = max(counts.values(), default=1)
    homes = {one.code for one in search.homes}
    points = [
        Point(
            municipality=one,
            x=round((one.easting - west) * scale, 1),
            y=round((north - one.northing) * scale, 1),
            radius=round(max(LEAST, MOST * sqrt(counts[one.code] / most)), 1) if counts[one.code] else 2.5,
            hits=counts[one.code],
            km=search.km_from_home(one.code) if search.homes else None,
            is_home=one.code in homes,
        )
        for one in municipalities().values()
        if west <= one.easting <= east and south <= one.northing <= north
    ]
    points.sort(key=lambda point: (point.hits > 0, -point.hits))  # the small ones are drawn over the large
    return Map(WIDTH, round((north - south) * scale), tuple(points), remote, unknown)
