"""Lines, sums and charts of the registers as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.planning.charts import SCHEMA, Chart
from stegvis.planning.models import TrainedAbroad, TrainingPost
from stegvis.planning.models.registers import Half
from stegvis.planning.registers.kinds import REGISTERS, Register, Row
from stegvis.planning.registers.queries import RETIRING, Sum

Head = tuple[str, bool]


@dataclass(frozen=True)
class SumTable:
    title: str
    note: str
    heads: list[Head]
    rows: list[list[str]]

    @property
    def labelled(self) -> list[list[tuple[str, bool, str]]]:
        return [labelled(self.heads, row) for row in self.rows]


def heads_of(register: Register) -> list[Head]:
    """The columns' names, and whether they hold numbers."""
    words = 1 + len(register.what)
    return [(name, at >= words) for at, name in enumerate([_("Half-year"), *register.heads])]


def labelled(heads: Sequence[Head], cells: Sequence[str]) -> list[tuple[str, bool, str]]:
    """A row's cells with their columns, for a narrow page on which each cell says what it is."""
    return [(name, is_number, cell) for (name, is_number), cell in zip(heads, cells, strict=True)]


def term(year: int, half: int) -> str:
    return f"{Half(half).label} {year}"


def cells_of(register: Register, line: Row) -> list[str]:
    """As ``values_of``, in words."""
    return [one if isinstance(one, str) else _number(one) for one in values_of(register, line)]


def values_of(register: Register, line: Row) -> list[Any]:
    """The half-year, what is counted, and how much, as numbers."""
    told = [_told(line, name) for name in register.what]
    return [term(line.year, line.half), *told, *(getattr(line, name) for name in register.counts)]


def _told(line: Row, name: str) -> str:
    display = getattr(line, f"get_{name}_display", None)
    return str(display() if display else getattr(line, name))


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else number_format(value)


LINES = {"labelAngle": 0, "labelExpr": "split(datum.label, ' ')"}
"""The half-year above its year."""


def chart_of(register: Register, lines: Sequence[Row]) -> Chart | None:
    """The first figure over the half-years, all together. None where there are fewer than two half-years."""
    totals: dict[tuple[int, int], Decimal] = {}
    for line in lines:
        key = (line.year, line.half)
        totals[key] = totals.get(key, Decimal(0)) + getattr(line, register.counts[0])
    if len(totals) < 2:
        return None
    terms = sorted(totals)
    names = [term(*one) for one in terms]
    values = [{"when": name, "n": float(totals[one])} for name, one in zip(names, terms, strict=True)]
    head = register.heads[len(register.what)]
    return Chart(
        summary=_trend(head, names, [totals[one] for one in terms]),
        spec={
            "$schema": SCHEMA,
            "height": 160,
            "data": {"values": values},
            "mark": "bar",
            "encoding": {
                "x": {"field": "when", "type": "nominal", "sort": None, "title": None, "axis": LINES},
                "y": {"field": "n", "type": "quantitative", "title": None},
            },
        },
        head=[_("Half-year"), head],
        rows=[[name, _number(totals[one])] for name, one in zip(names, terms, strict=True)],
    )


def _trend(what: str, names: list[str], totals: list[Decimal]) -> str:
    told = {"what": what, "first": _number(totals[0]), "last": _number(totals[-1]), "from": names[0], "to": names[-1]}
    return _("%(what)s: from %(first)s (%(from)s) to %(last)s (%(to)s).") % told


def sum_tables(sums: dict[str, dict[str, list[Sum]]]) -> list[tuple[str, list[SumTable]]]:
    """By scope, the national one named."""
    return [(scope or _("The whole country"), _tables(found)) for scope, found in sums.items()]


def _tables(found: dict[str, list[Sum]]) -> list[SumTable]:
    fives = _("People are told in whole fives, and fewer than five are not told.")
    tables = []
    for slug, register in REGISTERS.items():
        if rows := found.get(slug):
            note = fives if register.is_of_people else _("Told where at least two employers have counted.")
            if register.model is TrainingPost:
                note = f"{note} {_('Filled posts are told in whole fives.')}"
            tables.append(
                SumTable(str(register.title), note, heads_of(register), [_line(register, one) for one in rows])
            )
    if rows := found.get(RETIRING):
        heads = [(_("Profession"), False), (_("60 years or more, at least"), True)]
        near = [[one.what, _number(one.counted)] for one in rows]
        tables.append(SumTable(_("Near retirement"), fives, heads, near))
    return tables


def _line(register: Register, one: Sum) -> list[str]:
    what = str(TrainingPost.Kind(one.what).label) if register.model is TrainingPost else one.what
    step = [str(TrainedAbroad.Step(one.step).label)] if one.step else []
    other = [_("fewer than 5") if one.other is None else _number(one.other)] if len(register.counts) > 1 else []
    when = term(one.year, one.half) if one.year and one.half else ""
    return [when, what, *step, _number(one.counted), *other]
