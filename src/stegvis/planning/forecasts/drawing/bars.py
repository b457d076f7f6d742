"""Bars from a figure to another, one a row: a waterfall, or how large something is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.planning.forecasts.drawing.canvas import TEXT, Canvas, Size, figure, scale_of
from stegvis.surveys.reports.charts.measuring import width, wrapped

BAR = 22.0
MOST_LINES = 8


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
    room = max(width(bar.words, TEXT) for bar in bars) + 10
    scale = scale_of([*values, 0.0], left, size.width - room, from_zero=True, ticks=4 if size.words else 3)
    y = 4.0
    tops = []
    for bar in bars:
        lines = wrapped(bar.label, TEXT, size.words or size.width - 24, MOST_LINES)
        if not size.words:
            y = _words(canvas, lines, 0, y) + 4
        high = max(BAR, (TEXT + 4) * len(lines)) if size.words else BAR
        if size.words:
            _words(canvas, lines, 0, y + (high - (TEXT + 4) * len(lines)) / 2)
        tops.append((y + (high - BAR) / 2, bar))
        y += high + 12
    canvas.height = y + 18
    for tick in scale.ticks():
        spans = [(0.0, y)] if size.words else [(top - 3, top + BAR + 3) for top, _bar in tops]
        for begin, end in spans:  # no line runs through words that stand above a bar
            canvas.line([(scale.at(tick), begin), (scale.at(tick), end)], "rule", wide=2 if tick == 0 else 1)
        canvas.text(_inside(scale.at(tick), figure(tick), size), y + 16, figure(tick), "muted")
    for top, bar in tops:
        first, last = sorted((scale.at(bar.begin), scale.at(bar.end)))
        canvas.box(first, top, max(last - first, 1.5), BAR, bar.tone)
        canvas.text(last + 6, top + BAR / 2 + 4, bar.words, is_clear=True)
    return canvas.svg(title=title, told=told, key=key, size=size)


def _inside(x: float, words: str, size: Size) -> float:
    """Where words begin that stand under ``x``, and are not cut by the drawing's edge."""
    wide = width(words, TEXT)
    return min(max(x - wide / 2, 0.0), size.width - wide)


def _words(canvas: Canvas, lines: Sequence[str], x: float, y: float) -> float:
    for line in lines:
        canvas.text(x, y + TEXT, line)
        y += TEXT + 4
    return y
