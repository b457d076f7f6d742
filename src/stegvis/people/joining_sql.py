"""One person with two employers: what a new employer has registered becomes part of the record that there is.

A staff list knows nobody's other employers, so it registers a person of its own. When that person accepts the
employer's invitation with the log-in that they have, the two are one: made from the models, as the purge is.
"""
# ruff: noqa: S608 -- made of names of tables and columns, never of input

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stegvis.foundation.access.declaration import guarded_models

OWNERS_ONLY = ["stegvis_join_persons(uuid, uuid)", "stegvis_may_be_one(uuid, uuid)"]

# An address in a staff list may be mistyped, or have been somebody else's before: it does not say who somebody is.
MAY_BE_ONE = """
CREATE OR REPLACE FUNCTION stegvis_may_be_one(p_one uuid, p_other uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (lower(a.given_name) = lower(b.given_name) AND lower(a.family_name) = lower(b.family_name)
            AND coalesce(a.birth_year = b.birth_year, true))
        OR (coalesce(a.birth_year = b.birth_year, false)
            AND split_part(lower(a.given_name), ' ', 1) = split_part(lower(b.given_name), ' ', 1))
    FROM people_person a, people_person b WHERE a.id = p_one AND b.id = p_other
$$
"""


def join_function() -> str:
    """Moves every row and its history from one person to another, and takes the empty one away.

    False, and nothing changed, where the two have something that cannot be both's, such as a plan under way with the
    same employer. For the owner alone: an accepted invitation comes here (``stegvis_use_invitation``).
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
