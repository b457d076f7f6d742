"""Supply as a fan of bands over the years, with lines of what is needed beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stegvis.planning.forecasts.drawing.canvas import TEXT, Canvas, Size, figure, scale_of, years_shown
from stegvis.surveys.reports.charts.measuring import width

Array = NDArray[np.float64]
DASHES = {"supply": "", "need": "", "demand": "7 4", "reference": "2 4", "other": "10 4"}


@dataclass(frozen=True)
class Line:
    """``tone`` is a colour of ``canvas``; ``values`` one a year."""

    tone: str
    label: str
    values: Array


@dataclass(frozen=True)
class Band:
    """``lowest`` and ``highest``, one a year."""

    tone: str
    label: str
    lowest: Array
    highest: Array


@dataclass(frozen=True)
class Fan:
    years: Sequence[int]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    from_zero: bool = False


def fan_svg(fan: Fan, size: Size, *, title: str, told: str, key: str) -> str:
    canvas = Canvas(size.width, size.height)
    top = _legend(canvas, fan)
    canvas.height += top
    values = [float(one) for band in fan.bands for edge in (band.lowest, band.highest) for one in edge]
    values += [float(one) for line in fan.lines for one in line.values]
    bottom = canvas.height - 30
    up = scale_of(values, bottom, top + 12, from_zero=fan.from_zero)
    left = max(width(figure(tick), TEXT) for tick in up.ticks()) + 12
    room = size.width - left - 16
    xs = [left + room * at / max(1, len(fan.years) - 1) for at in range(len(fan.years))]
    for tick in up.ticks():
        canvas.line([(left, up.at(tick)), (size.width - 16, up.at(tick))], "rule", wide=2 if tick == 0 else 1)
        canvas.text(left - 8, up.at(tick) + 4, figure(tick), "muted", "end")
    for year in years_shown(fan.years, 12 if size.words else 6):
        canvas.text(xs[year - fan.years[0]], bottom + 22, str(year), "muted", "middle")
    for band in fan.bands:
        lower = [(x, up.at(float(one))) for x, one in zip(xs, band.lowest, strict=True)]
        upper = [(x, up.at(float(one))) for x, one in zip(xs, band.highest, strict=True)]
        canvas.area([*upper, *reversed(lower)], band.tone)
    for line in fan.lines:
        points = [(x, up.at(float(one))) for x, one in zip(xs, line.values, strict=True)]
        canvas.line(points, line.tone, DASHES[line.tone])
    return canvas.svg(title=title, told=told, key=key, size=size)


def _legend(canvas: Canvas, fan: Fan) -> float:
    x, y = 0.0, TEXT
    marks = [(one.tone, one.label, True) for one in fan.bands] + [(one.tone, one.label, False) for one in fan.lines]
    for tone, label, is_band in marks:
        wide = 28 + width(label, TEXT) + 14
        if x and x + wide > canvas.width + 14:
            x, y = 0.0, y + TEXT + 7
        if is_band:
            canvas.box(x, y - 11, 22, 12, tone)
        else:
            canvas.line([(x, y - 5), (x + 22, y - 5)], tone, DASHES[tone])
        canvas.text(x + 28, y, label)
        x += wide
    return y + 8
