"""Saving a text that two may write in: over the revision that was read, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from stegvis.foundation.access.actor import Actor


class Conflict(Exception):  # noqa: N818
    """Another has written since. ``theirs`` is the row as it stands; nothing is changed."""

    def __init__(self, theirs: Any) -> None:
        super().__init__("written by another")
        self.theirs = theirs


def save_text(actor: Actor, rows: QuerySet[Any], whose: Mapping[str, Any], text: str, revision: int) -> Any:
    """The row with ``text``: the one in ``rows`` at ``revision``, or a new one of ``whose`` where that is 0.

    The same text again changes nothing, whatever revision it began from: an answer was lost on the way.
    Raises Conflict.
    """
    now = {"text": text, "written_by_id": actor.user, "changed_at": timezone.now()}
    if rows.filter(revision=revision).exclude(text=text).update(revision=F("revision") + 1, **now):
        return rows.get()
    if (found := rows.first()) is not None:
        return _same(found, text)
    if not text:
        return rows.model(**whose, text="", revision=0)
    try:
        with transaction.atomic():
            return rows.model._base_manager.create(**whose, **now)
    except IntegrityError:
        return _same(rows.get(), text)


def _same(found: Any, text: str) -> Any:
    if found.text != text:
        raise Conflict(found)
    return found
