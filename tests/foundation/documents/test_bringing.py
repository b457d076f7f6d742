"""What was looked through is what is saved: days and times come back as they were, and nothing else is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pytest

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.bringing import Done, Line, counted, pack, unpack
from stegvis.foundation.documents.problems import Problem


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    name: str
    on: date
    at: time = time(8)
    until: date | None = None
    areas: list[str] = field(default_factory=list)


ROWS = [Row(2, "2026-01-01", date(2026, 5, 31), time(9, 30), date(2026, 6, 1), ["a"]), Row(3, "", date(2026, 1, 1))]


def test_rows_come_back_as_they_were_with_what_else_was_said() -> None:
    packed = pack(ROWS, salt="a", user=1, publish=True)
    assert unpack(packed, Row, salt="a", user=1) == (ROWS, {"publish": True})


@pytest.mark.parametrize(
    ("salt", "about", "ending"), [("a", {"user": 2}, ""), ("b", {"user": 1}, ""), ("a", {"user": 1}, "x")]
)
def test_nothing_else_is_taken(salt: str, about: dict[str, Any], ending: str) -> None:
    with pytest.raises(Refused):
        unpack(pack(ROWS, salt="a", user=1) + ending, Row, salt=salt, **about)


def test_rows_that_could_not_be_read_are_passed_over_too() -> None:
    lines = [Line(one, Done.ADDED) for one in ROWS]
    problems = [Problem("empty_file", row=4), Problem("empty_file", row=4), Problem("empty_file", row=5)]
    assert counted(lines, problems) == {"added": 2, "changed": 0, "same": 0, "refused": 2}
