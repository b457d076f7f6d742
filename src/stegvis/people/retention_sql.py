"""The purge itself, in the database: it takes what its caller may no longer see, and no more than the rule allows.

The functions are made from the models, so that what a later room keeps about a person (a ``person``, mostly with
an ``employer``) is purged with the rest without a word here.
"""
# ruff: noqa: S608 -- made of names of tables and columns, never of input

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Model

from stegvis.foundation.access.declaration import guarded_models, is_history

GUARDED = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
OWNERS_ONLY = ["stegvis_purgeable(bigint, date)", "stegvis_purge_before(bigint, date, text, bigint)"]

# Who has left: every employment with the employer ended before the day.
PURGEABLE = """
CREATE OR REPLACE FUNCTION stegvis_purgeable(p_employer bigint, p_before date) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT e.person_id FROM people_employment e WHERE e.employer_id = p_employer
    GROUP BY e.person_id HAVING bool_and(coalesce(e.valid_to < p_before, false))
$$
"""

# The employer's own rule, for its coordinators only; the web cannot name an earlier day than the rule gives.
RETENTION = f"""
CREATE OR REPLACE FUNCTION stegvis_retention(p_employer bigint, OUT ended_before date, OUT ground text)
{GUARDED} AS $$
BEGIN
    IF NOT p_employer = ANY (coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{{}}')::bigint[]) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a coordinator of the employer may purge';
    END IF;
    SELECT (least(nullif(current_setting('stegvis.today', true), '')::date, current_date)
            - make_interval(months => r.months_after_end))::date, r.ground
    INTO ended_before, ground FROM people_retentionrule r WHERE r.employer_id = p_employer;
    IF ended_before IS NULL THEN
        RAISE no_data_found USING MESSAGE = 'the employer has no retention rule';
    END IF;
END $$
"""

PURGE = f"""
CREATE OR REPLACE FUNCTION stegvis_purge(p_employer bigint) RETURNS jsonb
{GUARDED} AS $$
DECLARE
    rule record;
BEGIN
    SELECT * INTO rule FROM stegvis_retention(p_employer);
    RETURN stegvis_purge_before(
        p_employer, rule.ended_before, rule.ground, nullif(current_setting('stegvis.user', true), '')::bigint);
END $$
"""


def functions() -> list[str]:
    return [PURGEABLE, RETENTION, plan_function(), purge_function(), PURGE]


def plan_function() -> str:
    """What a purge would take, per person and kind. Of protected identities the plan tells nothing, to nobody."""
    counted = "\n        UNION ALL\n".join(
        f"        SELECT t.person_id, '{model._meta.label_lower}', count(*) FROM \"{model._meta.db_table}\" t"
        " WHERE t.employer_id = p_employer AND t.person_id IN (SELECT id FROM gone) GROUP BY t.person_id"
        for model in owned_models()
    )
    return f"""
CREATE OR REPLACE FUNCTION stegvis_purge_plan(p_employer bigint)
RETURNS TABLE (ended_before date, ground text, person uuid, what text, amount bigint)
{GUARDED} AS $$
DECLARE
    rule record;
BEGIN
    SELECT * INTO rule FROM stegvis_retention(p_employer);
    RETURN QUERY
    WITH gone AS MATERIALIZED (
        SELECT p.id FROM stegvis_purgeable(p_employer, rule.ended_before) p (id)
        WHERE p.id NOT IN (SELECT m.person_id FROM people_protectedidentity m)
    ), counted (person, what, amount) AS (
{counted}
    )
    SELECT rule.ended_before, rule.ground, c.person, c.what, c.amount
    FROM (VALUES (1)) one LEFT JOIN counted c ON true;
END $$
"""


def purge_function() -> str:
    """Deletes, erases what history says of those who left, and writes the protocol. Returns counts and log-ins.

    For the owner alone: the web comes through ``stegvis_purge``, which knows the employer's rule. The protected
    are purged by the same decision, with a protocol of their own. A person who works elsewhere stays, as the next
    employer's; the answer says nothing of that.
    """
    deletions = "\n".join(_deletion(model) for model in _pointing_first(owned_models()))
    erasures = "\n".join(_erasure(model) for model in guarded_models() if is_history(model) and _subject(model))
    lone = "\n".join(
        f'    DELETE FROM "{model._meta.db_table}" WHERE person_id = ANY (leaving);' for model in lone_models()
    )
    return f"""
CREATE OR REPLACE FUNCTION stegvis_purge_before(p_employer bigint, p_before date, p_ground text, p_user bigint)
RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid[] := ARRAY(SELECT stegvis_purgeable(p_employer, p_before));
    hidden uuid[] := ARRAY(SELECT DISTINCT m.person_id FROM people_protectedidentity m WHERE m.person_id = ANY (gone));
    leaving uuid[];
    users bigint[];
    seen jsonb := jsonb_build_object('people.person', cardinality(gone) - cardinality(hidden));
    unseen jsonb := jsonb_build_object('people.person', cardinality(hidden));
    n bigint;
    h bigint;
BEGIN
    IF cardinality(gone) = 0 THEN
        RETURN jsonb_build_object('counts', seen, 'users', '[]'::jsonb);
    END IF;
{deletions}
    leaving := ARRAY(SELECT g.id FROM unnest(gone) g (id)
                     WHERE NOT EXISTS (SELECT 1 FROM people_employment e WHERE e.person_id = g.id));
    users := ARRAY(SELECT p.user_id FROM people_person p WHERE p.id = ANY (leaving) AND p.user_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM organisations_rolegrant r WHERE r.user_id = p.user_id
                                   AND (r.valid_to IS NULL OR r.valid_to >= current_date)));
{lone}
    DELETE FROM people_person WHERE id = ANY (leaving);
    UPDATE people_person p SET registered_by_id = (SELECT e.employer_id FROM people_employment e
        WHERE e.person_id = p.id ORDER BY e.valid_from, e.id LIMIT 1)
    WHERE p.id = ANY (gone) AND p.registered_by_id = p_employer;
    UPDATE people_personevent v SET registered_by_id = p.registered_by_id
    FROM people_person p WHERE p.id = v.id AND v.id = ANY (gone) AND v.registered_by_id = p_employer;
{erasures}
    IF cardinality(gone) > cardinality(hidden) THEN
        INSERT INTO people_purgeprotocol
            (employer_id, decided_by_id, decided_at, ended_before, ground, counts, is_protected)
        VALUES (p_employer, p_user, now(), p_before, p_ground, seen, false);
    END IF;
    IF cardinality(hidden) > 0 THEN
        INSERT INTO people_purgeprotocol
            (employer_id, decided_by_id, decided_at, ended_before, ground, counts, is_protected)
        VALUES (p_employer, p_user, now(), p_before, p_ground, unseen, true);
    END IF;
    RETURN jsonb_build_object('counts', seen, 'users', to_jsonb(users));
END $$
"""


def owned_models() -> list[type[Model]]:
    """What one employer keeps about a person, history aside."""
    return [m for m in guarded_models() if not is_history(m) and _is_about_person(m) and _has(m, "employer")]


def lone_models() -> list[type[Model]]:
    """What is kept about a person under no employer; it goes with the person."""
    return [m for m in guarded_models() if not is_history(m) and _is_about_person(m) and not _has(m, "employer")]


def erased_columns(model: type[Model]) -> Iterator[tuple[str, str]]:
    """(column, what it becomes): text and personal values go; codes, dates, kinds and places stay to be counted."""
    fields: tuple[Any, ...] = tuple(model._meta.concrete_fields)
    for field in fields:
        column: str = field.column
        if field.name.startswith("pgh_") or field.primary_key or field.choices:
            continue
        if isinstance(field, models.SlugField | models.DateField):
            continue
        if isinstance(field, models.CharField | models.TextField):
            yield column, "''"
        elif isinstance(field, models.JSONField):
            yield column, f"'{json.dumps(field.get_default())}'::jsonb"
        elif field.null and (not field.is_relation or field.name == "user"):
            yield column, "NULL"


def _pointing_first(found: list[type[Model]]) -> list[type[Model]]:
    """What points at another table goes before it, so that a deletion takes nothing along uncounted."""
    left, ordered = list(found), []
    while left:
        pointed = {field.related_model for model in left for field in _keys(model) if field.related_model is not model}
        free = [model for model in left if model not in pointed] or left
        ordered += free
        left = [model for model in left if model not in free]
    return ordered


def _keys(model: type[Model]) -> list[Any]:
    fields: tuple[Any, ...] = tuple(model._meta.concrete_fields)
    return [field for field in fields if field.is_relation]


def _deletion(model: type[Model]) -> str:
    return f"""
    WITH taken AS (
        DELETE FROM "{model._meta.db_table}" t WHERE t.employer_id = p_employer AND t.person_id = ANY (gone)
        RETURNING t.person_id = ANY (hidden) AS is_hidden
    ) SELECT count(*) FILTER (WHERE NOT is_hidden), count(*) FILTER (WHERE is_hidden) INTO n, h FROM taken;
    seen := seen || jsonb_build_object('{model._meta.label_lower}', n);
    unseen := unseen || jsonb_build_object('{model._meta.label_lower}', h);"""


def _erasure(model: type[Model]) -> str:
    """The reasons given before go as well, for they are free text; the purge's own stays."""
    values = "".join(f', "{column}" = {value}' for column, value in erased_columns(model))
    owned = _has(model, "employer")
    whose = "v.employer_id = p_employer AND " if owned else ""
    return f"""
    UPDATE "{model._meta.db_table}" v SET pgh_context = CASE
        WHEN v.pgh_context_id::text IS NOT DISTINCT FROM current_setting('pghistory.context_id', true)
        THEN v.pgh_context ELSE v.pgh_context - 'reason' END{values}
    WHERE {whose}v.{_subject(model)} = ANY ({"gone" if owned else "leaving"});"""


def _subject(model: type[Model]) -> str:
    """The column by which a history row names the person, empty when it is about something else."""
    tracked: Any = getattr(model, "pgh_tracked_model", model)
    if tracked._meta.label_lower == "people.person":
        return "id"
    return "person_id" if _is_about_person(tracked) else ""


def _is_about_person(model: type[Model]) -> bool:
    """Also without a foreign key, as in a room below that cannot point here."""
    fields: tuple[Any, ...] = tuple(model._meta.concrete_fields)
    return any(field.column == "person_id" for field in fields)


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
