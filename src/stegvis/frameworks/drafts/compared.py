"""What two have said about the same part, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stegvis.frameworks.drafts.content import ordered
from stegvis.frameworks.drafts.editing import PartConflict
from stegvis.frameworks.drafts.fields import FIELDS, OF_BASE
from stegvis.frameworks.format.dump import dump_raw

LABELS = {field.key: field.label for fields in (*OF_BASE.values(), *FIELDS.values()) for field in fields}


@dataclass(frozen=True)
class Line:
    """One thing that they say differently."""

    label: Any
    theirs: str
    mine: str


def compared(conflict: PartConflict) -> list[Line]:
    """Where they differ, in the order of the file; all of mine where theirs is gone."""
    theirs = conflict.theirs or {}
    keys = list(ordered(conflict.mine | theirs))
    return [
        Line(LABELS.get(key, key), _told(theirs.get(key)), _told(conflict.mine.get(key)))
        for key in keys
        if theirs.get(key) != conflict.mine.get(key)
    ]


def _told(value: Any) -> str:
    if value in (None, "", []):
        return ""
    return value if isinstance(value, str) else dump_raw(value).removesuffix("...\n").strip()
