"""Who acts, and entering that actor into a database transaction.

The sets of an actor are computed once, in the database (``stegvis_enter``), and used by both locks: the
policy layer reads them from the returned :class:`Actor`, row-level security from transaction-local settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

SET_TYPES = {
    "employers": "bigint",  # organisations where the actor is employed now or holds a role
    "coordinates": "bigint",  # organisations whose staff and frameworks the actor coordinates
    "units": "bigint",  # units where the actor is employed now
    "manages": "bigint",  # units under the actor's management, subunits included
    "represents": "bigint",  # universities that the actor speaks for
    "handles": "bigint",  # organisations whose protected identities the actor is a named handler of
    "collaborations": "bigint",  # collaborations that one of the actor's organisations is a member of
    "leads": "bigint",  # collaborations that the actor coordinates
}


@dataclass(frozen=True)
class Actor:
    """The acting user's sets on a day. ``is_system`` stands for Stegvis itself (maintenance, never a person)."""

    user: int | None = None
    person: UUID | None = None
    today: date = field(default_factory=timezone.localdate)
    roles: frozenset[str] = frozenset()
    employers: frozenset[int] = frozenset()
    coordinates: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    manages: frozenset[int] = frozenset()
    represents: frozenset[int] = frozenset()
    handles: frozenset[int] = frozenset()
    collaborations: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None


SETTINGS = (
    *(f"stegvis.{name}" for name in ("user", "person", "today", "system", *SET_TYPES)),
    "pghistory.context_id",
    "pghistory.context_metadata",
)


@contextmanager
def acting_as(user_id: int | None, *, reason: str = "") -> Iterator[Actor]:
    """One transaction in which the database and the policy layer know who acts.

    The settings are transaction-local: nothing stays on the connection, also behind a transaction pooler.
    Inside another transaction the actor of that one is put back afterwards.
    """
    with _settings_put_back():
        yield enter(user_id, reason=reason)


@contextmanager
def acting_as_system(*, reason: str) -> Iterator[Actor]:
    """One transaction as Stegvis itself. Only the owner and worker roles are heard; the web sees nothing by it."""
    with _settings_put_back():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('stegvis.system', 'on', true), set_config('stegvis.today', %s, true),"
                " set_config('pghistory.context_id', gen_random_uuid()::text, true),"
                " set_config('pghistory.context_metadata', %s, true)",
                [str(timezone.localdate()), json.dumps({"system": True, "reason": reason})],
            )
        yield Actor(is_system=True)


@contextmanager
def _settings_put_back() -> Iterator[None]:
    """A transaction, or a savepoint after which the settings are what they were: releasing one keeps them."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read_settings() if nested else []
        yield
        if nested and not connection.needs_rollback:
            _write_settings(before)


def _read_settings() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["coalesce(current_setting(%s, true), '')"] * len(SETTINGS)), SETTINGS)
        return list(cursor.fetchone())


def _write_settings(values: list[str]) -> None:
    pairs = [part for pair in zip(SETTINGS, values, strict=True) for part in pair]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(SETTINGS)), pairs)


def enter(user_id: int | None, *, reason: str = "") -> Actor:
    """Set the actor of the running transaction and return it. One query, for nobody too: what was set is cleared."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_enter(%s, %s, %s)", [user_id, today, reason])
        (found,) = cursor.fetchone()
    return _actor(json.loads(found) if isinstance(found, str) else found, today)


def give_reason(reason: str) -> None:
    """Name why the following changes of this transaction are made; history keeps it beside the actor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_metadata', (coalesce(nullif("
            "current_setting('pghistory.context_metadata', true), ''), '{}')::jsonb"
            " || jsonb_build_object('reason', %s::text))::text, true)",
            [reason],
        )


def _actor(found: dict[str, Any], today: date) -> Actor:
    sets: dict[str, Any] = {name: frozenset(found[name]) for name in SET_TYPES}
    return Actor(
        user=found["user"],
        person=UUID(found["person"]) if found["person"] else None,
        today=today,
        roles=frozenset(found["roles"]),
        **sets,
    )
