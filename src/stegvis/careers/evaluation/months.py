"""Months of practice, counted from dates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

DAYS_A_MONTH = 30


def months_by_group(group: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Whole months per group in periods of days (since 1970-01-01, both ends included), in any order.

    A day in two periods of a group counts once. Whole calendar months are counted from each unbroken stretch's
    first day; the days left over add up to months of thirty. Returns the groups that there are, rising, and
    their months.
    """
    if not group.size:
        return group, group
    order = np.lexsort((first, group))
    group, first, end = group[order], first[order], last[order] + 1
    begins = _stretch_begins(group, first, end)
    stretch_of = np.cumsum(begins) - 1
    start = first[begins]
    stop = np.full(start.size, np.iinfo(np.int64).min)
    np.maximum.at(stop, stretch_of, end)
    months, days = _months_and_days(start, stop)
    groups, position = np.unique(group[begins], return_inverse=True)
    whole = np.bincount(position, months).astype(np.int64)
    left_over = np.bincount(position, days).astype(np.int64)
    return groups, whole + left_over // DAYS_A_MONTH


def _stretch_begins(group: Ints, first: Ints, end: Ints) -> npt.NDArray[np.bool_]:
    """Where a group's next unbroken stretch begins, in rows sorted by group and first day."""
    span = int(end.max() - end.min()) + 1
    rank = np.cumsum(np.diff(group, prepend=group[0]) != 0)
    furthest = np.maximum.accumulate(end + rank * span) - rank * span
    begins = np.ones(group.size, np.bool_)
    begins[1:] = (rank[1:] != rank[:-1]) | (first[1:] > furthest[:-1])
    return begins


def _months_and_days(start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Whole calendar months from ``start`` to before ``stop``, and the days left over."""
    start_month, start_day = _month_and_day(start)
    stop_month, stop_day = _month_and_day(stop)
    months = stop_month - start_month - (stop_day < start_day)
    reached = (start_month + months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + start_day
    return months, np.maximum(stop - reached, 0)


def _month_and_day(day: Ints) -> tuple[Ints, Ints]:
    dates = day.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    return month.astype(np.int64), (dates - month.astype("datetime64[D]")).astype(np.int64)
