"""Every row that is shown of every model, by its key."""

from __future__ import annotations

from typing import Any

from django.db import connection

from stegvis.foundation.access.declaration import guarded_models

ALL_KEYS = " UNION ALL ".join(
    f'SELECT \'{model._meta.label}\', "{model._meta.pk.column}"::text FROM "{model._meta.db_table}"'
    for model in guarded_models()
)


def keys_by_model(rows_of: Any) -> dict[str, set[str]]:
    return {model._meta.label: set(map(str, rows_of(model).values_list("pk", flat=True))) for model in guarded_models()}


def keys_shown() -> dict[str, set[str]]:
    """What the database answers to whoever asks for all rows, asked of every table at once."""
    found: dict[str, set[str]] = {model._meta.label: set() for model in guarded_models()}
    with connection.cursor() as cursor:
        cursor.execute(ALL_KEYS)
        for label, key in cursor:
            found[label].add(key)
    return found
