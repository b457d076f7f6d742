"""What somebody saw of a row when its form was opened, so that of two who change it the second is told."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import Any

from django.forms import Form

NEW = ""
"""The mark of what was not there."""


def mark_of(row: Any, facts: type) -> str:
    """The same for the same values of the fields of ``facts``; NEW for no row."""
    if row is None:
        return NEW
    values = [str(getattr(row, one.name)) for one in fields(facts)]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def theirs(form: Form, row: Any, facts: type) -> list[tuple[str, Any]]:
    """What somebody else has saved since the form was opened, by the form's labels. The form is then marked with it, so
    that saving again takes its place. Nothing where nobody has."""
    mark = mark_of(row, facts)
    if row is None or not form.is_bound or form.is_valid() or form.cleaned_data.get("seen") == mark:
        return []
    form.data = form.data.dict() | {"seen": mark}  # type: ignore[attr-defined]
    values = [(str(form.fields[one.name].label), getattr(row, one.name)) for one in fields(facts)]
    return [(label, str(value) if isinstance(value, int) else value) for label, value in values]  # a year, ungrouped
