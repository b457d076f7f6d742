"""How the answers were come by, and how sure a figure is because of it.

Of a census nothing is unknown but what the silent would have said; of a sample chance is known by its design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stegvis.engine.statistics import (
    Design,
    Margin,
    Ranks,
    census_ranks,
    census_share,
    estimate_mean,
    estimate_share,
    estimate_shares,
    rake,
    sample_ranks,
)
from stegvis.surveys.telling.microdata import Microdata
from stegvis.surveys.telling.tables import Note, Span

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Share:
    """A share with the least and the most that it can be; the last two are None where nothing can be said."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, eq=False)
class Ground:
    """``asked`` is how many of each kind were asked, empty where that is no longer known. Without a ``design`` it is
    no sample. ``notes`` are of the whole publication."""

    asked: Mapping[str, int]
    design: Design | None = None
    notes: tuple[Note, ...] = ()
    groups: tuple[str, ...] = ()
    """Of each respondent those who weigh as much for the same reason: the stratum, and what it was fitted to."""

    @property
    def span(self) -> Span:
        if self.design is not None:
            return Span.SAMPLE
        return Span.CENSUS if self.asked else Span.NONE

    def shares_of_all(self, yes: Sequence[int], base: int, silent: int | None) -> list[Share]:
        """Shares of a census, or bare ones where it is not known how many were silent."""
        if self.span is not Span.CENSUS or silent is None:
            return [Share(one / base) for one in yes]
        found = census_share(np.array(yes), base, base + silent)
        return [Share(*one) for one in zip(found.observed, found.low, found.high, strict=True)]

    def ranks_of_all(self, yes: Sequence[int], base: Sequence[int], silent: Sequence[int | None]) -> Ranks:
        """Ranks by share. Where the silent are not known each has the one rank that it has."""
        known = self.span is Span.CENSUS and None not in silent
        people = np.array(base) + (np.array(silent, np.int64) if known else 0)
        return census_ranks(census_share(np.array(yes), np.array(base), people))

    def sampled_shares(self, codes: npt.ArrayLike, categories: int, domain: Bools) -> list[Share]:
        """Of one item, codes from 0 along the scale and below 0 beside it."""
        assert self.design is not None  # noqa: S101 - tells the type checker what callers keep
        found = estimate_shares(self.design, np.asarray(codes)[:, None], categories, domain=domain)
        return [_share(*one) for one in zip(found.value, found.low, found.high, strict=True)]

    def sampled_share(self, chosen: Floats, domain: Bools) -> Share:
        """Of 0 and 1, ``nan`` where not answered."""
        assert self.design is not None  # noqa: S101
        found = estimate_share(self.design, chosen, domain=domain)
        return _share(found.value[0], found.low[0], found.high[0])

    def sampled_mean(self, values: Floats, domain: Bools) -> Share:
        assert self.design is not None  # noqa: S101
        found = estimate_mean(self.design, values, domain=domain)
        return _share(found.value[0], found.low[0], found.high[0])

    def sampled_ranks(self, chosen: Floats, domain: Bools) -> Ranks:
        """Of columns of 0 and 1, shape (respondents, items)."""
        assert self.design is not None  # noqa: S101
        found = estimate_mean(self.design, chosen, domain=domain)
        freedom = found.freedom if found.freedom > 0 else np.inf
        return sample_ranks(found.value, found.covariance, freedom=freedom)


def _share(value: float, low: float, high: float) -> Share:
    known = bool(np.isfinite(low) and np.isfinite(high))
    return Share(float(value), float(low) if known else None, float(high) if known else None)


@dataclass(frozen=True)
class Drawn:
    """What a stratum holds: ``size`` people, of ``clusters`` clusters where whole clusters were drawn."""

    size: int
    clusters: int | None = None


def sampled(
    data: Microdata, strata: Mapping[str, Drawn], margins: Mapping[str, Mapping[str, int]], asked: Mapping[str, int]
) -> Ground:
    """The ground of a sample: each answer stands for as many as its stratum holds for each answer in it, and is then
    fitted to the ``margins`` (a question's code → its choices' totals). What could not be done is said in a note."""
    label = _joined(data.who.strata, data.who.clusters, strata)
    held = _held(label, strata)
    if not held:
        return Ground({}, None, (Note("no_strata"),))
    number = {one: int((label == one).sum()) for one in held}
    weights = np.array([held[one].size / number[one] for one in label.tolist()])
    clusters = (
        data.who.clusters if all(one.clusters for one in held.values()) and (data.who.clusters != "").all() else None
    )
    drawn_from = np.array(
        [(held[one].clusters if clusters is not None else held[one].size) or 0 for one in label.tolist()]
    )
    try:
        design = Design(weights, label, clusters, drawn_from)
    except ValueError:
        return Ground({}, None, (Note("no_design"),))
    return _raked(data, Ground(asked, design, groups=tuple(label.tolist())), margins)


ALONE = "~"


def _joined(
    strata: npt.NDArray[np.str_], clusters: npt.NDArray[np.str_], known: Mapping[str, Drawn]
) -> npt.NDArray[np.str_]:
    """Strata with a single unit, and answers whose stratum is not kept, are one stratum together."""
    label = np.where(np.isin(strata, list(known)), strata, ALONE)
    for one in sorted(known):
        units = clusters[label == one]
        whole = known[one].clusters is not None and (units != "").all()
        if (len(set(units.tolist())) if whole else len(units)) < 2:
            label = np.where(label == one, ALONE, label)
    if (label == ALONE).sum() == 1 and len(set(label.tolist())) > 1:
        largest = max(set(label.tolist()) - {ALONE}, key=lambda one: (int((label == one).sum()), one))
        label = np.where(label == largest, ALONE, label)
    return label


def _held(label: npt.NDArray[np.str_], known: Mapping[str, Drawn]) -> dict[str, Drawn]:
    """What each stratum holds after joining; empty where that is not known."""
    named = set(label.tolist())
    held = {one: known[one] for one in named - {ALONE}}
    rest = [one for code, one in known.items() if code not in named]
    if ALONE in named:
        if not rest:
            return {}
        clusters = [one.clusters for one in rest]
        held[ALONE] = Drawn(
            sum(one.size for one in rest), None if None in clusters else sum(one or 0 for one in clusters)
        )
    return held


def _raked(data: Microdata, ground: Ground, margins: Mapping[str, Mapping[str, int]]) -> Ground:
    """Everybody must have answered a question for the sample to be fitted to it."""
    fitted, notes = [], []
    for question, totals in sorted(margins.items()):
        found = data.by_key.get(question)
        if found is None or (found.codes < 0).any():
            notes.append(Note("margin_not_answered", params={"question": question}))
            continue
        fitted.append(Margin(found.codes, [totals.get(one.code, 0) for one in found.categories]))
    if not fitted or ground.design is None:
        return replace(ground, notes=tuple(notes))
    try:
        design = rake(ground.design, fitted)
    except (ValueError, ArithmeticError):
        return replace(ground, notes=(*notes, Note("margins_do_not_fit")))
    said = Note("fitted_to", params={"questions": sorted(margins)})
    groups = (
        "|".join(map(str, one))
        for one in zip(ground.groups, *(np.asarray(one.categories).tolist() for one in fitted), strict=True)
    )
    return replace(ground, design=design, notes=(*notes, said), groups=tuple(groups))
