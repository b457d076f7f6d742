"""Fixtures that many tests begin with, made once and kept under the tests as open savepoints.

A layer stands on others, which are its parameters. Before each test the layers that it does not ask for are rolled
back, and those that it lacks are made; the test's own transaction lies on top of them. Each test gets copies of what
the layers returned, so that nothing stays behind in the objects either.
"""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

OWN_DATABASE = "fresh_database"  # a test that asks for it has layers made in a database of its own


@dataclass(frozen=True)
class Layer:
    """``make`` is called with the values of ``below``, by name; it leaves its rows in the running transaction."""

    name: str
    make: Callable[..., Any]
    below: tuple[str, ...]


@dataclass
class Laid:
    """A layer that is there, and the transaction that it is rolled back with.

    ``pickled`` holds it with those that it stands on, by name: a copy is made of it many times faster than by ``copy``.
    """

    layer: Layer
    value: Any
    atomic: Any
    pickled: bytes = b""


_laid: list[Laid] = []
_copies: dict[str, Any] = {}


def layer(make: Callable[..., Any]) -> Any:
    """Decorate a fixture whose parameters are layers, and which needs nothing but them and the database."""
    found = Layer(make.__name__, make, tuple(inspect.signature(make).parameters))

    def fixture(request: pytest.FixtureRequest, **_asked: Any) -> Any:
        if OWN_DATABASE in request.fixturenames:
            return make(**{name: request.getfixturevalue(name) for name in found.below})
        return _copies[found.name]

    asked = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("request", "db", *found.below)]
    fixture.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    fixture.__name__, fixture.__doc__ = make.__name__, make.__doc__
    fixture.layer = found  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


def prepare_layers(item: pytest.Function) -> None:
    """Lay what the test asks for, and nothing else. Needs a database that may be used."""
    wanted = list(_asked_for(item))
    kept = sum(1 for _ in _common(wanted))
    roll_back_layers(kept)
    for one in wanted[kept:]:
        _lay(one)
    _copies.clear()
    if _laid:
        _copies.update(pickle.loads(_laid[-1].pickled))


def roll_back_layers(kept: int = 0) -> None:
    """All but the lowest ``kept``."""
    from django.db import transaction

    while len(_laid) > kept:
        transaction.set_rollback(True)
        _laid.pop().atomic.__exit__(None, None, None)


def _asked_for(item: pytest.Function) -> Iterator[Layer]:
    """The test's layers, each after those that it stands on."""
    if OWN_DATABASE in item.fixturenames:
        return
    definitions = item._fixtureinfo.name2fixturedefs  # what each name means here: a folder may give it another meaning
    asked = {name: getattr(found[-1].func, "layer", None) for name, found in definitions.items()}
    done: set[str] = set()

    def with_below(name: str) -> Iterator[Layer]:
        found = asked.get(name)
        if found is not None and name not in done:
            done.add(name)
            for below in found.below:
                yield from with_below(below)
            yield found

    for name in sorted(asked):
        yield from with_below(name)


def _common(wanted: list[Layer]) -> Iterator[Layer]:
    for laid, asked in zip(_laid, wanted, strict=False):
        if laid.layer != asked:
            return
        yield asked


def _lay(found: Layer) -> None:
    from django.db import transaction

    values = {laid.layer.name: laid.value for laid in _laid}
    atomic = transaction.atomic()
    atomic.__enter__()
    try:
        value = found.make(**{name: values[name] for name in found.below})
    except BaseException as error:
        atomic.__exit__(type(error), error, error.__traceback__)
        raise
    values[found.name] = value
    _laid.append(Laid(found, value, atomic, pickle.dumps(values)))
