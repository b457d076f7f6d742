"""What every reader of a foreign format gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stegvis.foundation.documents.problems import Problem


@dataclass
class Imported:
    """A framework as read.

    ``content`` is what ``format.convert.to_raw`` gives; it may still have faults, which the editor can mend.
    ``exchange`` is what the format brought and the file cannot hold. ``problems`` are what could not be taken in and
    therefore stop the import; ``notes`` tell what was done with the rest. Both name sheet (or list), row and column.
    """

    content: dict[str, Any]
    exchange: dict[str, Any] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read_as: str = ""
