"""Two who write the same: the second is told, and shown both, before anything is saved over the first's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class Overtaken(Exception):  # noqa: N818
    """Somebody saved after the page was read. Nothing is changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the two say differently, in the form's words."""

    label: str
    theirs: str
    mine: str


def stamp(*said: object) -> str:
    """The same for the same content: what a page sends back to say what it was read from."""
    return sha256(repr(said).encode()).hexdigest()[:20]


def require_unchanged(seen: str, now: str) -> None:
    """Raises Overtaken where ``seen`` was said and is not what there is ``now``."""
    if seen and seen != now:
        raise Overtaken


def apart(mine: Iterable[forms.BoundField], theirs: Iterable[forms.BoundField]) -> list[Line]:
    """The fields that differ, in the order of the page; a row that only one of them has is empty with the other."""
    rows = {field.html_name: field for field in theirs}
    own = {field.html_name: field for field in mine}
    found = []
    for name, field in (rows | own).items():
        if field.is_hidden:
            continue
        said = [_text(field, side[name].value() if name in side else field.field.initial) for side in (rows, own)]
        if said[0] != said[1]:
            found.append(Line(_label(field), *said))
    return found


def _label(field: forms.BoundField) -> str:
    """Told apart by its row, in a list of several."""
    row = field.html_name.removesuffix(field.name).strip("-").rpartition("-")[2]
    return f"{field.label} ({int(row) + 1})" if row.isdigit() else str(field.label)


def _text(field: forms.BoundField, value: Any) -> str:
    """As it stands on the page, typed or kept."""
    if isinstance(field.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field.field, forms.ChoiceField):
        chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value or "")}
        return ", ".join(label for key, label in _choices(field.field.choices) if key in chosen)
    return "\n".join(str(field.field.widget.format_value(value) or "").splitlines())


def _choices(choices: Any) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in choices if key]
