"""What two have said about the same part: only what differs, a language a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.frameworks.drafts.editing import PartConflict
from stegvis.frameworks.drafts.fields import Field, Label, value_in

LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Line:
    """One thing that they say differently; of a list only the rows that the other does not have."""

    label: Label
    theirs: str
    mine: str


def compared(conflict: PartConflict) -> list[Line]:
    """Where they differ, in the order and the words of the part's form; all of mine where theirs is gone."""
    theirs = conflict.theirs or {}
    return [
        line
        for field in conflict.fields
        for line in _lines(field, value_in(theirs, field.key), value_in(conflict.mine, field.key))
        if line.theirs != line.mine
    ]


def _lines(field: Field, theirs: Any, mine: Any) -> Iterator[Line]:
    if field.shape in ("text", "long"):
        for language in LANGUAGES:
            yield Line(_in_language(field, language), _said(theirs, language), _said(mine, language))
    elif field.shape == "texts":
        for language in LANGUAGES:
            rows = [[_said(row, language) for row in _rows(value)] for value in (theirs, mine)]
            yield Line(_in_language(field, language), *_apart(*rows))
    elif field.shape in ("rows", "codes", "lines"):
        yield Line(field.label, *_apart([str(row) for row in _rows(theirs)], [str(row) for row in _rows(mine)]))
    else:
        yield Line(field.label, _told(field, theirs), _told(field, mine))


def _in_language(field: Field, language: str) -> str:
    return f"{field.label} ({_('in Swedish') if language == 'sv' else _('in English')})"


def _said(text: Any, language: str) -> str:
    """A text without languages is in Swedish."""
    said = text if isinstance(text, dict) else {"sv": text}
    return str(said.get(language) or "")


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _apart(theirs: list[str], mine: list[str]) -> tuple[str, str]:
    """The rows that only one has; all of them where they only stand in another order."""
    only = [[row for row in theirs if row not in mine], [row for row in mine if row not in theirs]]
    shown = only if any(only) else [theirs, mine]
    return "\n".join(row for row in shown[0] if row), "\n".join(row for row in shown[1] if row)


def _told(field: Field, value: Any) -> str:
    if field.shape == "unless":
        return _("Yes") if value is False else ""
    named = dict(field.choices).get(str(value))
    return str(named) if named is not None else "" if value is None else str(value)
