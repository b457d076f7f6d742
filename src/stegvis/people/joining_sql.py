"""One person with two employers: what a new employer has registered becomes part of the record that there is.

A staff list knows nobody's other employers, so it registers a person of its own. When that person accepts the
employer's invitation with the log-in that they have, the two are one: made from the models, as the purge is.
"""
# ruff: noqa: S608 -- made of names of tables and columns, never of input

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stegvis.foundation.access.declaration import guarded_models

OWNERS_ONLY = ["stegvis_join_persons(uuid, uuid)"]


def join_function() -> str:
    """Moves every row and its history from one person to another, and takes the empty one away.

    False, and nothing changed, where the two have something that cannot be both's, such as a plan under way with the
    same employer. For the owner alone: an accepted invitation comes here (``stegvis_accept_invitation``).
    """
    moves = "\n".join(f"        {statement};" for statement in _moves())
    return f"""
CREATE OR REPLACE FUNCTION stegvis_join_persons(p_from uuid, p_to uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    BEGIN
{moves}
        UPDATE people_personevent SET id = p_to, pgh_obj_id = p_to WHERE id = p_from;
        UPDATE audit_reading SET person = p_to WHERE person = p_from;
        DELETE FROM people_person WHERE id = p_from;
    EXCEPTION WHEN unique_violation OR check_violation OR raise_exception THEN
        RETURN false;
    END;
    RETURN true;
END $$
"""


def _moves() -> Iterator[str]:
    """Tables with a foreign key to the person, and the histories of those."""
    for model in guarded_models():
        fields: tuple[Any, ...] = tuple(model._meta.concrete_fields)
        if any(field.column == "person_id" and field.is_relation for field in fields):
            yield f'UPDATE "{model._meta.db_table}" SET person_id = p_to WHERE person_id = p_from'
