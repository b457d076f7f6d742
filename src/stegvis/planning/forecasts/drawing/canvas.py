"""What every chart is drawn on. The colours stand in the drawing, for paper; ``forecasts.css`` gives the same names
theirs on the page, for dark too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor, log10

from django.utils.formats import number_format

COLOURS = {
    "ink": "#222929",
    "muted": "#4d5a5a",
    "rule": "#cdd2d2",
    "wide": "#d5e8e7",
    "narrow": "#93c7c4",
    "supply": "#00504f",
    "need": "#9a4a06",
    "demand": "#2f5d86",
    "reference": "#7d3c8c",
    "other": "#6b3fa0",
    "short3": "#7a3200",
    "short2": "#c0691c",
    "short1": "#eec093",
    "even": "#dcd9cf",
    "over": "#5fb0ad",
    "few": "#ffffff",
}
TEXT = 13.0


@dataclass(frozen=True, slots=True)
class Size:
    """``words`` is the room for a row's words beside its bar, 0 where they stand above it."""

    name: str
    width: float
    height: float
    words: float


WIDE = Size("wide", 720, 340, 240)
PHONE = Size("phone", 320, 280, 0)


@dataclass(slots=True)
class Canvas:
    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, tone: str = "ink", anchor: str = "start", *, is_clear: bool = False
    ) -> None:
        """``is_clear``: nothing that lies behind runs through it."""
        clear = ' stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke"' if is_clear else ""
        self.parts.append(
            f'<text class="fc-{tone}{" fc-clear" if is_clear else ""}" x="{n(x)}" y="{n(y)}" fill="{COLOURS[tone]}"'
            f' text-anchor="{anchor}"{clear}>{escape(words)}</text>'
        )

    def line(self, points: Iterable[tuple[float, float]], tone: str, dash: str = "", wide: float = 2.5) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<polyline class="fc-line-{tone}" points="{_points(points)}" fill="none" stroke="{COLOURS[tone]}"'
            f' stroke-width="{n(wide)}"{dashed}/>'
        )

    def area(self, points: Iterable[tuple[float, float]], tone: str) -> None:
        self.parts.append(f'<polygon class="fc-fill-{tone}" points="{_points(points)}" fill="{COLOURS[tone]}"/>')

    def box(self, x: float, y: float, wide: float, high: float, tone: str) -> None:
        self.area([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], tone)

    def circle(self, x: float, y: float, radius: float, tone: str, title: str) -> None:
        self.parts.append(
            f'<circle class="fc-fill-{tone} fc-edge" cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{COLOURS[tone]}"'
            f' stroke="{COLOURS["muted"]}"><title>{escape(title)}</title></circle>'
        )

    def svg(self, *, title: str, told: str, key: str, size: Size) -> str:
        """``title`` and ``told`` are for who does not see it. Ids begin with ``key``, unique on the page."""
        mark = f"{key}-{size.name}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="fc fc--{size.name}" role="img"'
            f' aria-labelledby="{mark}-t {mark}-d" viewBox="0 0 {n(self.width)} {n(self.height)}"'
            f' width="{n(self.width)}" height="{n(self.height)}" font-family="Libertinus Serif" font-size="{n(TEXT)}">'
            f'<title id="{mark}-t">{escape(title)}</title><desc id="{mark}-d">{escape(told)}</desc>'
            f"{''.join(self.parts)}</svg>"
        )


def n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{n(x)},{n(y)}" for x, y in points)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value stands: ``low`` to ``high`` is drawn from ``begin`` to ``end``."""

    low: float
    high: float
    begin: float
    end: float
    step: float

    def at(self, value: float) -> float:
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self) -> list[float]:
        first, last = ceil(self.low / self.step - 1e-9), floor(self.high / self.step + 1e-9)
        return [self.step * number for number in range(first, last + 1)]


LEAST_SPAN = 0.5
"""In full-time equivalents: steps of what ``figure`` writes, where nothing differs."""


def scale_of(values: Sequence[float], begin: float, end: float, *, from_zero: bool = False, ticks: int = 5) -> Scale:
    """With round numbers at both ends."""
    low, high = min(values), max(values)
    low, high = (min(low, 0.0), max(high, 0.0)) if from_zero or low < 0.35 * high else (low, high)
    step = _step(max(high - low, abs(high) * 0.05, LEAST_SPAN) / ticks)
    return Scale(floor(low / step) * step, max(ceil(high / step), floor(low / step) + 1) * step, begin, end, step)


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least - 1e-12)


def figure(value: float) -> str:
    """As a number of full-time equivalents is written: decimals only where there are few."""
    rounded = round(value, decimals_of(value))
    return _written(rounded, 1 if abs(rounded) < 10 and rounded != int(rounded) else 0)


def tenth(value: float) -> str:
    """With one decimal, however many there are."""
    return _written(round(value, 1), 1)


def decimals_of(value: float) -> int:
    """How many a figure is rounded to."""
    return 1 if abs(value) < 10 else 0


def _written(rounded: float, decimals: int) -> str:
    return str(number_format(rounded + 0.0, decimals, force_grouping=True)).replace("-", "\N{MINUS SIGN}")


def years_shown(years: Sequence[int], most: int) -> list[int]:
    """Round years, and never two that lie too near."""
    step = next(step for step in (1, 2, 5, 10, 20) if len(years) / step <= most)
    return [year for year in years if (year - years[0]) % step == 0]


__all__ = [
    "COLOURS",
    "PHONE",
    "TEXT",
    "WIDE",
    "Canvas",
    "Scale",
    "Size",
    "decimals_of",
    "figure",
    "scale_of",
    "tenth",
    "years_shown",
]
