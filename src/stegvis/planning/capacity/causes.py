"""Why the weeks that have been told of became other than planned, in words and as a chart."""

from __future__ import annotations

from collections.abc import Sequence
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
    name: str
    hours: float

    @property
    def shown(self) -> str:
        return signed(self.hours)


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
    causes = [Cause(name, value) for (name, _by_week), value in zip(parts, sums, strict=True) if value]
    causes.sort(key=lambda one: -abs(one.hours))
    deviation = _whole(found.deviation)
    return Told(
        causes=causes,
        deviation=signed(deviation),
        chart=_cause_chart(causes, deviation),
        head=[_("Production"), _("Time for each"), _("Beside"), _("Staff"), _("Absence"), _("Levers"), _("In all")],
        weeks=[(week, _of_week(found, at)) for at, (week, _outcome) in enumerate(outcomes)],
    )


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
    return Chart(
        summary=_cause_words(causes, deviation),
        spec=cause_spec([(one.name, one.hours) for one in causes]),
        head=[_("Cause"), _("Hours")],
        rows=[*([one.name, one.shown] for one in causes), [_("In all"), signed(deviation)]],
    )


def _cause_words(causes: Sequence[Cause], deviation: float) -> str:
    if not causes:
        return _("The weeks that have been told of went as planned.")
    told = {"hours": hours(abs(deviation)), "cause": causes[0].name.lower(), "part": causes[0].shown}
    if deviation >= 0:
        return _("%(hours)s hours more were short than planned. The largest cause: %(cause)s (%(part)s).") % told
    return _("%(hours)s hours fewer were short than planned. The largest cause: %(cause)s (%(part)s).") % told
