"""What somebody saw of a row when its form was opened, so that of two who change it the second is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any

from django.forms import Field, Form

NEW = ""
"""The mark of what was not there."""


def mark_of(row: Any, names: Iterable[str]) -> str:
    """The same for the same values of the named fields; NEW for no row."""
    if row is None:
        return NEW
    values = [str(getattr(row, name)) for name in names]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def is_behind(form: Form, mark: str) -> bool:
    """If somebody else has saved since the form was opened. The form is then marked with what they saved: saved again,
    it takes its place."""
    if not mark or not form.is_bound or form.is_valid() or form.cleaned_data.get("seen") == mark:
        return False
    form.data = form.data.dict() | {"seen": mark}  # type: ignore[attr-defined]
    return True


def theirs(form: Form, row: Any, names: Collection[str]) -> list[tuple[str, Any]]:
    """What somebody else has saved since the form was opened, by the form's labels. Nothing where nobody has."""
    if not is_behind(form, mark_of(row, names)):
        return []
    return [(str(form.fields[name].label), _written(form.fields[name], getattr(row, name))) for name in names]


def _written(field: Field, value: Any) -> Any:
    """A choice by its name, and a year ungrouped."""
    named = dict(getattr(field, "choices", ()))
    return named.get(value, str(value) if isinstance(value, int) else value)
