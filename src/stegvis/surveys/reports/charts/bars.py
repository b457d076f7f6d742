"""What a chart shows of a told table: rows of segments, each with its figure. Nothing here knows of places on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stegvis.surveys.reports.blocks import Form
from stegvis.surveys.reports.words import heading, plain_figure, row_title
from stegvis.surveys.telling.tables import Cell, Column, Kind, Part, Row, Table, Unit, Why

MOST_SEGMENTS = 7
MOST_LINES = 40
_HALVES = {
    2: ("n2", "p2"),
    3: ("n2", "z", "p2"),
    4: ("n2", "n1", "p1", "p2"),
    5: ("n2", "n1", "z", "p1", "p2"),
    6: ("n3", "n2", "n1", "p1", "p2", "p3"),
    7: ("n3", "n2", "n1", "z", "p1", "p2", "p3"),
}
_DEEPENING = {
    1: ("s6",),
    2: ("s2", "s6"),
    3: ("s1", "s4", "s6"),
    4: ("s1", "s3", "s5", "s6"),
    5: ("s1", "s2", "s4", "s5", "s6"),
    6: ("s1", "s2", "s3", "s4", "s5", "s6"),
    7: ("s0", "s1", "s2", "s3", "s4", "s5", "s6"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """``tone`` is a colour of ``charts.tones``; ``label`` the figure as it is written everywhere."""

    tone: str
    value: float
    label: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """``why`` in words where the row cannot be drawn, ``is_hidden`` whether since some of it is hidden, and
    ``is_told_in_part`` whether some is told all the same. ``left`` is how much of it stands left of the middle."""

    label: str
    segments: tuple[Segment, ...] = ()
    beside: tuple[Segment, ...] = ()
    why: str = ""
    is_hidden: bool = False
    is_told_in_part: bool = False
    left: float = 0.0

    @property
    def whole(self) -> float:
        return sum(one.value for one in self.segments)


@dataclass(frozen=True, slots=True)
class Chart:
    """``legend`` and ``beside`` are tones with their words. ``unit`` is that of all its figures."""

    form: Form
    lines: tuple[Line, ...]
    legend: tuple[tuple[str, str], ...]
    beside: tuple[tuple[str, str], ...]
    unit: Unit

    @property
    def has_spans(self) -> bool:
        """Whether what a figure can be between is drawn."""
        return any(one.low is not None for line in self.lines for one in line.segments) and self.form is Form.BARS


def forms_of(table: Table) -> tuple[Form, ...]:
    """How the table can be drawn, the best first; nothing for one that holds no figures to draw."""
    scale = parts_of(table, Part.SCALE)
    if table.kind in {Kind.SHARES, Kind.CROSSED} and 2 <= len(scale) <= MOST_SEGMENTS:
        if all(one.score is not None for one in scale):
            return (Form.DIVERGING, Form.STACKED, Form.LADDER, Form.BARS)
        return (Form.STACKED, Form.LADDER, Form.BARS)
    return (Form.BARS,) if columns_of(table) and len(table.rows) <= MOST_LINES else ()


def parts_of(table: Table, part: Part) -> tuple[Column, ...]:
    return tuple(one for one in table.columns if one.part is part)


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns that plain bars may show. Of who has answered it is the rate: how many were asked is no result."""
    if table.kind is Kind.RESPONSE:
        return tuple(one for one in table.columns if one.unit is Unit.PER_CENT)
    fit = {Unit.PER_CENT, Unit.POINTS, Unit.NUMBER, Unit.COUNT}
    kinds = {Part.FIGURE, Part.SCALE, Part.OUTSIDE}
    found = [one for one in table.columns if one.unit in fit and one.part in kinds]
    return tuple(found) or tuple(one for one in table.columns if one.unit is Unit.COUNT)


def chart_of(table: Table, form: Form, *, column: str = "", is_sorted: bool = False) -> Chart:
    """ValueError where the table cannot be drawn so."""
    if form not in forms_of(table):
        raise ValueError(f"{table.key} cannot be drawn as {form}")
    found = _bars(table, column) if form is Form.BARS else _shares(table, form)
    if not is_sorted:
        return found
    by_figure = sorted(found.lines, key=lambda line: -_sorting(line, form))
    return replace(found, lines=tuple(by_figure))


def _sorting(line: Line, form: Form) -> float:
    if line.why or not line.segments:
        return float("-inf")
    return line.segments[-1].value if form in {Form.STACKED, Form.LADDER} else line.whole - line.left


def _bars(table: Table, key: str) -> Chart:
    columns = columns_of(table)
    column = next((one for one in columns if one.key == key), columns[0])
    at = table.columns.index(column)
    is_parted = table.kind is Kind.RESPONSE and len(table.rows) > 1  # all together is no bar beside its parts
    lines = tuple(
        _line(table, row, [(column, cells[at], "s5")], ())
        for row, cells in zip(table.rows, table.cells, strict=True)
        if row.key or not is_parted
    )
    return Chart(Form.BARS, lines, (("s5", heading(column)),), (), column.unit)


def _shares(table: Table, form: Form) -> Chart:
    scale, outside = parts_of(table, Part.SCALE), parts_of(table, Part.OUTSIDE)[:1]
    if all(one.score is not None for one in scale):  # the highest deepest and last, whatever order it was asked in
        scale = tuple(sorted(scale, key=lambda one: one.score or 0))
    tones = _tones(form, scale)
    lines = []
    for row, cells in zip(table.rows, table.cells, strict=True):
        by_key = dict(zip([one.key for one in table.columns], cells, strict=True))
        inside = [(one, by_key[one.key], tone) for one, tone in zip(scale, tones, strict=True)]
        line = _line(table, row, inside, tuple((one, by_key[one.key]) for one in outside))
        lines.append(replace(line, left=_left(line.segments)) if form is Form.DIVERGING else line)
    legend = tuple((tone, heading(one)) for one, tone in zip(scale, tones, strict=True))
    beside = tuple(("out", heading(one)) for one in outside)
    return Chart(form, tuple(lines), legend, beside, Unit.PER_CENT)


def _tones(form: Form, scale: Sequence[Column]) -> tuple[str, ...]:
    if form is Form.DIVERGING:
        return _HALVES[len(scale)]
    if form is Form.LADDER or all(one.score is not None for one in scale):
        return _DEEPENING[len(scale)]
    return tuple(f"c{at}" for at in range(len(scale)))


def _line(
    table: Table,
    row: Row,
    inside: Sequence[tuple[Column, Cell, str]],
    beside: Sequence[tuple[Column, Cell]],
) -> Line:
    label = row_title(table, row)
    whys = [cell.why for _column, cell, _tone in inside if cell.why]
    outside = tuple(_segment(column, cell, "out") for column, cell in beside if cell.why is None)
    if whys:
        why = Why.HIDDEN if Why.HIDDEN in whys else whys[0]
        is_told = bool(outside) or len(whys) < len(inside)
        said = plain_figure(Cell(why=why), inside[0][0])
        return Line(label, (), outside, said, is_hidden=why is Why.HIDDEN, is_told_in_part=is_told)
    return Line(label, tuple(_segment(*one) for one in inside), outside)


def _segment(column: Column, cell: Cell, tone: str) -> Segment:
    return Segment(tone, cell.value or 0.0, plain_figure(cell, column), cell.low, cell.high)


def _left(segments: tuple[Segment, ...]) -> float:
    """Those below the middle, and half of what stands in it."""
    return sum(one.value / (2 if one.tone == "z" else 1) for one in segments if one.tone[0] == "n" or one.tone == "z")
