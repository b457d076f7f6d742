"""Why the weeks that have been told of became other than planned, in words and as a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.engine.capacity import REASONS, Causes
from stegvis.planning.capacity.charts import cause_spec, hours
from stegvis.planning.capacity.computing import Array, explained
from stegvis.planning.capacity.content import LEVERS, Content, Outcome
from stegvis.planning.capacity.words import LEVER_NAMES, REASON_NAMES
from stegvis.planning.charts import Chart


@dataclass(frozen=True)
class Cause:
    """``more`` and ``fewer`` hours short than planned, of all weeks and professions: the one never hides the other."""

    name: str
    more: float
    fewer: float

    @property
    def hours(self) -> float:
        return round(self.more - self.fewer, 1) + 0.0

    @property
    def shown(self) -> str:
        """Both where there are both."""
        return " ".join(signed(one) for one in (self.more, -self.fewer) if one)


@dataclass(frozen=True)
class Told:
    """The weeks that have been told of: the causes, which sum to the ``deviation`` as shown, and by week."""

    causes: list[Cause]
    deviation: str
    chart: Chart
    head: list[str]
    weeks: list[tuple[int, list[str]]]


def told_of(content: Content, outcomes: Sequence[tuple[int, Outcome]]) -> Told | None:
    """All professions together; reasons of absence stand as they are kept, so those of few people are one sum."""
    if not outcomes:
        return None
    found = explained(content, outcomes)
    parts = _parts(found)
    sums = rounded_to_sum([float(by_week.sum()) for _name, by_week in parts], float(found.deviation.sum()))
    causes = [_cause(name, by_week, value) for (name, by_week), value in zip(parts, sums, strict=True)]
    causes = sorted((one for one in causes if one.more or one.fewer), key=lambda one: -(one.more + one.fewer))
    deviation = _whole(found.deviation)
    return Told(
        causes=causes,
        deviation=signed(deviation),
        chart=_cause_chart(causes, deviation),
        head=[_("Production"), _("Time for each"), _("Beside"), _("Staff"), _("Absence"), _("Levers"), _("In all")],
        weeks=[(week, _of_week(found, at)) for at, (week, _outcome) in enumerate(outcomes)],
    )


def _cause(name: str, by_week: Array, hours: float) -> Cause:
    """``hours`` are what remains of it, in whole tenths."""
    more = max(round(float(by_week.clip(min=0).sum()), 1), hours, 0.0)
    return Cause(name, more, round(more - hours, 1) + 0.0)


def _parts(found: Causes) -> list[tuple[str, Array]]:
    """Each cause with its hours by week and profession."""
    return [
        (_("More was produced"), found.volume),
        (_("Each took longer"), found.time),
        (_("More work beside production"), found.beside),
        (_("Fewer employed hours"), found.staffing),
        *(
            (_("Away: %(reason)s") % {"reason": REASON_NAMES[reason].lower()}, found.absence[at])
            for at, reason in enumerate(REASONS)
        ),
        *(
            (_("Fewer hours of: %(lever)s") % {"lever": LEVER_NAMES[kind].lower()}, found.levers[at])
            for at, kind in enumerate(LEVERS)
        ),
    ]


def _of_week(found: Causes, at: int) -> list[str]:
    """As ``Told.head`` has them."""
    kinds = (
        found.volume,
        found.time,
        found.beside,
        found.staffing,
        found.absence.sum(axis=0),
        found.levers.sum(axis=0),
    )
    sums = rounded_to_sum([float(one[at].sum()) for one in kinds], float(found.deviation[at].sum()))
    return [signed(one) for one in (*sums, _whole(found.deviation[at]))]


def _whole(deviation: Array) -> float:
    return round(float(deviation.sum()), 1) + 0.0


def rounded_to_sum(parts: Sequence[float], total: float) -> list[float]:
    """Parts in whole tenths that sum to the total in whole tenths: what rounding leaves goes to the largest."""
    tenths = [round(one * 10) for one in parts]
    if tenths:
        largest = max(range(len(parts)), key=lambda at: abs(parts[at]))
        tenths[largest] += round(total * 10) - sum(tenths)
    return [one / 10 for one in tenths]


def signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{hours(abs(value))}"


def _cause_chart(causes: Sequence[Cause], deviation: float) -> Chart:
    more, fewer = (_sum(getattr(one, name) for one in causes) for name in ("more", "fewer"))
    return Chart(
        summary=_cause_words(causes, deviation),
        spec=cause_spec([(one.name, one.more, -one.fewer) for one in causes]),
        head=[_("Cause"), _("Hours more"), _("Hours fewer"), _("In all")],
        rows=[
            *([one.name, signed(one.more), signed(-one.fewer), signed(one.hours)] for one in causes),
            [_("In all"), signed(more), signed(-fewer), signed(deviation)],
        ],
    )


def _sum(values: Iterable[float]) -> float:
    return round(sum(values), 1)


def _cause_words(causes: Sequence[Cause], deviation: float) -> str:
    if not causes:
        return _("The weeks that have been told of went as planned.")
    largest = max(causes, key=lambda one: abs(one.hours)) if deviation else causes[0]
    told = {"hours": hours(abs(deviation)), "cause": largest.name.lower(), "part": largest.shown}
    if not deviation:
        told |= {"more": hours(_sum(one.more for one in causes)), "fewer": hours(_sum(one.fewer for one in causes))}
        return (
            _(
                "In all as many hours were short as planned, for what happened evens out: %(more)s hours more and "
                "%(fewer)s fewer. The largest cause: %(cause)s (%(part)s)."
            )
            % told
        )
    if deviation > 0:
        return _("%(hours)s hours more were short than planned. The largest cause: %(cause)s (%(part)s).") % told
    return _("%(hours)s hours fewer were short than planned. The largest cause: %(cause)s (%(part)s).") % told
