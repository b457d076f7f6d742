"""What sections of a record are made of, for the rooms that keep something about a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stegvis.careers.record.together import RowsTogether
from stegvis.people.models import EvidenceFile


@dataclass(frozen=True)
class Entry:
    """One thing. ``source`` says where it comes from, ``lines`` what more there is to it; ``evidence`` its key."""

    title: str
    detail: str
    employer: str
    source: str = ""
    lines: tuple[str, ...] = ()
    files: tuple[EvidenceFile, ...] = ()
    evidence: int = 0


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class OwnPart:
    """A section that is never shared: the models that it is made of, with what is fetched beside their rows."""

    code: str
    title: object
    entries: Callable[[RowsTogether], Iterable[Entry]]
    models: dict[type[Model], tuple[str, ...]]


_registered: list[OwnPart] = []


def register_own_part(part: OwnPart) -> None:
    """A later room's section, after those of this one."""
    _registered.append(part)


def registered_parts() -> tuple[OwnPart, ...]:
    return tuple(_registered)


def period(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(day)s") % {"day": said_on(first)}
    return f"{said_on(first)}–{said_on(last)}"


def said_on(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def joined(*words: object) -> str:
    return " · ".join(str(word) for word in words if word)


def said_of(row: Model, *names: str) -> Iterable[str]:
    """The fields that hold something, each after its name."""
    for name in names:
        field: Any = row._meta.get_field(name)
        value = getattr(row, name)
        if value not in (None, ""):
            words = said_on(value) if field.get_internal_type() == "DateField" else value
            shown = getattr(row, f"get_{name}_display")() if field.choices else words
            yield f"{capfirst(field.verbose_name)}: {shown}"
