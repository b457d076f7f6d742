"""History of every change, kept by triggers with the actor and the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Keep a copy of each row as it was inserted, changed to, and deleted. Generated columns must be excluded."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=exclude or []
    )
