"""Bringing in rows of a file: what they would change is shown first, and what was shown is what is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_type_hints

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.problems import Problem

R = TypeVar("R")
AN_HOUR = 3600


class Done(StrEnum):
    """What becomes of a row. The same file again changes nothing: then all are as before, or passed over."""

    ADDED, CHANGED, SAME, REFUSED = "added", "changed", "same", "refused"

    @property
    def label(self) -> str:
        labels = {
            "added": pgettext_lazy("row of a file", "New"),
            "changed": pgettext_lazy("row of a file", "Changed"),
            "same": gettext_lazy("As before"),
            "refused": gettext_lazy("Passed over"),
        }
        return str(labels[self.value])


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """What became of one row; ``why`` where it is passed over, or what is left to say of it."""

    item: R
    done: Done
    why: str = ""


@contextmanager
def rehearsal() -> Iterator[None]:
    """What is brought in within is undone, and what became of each row can be shown."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counted(lines: Iterable[Line[Any]], problems: Iterable[Problem] = ()) -> dict[str, int]:
    """How many of each, by the name of ``Done``; rows that could not be read are passed over too."""
    counts = Counter(one.done for one in lines)
    counts[Done.REFUSED] += len({one.row for one in problems})
    return {one.value: counts[one] for one in Done}


def saved_in_words(lines: Iterable[Line[Any]]) -> str:
    said = _("Saved: %(added)d new, %(changed)d changed, %(same)d as before, %(refused)d passed over.")
    return said % counted(lines)


def pack(rows: Iterable[Any], *, salt: str, **about: Any) -> str:
    """Rows, which are dataclasses of plain values, days and times, as one signed text, so that what is saved is what
    was looked through. ``about`` says by whom and for what, in plain values."""
    plain = [{name: _plain(value) for name, value in asdict(row).items()} for row in rows]
    return signing.dumps({"about": about, "rows": plain}, salt=salt, compress=True)


def unpack(text: str, kind: type[R], *, salt: str, **about: Any) -> tuple[list[R], dict[str, Any]]:
    """The rows again, with what else was said about them. Raises Refused for what was not packed within the hour, and
    where something else was said of what ``about`` names."""
    try:
        found = signing.loads(text, salt=salt, max_age=AN_HOUR)
    except signing.BadSignature:
        found = {}
    said = found.get("about", {})
    if not found or any(said.get(name) != value for name, value in about.items()):
        raise Refused(_("The file was looked through more than an hour ago, or for something else. Upload it again."))
    hints = get_type_hints(kind)
    rows = [kind(**{name: _revived(value, hints[name]) for name, value in row.items()}) for row in found["rows"]]
    return rows, {name: value for name, value in said.items() if name not in about}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _revived(value: Any, hint: Any) -> Any:
    """A day or a time where the column is one."""
    if not isinstance(value, str):
        return value
    if hint in (date, date | None):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if hint in (time, time | None) else value
