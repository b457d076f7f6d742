"""History of every change, kept by triggers with the actor and the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Index, Model

PEOPLE = {"person", "mentor", "mentee"}  # the fields that say whom a row is about

M = TypeVar("M", bound=type[Model])


def tracked(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Keep a copy of each row as it was inserted, changed to, and deleted. Generated columns must be excluded.

    The copies are found by the row they are of, and by the person they are about.
    """

    def track(model: M) -> M:
        about = [field.name for field in model._meta.fields if field.name in PEOPLE]
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=exclude or [],
            meta={"indexes": [Index(fields=[name]) for name in about]},
        )(model)

    return track
