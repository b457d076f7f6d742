"""A chart as SVG. ``PAPER`` and ``WIDE`` have the words beside the bars, ``PHONE`` above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from xml.sax.saxutils import escape, quoteattr

from stegvis.surveys.reports.blocks import Form
from stegvis.surveys.reports.charts.bars import Chart, Line, Segment
from stegvis.surveys.reports.charts.measuring import width, wrapped
from stegvis.surveys.reports.charts.tones import EDGE, INK, LIGHT, MUTED, RULE, TONES
from stegvis.surveys.reports.words import number
from stegvis.surveys.telling.tables import Unit

LEAST_LABELLED = 8  # per cent: a figure on a smaller part is left out, and stands in the table


@dataclass(frozen=True, slots=True)
class Size:
    """``words`` is the room for a row's words beside its bar, 0 where they stand above it."""

    width: float
    words: float
    beside: float
    text: float = 13
    bar: float = 22


WIDE = Size(width=720, words=250, beside=92)
PHONE = Size(width=300, words=0, beside=70)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value stands: ``left`` to ``right`` is drawn between ``at`` and ``at + room``."""

    left: float
    right: float
    at: float
    room: float
    step: float

    def x(self, value: float) -> float:
        return self.at + (value - self.left) / (self.right - self.left) * self.room

    def ticks(self) -> list[float]:
        first, last = ceil(self.left / self.step - 1e-9), floor(self.right / self.step + 1e-9)
        return [self.step * number for number in range(first, last + 1)]


@dataclass(slots=True)
class Drawing:
    size: Size
    parts: list[str] = field(default_factory=list)
    y: float = 0

    def text(
        self, x: float, y: float, words: str, *, tone: str = "ink", anchor: str = "start", bold: bool = False
    ) -> None:
        fill = TONES[tone[3:]][1] if tone.startswith("on-") else {"ink": INK, "muted": MUTED}[tone]
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(
            f'<text class="ch-{tone}" x="{_n(x)}" y="{_n(y)}" fill="{fill}"{place}>{escape(words)}</text>'
        )

    def box(self, x: float, y: float, wide: float, high: float, tone: str) -> None:
        fill, ink = TONES[tone]
        edge = f' stroke="{EDGE}" stroke-width="0.75"' if ink == LIGHT else ""  # a pale part is seen by its edge
        self.parts.append(
            f'<rect class="ch-{tone}" x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}"'
            f' fill="{fill}"{edge}/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> None:
        name, color = ("ch-axis", INK) if strong else ("ch-rule", RULE)
        self.parts.append(
            f'<line class="{name}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{color}"/>'
        )


def svg_of(chart: Chart, size: Size = WIDE, *, title: str = "", told: str = "", key: str = "") -> str:
    """The drawing. With ``key``, unique on its page, it carries ``title`` and ``told`` for who does not see it."""
    drawing = Drawing(size)
    if chart.form is not Form.BARS:
        _legend(drawing, chart)
    _rows(drawing, chart, _scale_of(chart, size))
    high = ceil(drawing.y)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ch" viewBox="0 0 {_n(size.width)} {high}"'
        f' width="{_n(size.width)}" height="{high}" font-family="Libertinus Serif" font-size="{_n(size.text)}"'
    )
    if not key:
        return f"{head}>{''.join(drawing.parts)}</svg>"
    names = quoteattr(f"{key}-t {key}-d")
    words = f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(told)}</desc>'
    return f'{head} role="img" aria-labelledby={names}>{words}{"".join(drawing.parts)}</svg>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _legend(drawing: Drawing, chart: Chart) -> None:
    size, x = drawing.size, 0.0
    y = size.text
    for tone, words in (*chart.legend, *chart.beside):
        short = wrapped(words, size.text, size.width - 24, 1)[0]
        wide = 18 + width(short, size.text) + 16
        if x and x + wide > size.width + 16:
            x, y = 0.0, y + size.text + 7
        drawing.box(x, y - size.text + 2, 12, 12, tone)
        drawing.text(x + 18, y, short)
        x += wide
    drawing.y = y + 14


def _scale_of(chart: Chart, size: Size) -> Scale:
    at = size.words + (14 if size.words else 2)
    room = size.width - at - (size.beside if chart.beside else 0) - 12
    if chart.form is Form.BARS:
        return _scale_of_figures(chart, at, room - 52)
    if chart.form is not Form.DIVERGING:
        return Scale(0, 100, at, room, 25)
    drawn = [line for line in chart.lines if line.segments]
    left = max((line.left for line in drawn), default=50)
    right = max((line.whole - line.left for line in drawn), default=50)
    return Scale(-_up(left, 25), _up(right, 25), at, room, 25 if left + right <= 130 or size.words else 50)


def _scale_of_figures(chart: Chart, at: float, room: float) -> Scale:
    values = [edge for line in chart.lines for one in line.segments for edge in (one.value, one.low, one.high)]
    told = [value for value in values if value is not None]
    least, most = min([0.0, *told]), max([0.0, *told])
    if chart.unit is Unit.PER_CENT:
        return Scale(0, _up(most, 25), at, room, 25)
    step = _step(most - least)
    return Scale(-_up(-least, step, 0), _up(most, step, 0 if least < 0 else 1), at, room, step)


def _up(value: float, step: float, fewest: int = 1) -> float:
    return step * max(fewest, ceil(value / step - 1e-9))


def _step(span: float) -> float:
    """A round step that gives about four of them."""
    step = 10.0**-3
    while True:
        for factor in (1, 2, 5):
            if span / (step * factor) <= 5:
                return step * factor
        step *= 10


def _rows(drawing: Drawing, chart: Chart, scale: Scale) -> None:
    size = drawing.size
    top = drawing.y
    if chart.beside:
        drawing.y += 2
    marks, drawing.parts = drawing.parts, []
    spans = [_row(drawing, chart, scale, line) for line in chart.lines]
    rows, drawing.parts = drawing.parts, marks
    bottom = drawing.y - 2
    # Where the words stand above the bars no line is drawn through them.
    for begin, end in [(top, bottom)] if size.words else spans:
        for tick in scale.ticks():
            drawing.line(scale.x(tick), begin, scale.x(tick), end, strong=tick == 0)
    drawing.parts += rows
    ticks = scale.ticks()
    for tick in _worded(scale, chart, size):
        is_outermost = not size.words and tick in (ticks[0], ticks[-1])
        anchor = "middle" if not is_outermost else "end" if tick == ticks[-1] else "start"
        drawing.text(scale.x(tick), bottom + size.text + 3, _tick(tick, chart, scale), tone="muted", anchor=anchor)
    drawing.y = bottom + size.text + 10


def _worded(scale: Scale, chart: Chart, size: Size) -> list[float]:
    """The ticks that there is room to write at: all, or every second, third … counted from nothing."""
    widest = max(width(_tick(one, chart, scale), size.text) for one in scale.ticks())
    apart = widest * (1 if size.words else 1.5) + 4  # the outermost are moved in where there is nothing beside the bars
    every = ceil(apart / (scale.x(scale.step) - scale.x(0)))
    return [one for one in scale.ticks() if not round(one / scale.step) % every]


def _tick(value: float, chart: Chart, scale: Scale) -> str:
    shown = abs(value) if chart.form is Form.DIVERGING else value
    decimals = max(0, next((n for n in range(4) if abs(scale.step * 10**n - round(scale.step * 10**n)) < 1e-9), 3))
    return number(shown, chart.unit, decimals)


def _row(drawing: Drawing, chart: Chart, scale: Scale, line: Line) -> tuple[float, float]:
    """Where its bar begins and ends, from the top."""
    size = drawing.size
    room = size.words or size.width
    lines = wrapped(line.label, size.text, room, 4 if size.words else 3)
    high = len(lines) * (size.text + 3)
    if size.words:
        whole = max(high, size.bar)
        first = drawing.y + (whole - high) / 2 + size.text
        bar = drawing.y + (whole - size.bar) / 2
        drawing.y += whole + 9
    else:
        first, bar = drawing.y + size.text, drawing.y + high + 3
        drawing.y = bar + size.bar + 12
    for at, words in enumerate(lines):
        drawing.text(0, first + at * (size.text + 3), words)
    middle = bar + size.bar / 2 + size.text * 0.36
    if line.why:
        drawing.text(scale.x(max(0, scale.left)) + 6, middle, line.why, tone="muted")
    elif chart.form is Form.BARS:
        _figure(drawing, scale, line.segments[0], bar, middle)
    else:
        _parts(drawing, scale, line, bar, middle)
    for one in line.beside:
        _aside(drawing, one, bar, middle)
    return bar - 3, bar + size.bar + 6


def _parts(drawing: Drawing, scale: Scale, line: Line, bar: float, middle: float) -> None:
    value = -line.left
    for one in line.segments:
        begin, end = scale.x(value), scale.x(value + one.value)
        value += one.value
        if end - begin < 0.5:
            continue
        drawing.box(begin, bar, max(end - begin - 1, 0.5), drawing.size.bar, one.tone)
        if one.value >= LEAST_LABELLED and (words := _fitting(one.label, end - begin - 5, drawing.size.text)):
            drawing.text((begin + end) / 2, middle, words, tone=f"on-{one.tone}", anchor="middle")


def _fitting(label: str, room: float, size: float) -> str:
    """The figure with its unit, without it, or nothing."""
    bare = label.removesuffix("%").rstrip()
    return next((words for words in (label, bare) if width(words, size) <= room), "")


def _figure(drawing: Drawing, scale: Scale, one: Segment, bar: float, middle: float) -> None:
    zero, end = scale.x(0), scale.x(one.value)
    drawing.box(min(zero, end), bar, max(abs(end - zero), 0.5), drawing.size.bar, one.tone)
    furthest = max(zero, end)
    if one.low is not None and one.high is not None:
        y = bar + drawing.size.bar + 3.5
        drawing.line(scale.x(one.low), y, scale.x(one.high), y, strong=True)
        for edge in (one.low, one.high):
            drawing.line(scale.x(edge), y - 2.5, scale.x(edge), y + 2.5, strong=True)
        furthest = max(furthest, scale.x(one.high))
    drawing.text(furthest + 6, middle, one.label)


def _aside(drawing: Drawing, one: Segment, bar: float, middle: float) -> None:
    """What is outside the scale: a bar of its own in a field of its own, never beside the scale's."""
    size = drawing.size
    left, room = size.width - size.beside + 14, size.beside - 14 - 42
    if one.value:
        drawing.box(left, bar, max(one.value / 100 * room, 0.5), size.bar, one.tone)
    drawing.text(left + one.value / 100 * room + 5, middle, one.label)
