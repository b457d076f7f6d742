"""What a chart is, whom it is of, and the one figure that all of them tell: what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from stegvis.planning.forecasts.drawing.canvas import PHONE, WIDE, Size, decimals_of, figure, tenth
from stegvis.planning.forecasts.wording import place_in_text, span
from stegvis.planning.ground.results import Series


@dataclass(frozen=True)
class Figure:
    """``draw`` gives the SVG at a size, its ids beginning with ``id``. ``in_words``: the last column is."""

    id: str
    title: str
    summary: str
    head: list[str]
    rows: list[list[str]]
    draw: Callable[[Size], str]
    notes: list[str] = field(default_factory=list)
    in_words: bool = False

    # The drawing is this program's own; every text in it is escaped where it is put in (drawing.canvas).
    @property
    def wide(self) -> SafeString:
        return mark_safe(self.draw(WIDE))  # noqa: S308

    @property
    def phone(self) -> SafeString:
        return mark_safe(self.draw(PHONE))  # noqa: S308


@dataclass(frozen=True)
class Here:
    """What is looked at: a place of the forecast (or all) and a profession, with its name."""

    place: str
    profession: str
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}, {place_in_text(self.place)}"


def missing(series: Series, at: int = -1) -> float:
    """The one figure of what is missing, wherever it is told: need less supply, without any draws."""
    return float(series.mean_need[at] - series.mean_supply[at])


def sum_words(series: Series, at: int = -1) -> tuple[str, str, str]:
    """Need, supply, and how far they are apart, so that they add up as written: with a decimal where they would not
    without."""
    need, supply = float(series.mean_need[at]), float(series.mean_supply[at])
    three = need, supply, need - supply
    whole = [round(one, decimals_of(one)) for one in three]
    if round(whole[0] - whole[1] - whole[2], 1) == 0:
        return figure(need), figure(supply), figure(abs(need - supply))
    tenths = round(need, 1), round(supply, 1)
    return tenth(tenths[0]), tenth(tenths[1]), tenth(abs(tenths[0] - tenths[1]))


def missing_words(series: Series, at: int = -1) -> str:
    """What is missing, with what it is nine times of ten."""
    low, middle, high = -float(series.gap[-1][at]), missing(series, at), -float(series.gap[0][at])
    return f"{figure(middle)} ({span(low, high)})"


def nobody(series: Series) -> bool:
    """Nobody works there or is needed, now or in any year, as figures are written."""
    return all(figure(float(one)) == "0" for one in (*series.supply[-1], *series.mean_need))
