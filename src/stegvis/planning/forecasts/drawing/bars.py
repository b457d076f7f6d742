"""Bars from a figure to another, one a row: a waterfall, or how large something is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.planning.forecasts.drawing.canvas import TEXT, Canvas, Size, figure, scale_of
from stegvis.surveys.reports.charts.measuring import wrapped

BAR = 22.0


@dataclass(frozen=True)
class Bar:
    """``words`` is what the bar says, in figures."""

    label: str
    begin: float
    end: float
    tone: str
    words: str


def bars_svg(bars: Sequence[Bar], size: Size, *, title: str, told: str, key: str) -> str:
    canvas = Canvas(size.width, 0)
    left = size.words + 12 if size.words else 4
    values = [edge for bar in bars for edge in (bar.begin, bar.end)]
    scale = scale_of([*values, 0.0], left, size.width - 92, from_zero=True, ticks=4)
    y = 4.0
    tops = []
    for bar in bars:
        lines = wrapped(bar.label, TEXT, size.words or size.width - 8, 3)
        if not size.words:
            y = _words(canvas, lines, 0, y) + 4
        high = max(BAR, (TEXT + 4) * len(lines)) if size.words else BAR
        if size.words:
            _words(canvas, lines, 0, y + (high - (TEXT + 4) * len(lines)) / 2)
        tops.append((y + (high - BAR) / 2, bar))
        y += high + 12
    canvas.height = y + 18
    for tick in scale.ticks():
        canvas.line([(scale.at(tick), 0), (scale.at(tick), y)], "rule", wide=2 if tick == 0 else 1)
        canvas.text(scale.at(tick), y + 16, figure(tick), "muted", "middle")
    for top, bar in tops:
        first, last = sorted((scale.at(bar.begin), scale.at(bar.end)))
        canvas.box(first, top, max(last - first, 1.5), BAR, bar.tone)
        canvas.text(last + 6, top + BAR / 2 + 4, bar.words)
    return canvas.svg(title=title, told=told, key=key, size=size)


def _words(canvas: Canvas, lines: Sequence[str], x: float, y: float) -> float:
    for line in lines:
        canvas.text(x, y + TEXT, line)
        y += TEXT + 4
    return y
