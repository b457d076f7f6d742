"""Reading JSON-stat 2, as PxWebApi 2 gives both a table's description and its numbers.

Everything is checked before it is used, and nothing is made larger than the answer was. Source: json-stat.org/full, and
the specification PxAPI-2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_CELLS = 500_000
"""The service itself gives at most 150,000."""
TIME, METRIC = "time", "metric"


class JsonStatError(ValueError):
    """It is no such document, or does not fit together."""


@dataclass(frozen=True)
class Dimension:
    """``role`` is ``time``, ``metric``, ``geo`` or empty. ``may_be_left_out``: the service then gives the sum."""

    name: str
    codes: tuple[str, ...]
    labels: dict[str, str]
    role: str = ""
    may_be_left_out: bool = False
    total: str = ""

    @property
    def totals(self) -> list[str]:
        """The codes that stand for all the others together."""
        return [code for code in self.codes if code == self.total or _is_total(code, self.labels.get(code, ""))]


def _is_total(code: str, label: str) -> bool:
    return code.casefold().startswith("tot") or label.casefold().startswith(("total", "samtliga"))


def structure(answer: Any) -> list[Dimension]:
    """The dimensions in their order. Raises JsonStatError."""
    if not isinstance(answer, dict) or not isinstance(answer.get("dimension"), dict):
        raise JsonStatError("dimension")
    names, sizes = answer.get("id"), answer.get("size")
    if not isinstance(names, list) or not isinstance(sizes, list) or len(names) != len(sizes) or not names:
        raise JsonStatError("id")
    if not all(isinstance(name, str) for name in names):
        raise JsonStatError("id")
    if len(set(names)) < len(names) or not all(_is_size(size) for size in sizes):
        raise JsonStatError("size")
    roles = _roles(answer.get("role"))
    found = [_dimension(name, answer["dimension"].get(name), roles.get(name, "")) for name in names]
    if [len(one.codes) for one in found] != sizes:
        raise JsonStatError("size")
    return found


def numbers(answer: Any) -> tuple[list[Dimension], NDArray[np.float64]]:
    """The dimensions, and the numbers along them; NaN where there is none. Raises JsonStatError."""
    dimensions = structure(answer)
    sizes = [len(one.codes) for one in dimensions]
    if prod(sizes) > MOST_CELLS:
        raise JsonStatError("size")
    given = answer.get("value")
    if isinstance(given, dict):
        flat = [nan] * prod(sizes)
        for at, value in given.items():
            if not (at.isascii() and at.isdigit() and len(at) < 10 and int(at) < len(flat)):
                raise JsonStatError("value")
            flat[int(at)] = _number(value)
    elif isinstance(given, list) and len(given) == prod(sizes):
        flat = [_number(value) for value in given]
    else:
        raise JsonStatError("value")
    return dimensions, np.array(flat).reshape(sizes)


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _number(value: Any) -> float:
    if value is None:
        return nan
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15 or not isfinite(value):
        raise JsonStatError("value")
    return float(value)


def _roles(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {str(name): str(role) for role, names in given.items() if isinstance(names, list) for name in names}


def _dimension(name: str, told: Any, role: str) -> Dimension:
    category = told.get("category") if isinstance(told, dict) else None
    if not isinstance(category, dict):
        raise JsonStatError(name)
    codes, labels, extension = _codes(category.get("index")), category.get("label"), told.get("extension")
    labels = {str(code): str(label) for code, label in labels.items()} if isinstance(labels, dict) else {}
    extension = extension if isinstance(extension, dict) else {}
    role = role or {"Tid": TIME, "ContentsCode": METRIC}.get(name, "")
    total = str(extension.get("eliminationValueCode") or "")
    return Dimension(name, codes, labels, role, extension.get("elimination") is True, total)


def _codes(index: Any) -> tuple[str, ...]:
    """A list in order, or a mapping of code to place."""
    if isinstance(index, dict):
        if not all(isinstance(at, int) for at in index.values()) or sorted(index.values()) != list(range(len(index))):
            raise JsonStatError("index")
        return tuple(sorted(index, key=index.__getitem__))
    if not isinstance(index, list) or not all(isinstance(code, str) for code in index):
        raise JsonStatError("index")
    if len(set(index)) < len(index):
        raise JsonStatError("index")
    return tuple(index)
