"""Work divided among threads, which products of matrices let run at the same time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Protocol, TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Found = TypeVar("Found")
Progress = Callable[[int, int], None]
"""Told how many of how many are done, in the caller's own thread. What it raises ends the work."""


class Farm(Protocol):
    """Machines that work in the place of this one's threads."""

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]: ...


@cache
def pin_blas() -> None:
    """For the whole process: BLAS's own threads spin at their barriers when another process wants the processor, which
    has been seen to make a product ten times slower. The work is divided by whole products instead."""
    threadpool_limits(limits=1, user_api="blas")


def worked(
    function: Callable[[Item], Found],
    items: Sequence[Item],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    farm: Farm | None = None,
) -> Iterator[Found]:
    """What the function finds of each, in their order. Some are ready in advance, never more than the workers hold."""
    pin_blas()
    workers = min(workers or _processors(), len(items))
    each = _each(function, items, workers) if farm is None else farm.map(function, items)
    for number, found in enumerate(each):
        yield found
        if progress is not None:
            progress(number + 1, len(items))


def _processors() -> int:
    """That this process may use, where the system says."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _each(function: Callable[[Item], Found], items: Sequence[Item], workers: int) -> Iterator[Found]:
    if workers <= 1:
        yield from map(function, items)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(function, one) for one in items[: 2 * workers]]
        try:
            for number in range(len(items)):
                found = waiting.pop(0).result()
                if number + 2 * workers < len(items):
                    waiting.append(pool.submit(function, items[number + 2 * workers]))
                yield found
        finally:
            for one in waiting:
                one.cancel()
