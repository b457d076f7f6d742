"""The first lock: every list, detail, form choice and export starts from ``visible``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.declaration import access_of
from stegvis.foundation.access.rules import NEVER

M = TypeVar("M", bound=Model)
_is_left_to_the_database: ContextVar[bool] = ContextVar("is_left_to_the_database", default=False)


class NotYours(Http404):
    """The asker may not have this, or it does not exist: the same answer, and one row in the log of refusals."""


def visible(actor: Actor, model: type[M]) -> QuerySet[M]:
    """The rows of ``model`` that the actor may read. KeyError for a model without a declaration."""
    rows: QuerySet[M] = model._base_manager.all()
    if actor.is_system or _is_left_to_the_database.get():
        return rows
    return _narrowed(rows, access_of(model).read.q(actor, model))


@contextmanager
def left_to_the_database() -> Iterator[None]:
    """Within, ``visible`` adds no condition of its own: the second lock holds alone, and shows the same rows.

    For many kinds of rows that are counted at once, where writing and planning each condition a second time takes
    longer than the counting. Only where the database's policies are in force, as they are for web and worker.
    """
    before = _is_left_to_the_database.set(True)
    try:
        yield
    finally:
        _is_left_to_the_database.reset(before)


def writable(actor: Actor, model: type[M]) -> QuerySet[M]:
    """The rows that the actor may change."""
    rows: QuerySet[M] = model._base_manager.all()
    return rows if actor.is_system else _narrowed(rows, access_of(model).write.q(actor, model))


def _narrowed(rows: QuerySet[M], condition: Q) -> QuerySet[M]:
    return rows.none() if condition is NEVER else rows.filter(condition)


def get_visible(actor: Actor, model: type[M], rows: QuerySet[M] | None = None, **lookup: Any) -> M:
    """One visible row, or NotYours, also for a key of the wrong form: lists and details share one rule."""
    try:
        found = (visible(actor, model) if rows is None else rows).get(**lookup)
    except (ObjectDoesNotExist, ValueError, TypeError, ValidationError, DataError) as refused:
        raise NotYours from refused
    return found
