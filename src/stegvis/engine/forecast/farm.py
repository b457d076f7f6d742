"""Forecasts on several machines, by Dask. Needs the extra ``farm``, and loads it only when a farm is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any

from stegvis.engine.errors import ModelError

UNREACHABLE = (OSError, TimeoutError, ValueError, TypeError, RuntimeError, MemoryError, AssertionError)
"""What Dask's client raises where nobody listens, or something else than a scheduler answers: it reads a length of
whatever comes."""
AHEAD = 64
"""Stretches given out before the first is asked back, so that what comes back does not pile up."""


class DaskFarm:
    """The workers of the scheduler at ``address``. Each stretch of draws is the same as on one machine, and so are the
    bytes where processors are alike. Leaving closes the connection and not the workers."""

    def __init__(self, address: str, *, timeout: float = 10.0) -> None:
        try:
            from distributed import Client
        except ImportError as missing:
            raise ModelError("farm", "extra_missing", extra="farm") from missing
        try:
            self.client = Client(address, timeout=timeout, set_as_default=False)
        except UNREACHABLE as gone:
            raise ModelError("farm", "unreachable", address=address) from gone

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        """What the function finds of each, in their order. The function is sent once."""
        sent = self.client.scatter(function, broadcast=True, hash=False)
        waiting = [self._ask(sent, one) for one in items[:AHEAD]]
        try:
            for number in range(len(items)):
                found = _result(waiting.pop(0))
                if number + AHEAD < len(items):
                    waiting.append(self._ask(sent, items[number + AHEAD]))
                yield found
        finally:
            self.client.cancel(waiting)

    def _ask(self, function: Any, item: Any) -> Any:
        return self.client.submit(_apply, function, item, pure=False)

    def __enter__(self) -> DaskFarm:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()


def _result(waiting: Any) -> Any:
    """What was found; ModelError where the machines are gone."""
    from distributed import CancelledError, KilledWorker

    try:
        return waiting.result()
    except (KilledWorker, CancelledError, OSError, TimeoutError) as gone:
        raise ModelError("farm", "gone") from gone


def _apply(function: Callable[[Any], Any], item: Any) -> Any:
    from stegvis.engine.forecast.workers import pin_blas

    pin_blas()
    return function(item)
