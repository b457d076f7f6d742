"""What must always be true of the data: queries that must return no row.

A room declares its own in ``invariants.py`` as ``INVARIANTS = {name: (sql, what it means)}``; the meaning is what a
broken one is told by. The first column of a returned row is a key, never a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection

from stegvis.foundation.access.actor import acting_as_system

SHOWN = 5


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold: how many rows break it, and the keys of the first few."""

    name: str
    meaning: str
    rows: int
    keys: tuple[str, ...]

    def in_words(self) -> str:
        return f"{self.name}: {self.rows} × not true that {self.meaning} ({', '.join(self.keys)})"


def declared() -> Iterator[tuple[str, str, str]]:
    """Every room's invariants as (name, SQL, meaning), the lowest room first."""
    for config in reversed(list(apps.get_app_configs())):
        module = f"{config.name}.invariants"
        if config.name.startswith("stegvis.") and find_spec(module):
            for name, (query, meaning) in getattr(import_module(module), "INVARIANTS", {}).items():
                yield f"{config.label}.{name}", query, meaning


def broken_invariants() -> list[Broken]:
    """Run every query as Stegvis itself (owner or worker role). Reads only."""
    return [found for name, query, meaning in declared() if (found := _run(name, query, meaning))]


def _run(name: str, query: str, meaning: str) -> Broken | None:
    with acting_as_system(reason="invariants"), connection.cursor() as cursor:
        cursor.execute(query)
        keys = [str(row[0]) for row in cursor]
    return Broken(name, meaning, len(keys), tuple(keys[:SHOWN])) if keys else None
