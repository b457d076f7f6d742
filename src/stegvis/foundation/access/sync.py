"""The second lock: grants, functions and row-level security, derived from the declarations.

They are derived state, rewritten whole after each migration (decision 0002), so that they cannot drift from
the code. ``differences`` tells whether a database carries what the code declares.

What the lock is for: a query that forgets a filter, and a row written into another employer's. It is no defence
against somebody who runs SQL of their own as the web's role: they could enter as anybody, for a setting of a
transaction is theirs to set. That is what parameters in every query, the lint against SQL built from strings
and a web role without rights to tables, triggers, history and temporary objects are for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from stegvis.foundation.access.declaration import (
    DataClass,
    access_of,
    guarded_models,
    history_models,
    infrastructure_models,
    is_history,
)
from stegvis.foundation.access.rules import SYSTEM_SQL, Nobody
from stegvis.foundation.access.seen import seen_functions
from stegvis.foundation.database.roles import ROLE_NAMES

APP, WORKER, OWNER, BACKUP = (ROLE_NAMES[name] for name in ("app", "worker", "owner", "backup"))
ALL_VERBS = ["SELECT", "INSERT", "UPDATE", "DELETE"]
HISTORY_SEQUENCE = "stegvis_history_sequence"

# What PostgreSQL itself keeps of a policy; its digest beside the declared text's shows a policy changed by hand.
STORED_POLICIES = """
    SELECT c.relname, p.polname, md5(concat_ws('|', p.polcmd, p.polpermissive,
               (SELECT string_agg(r.rolname, ',' ORDER BY r.rolname) FROM pg_roles r WHERE r.oid = ANY (p.polroles)),
               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))),
           coalesce(obj_description(p.oid, 'pg_policy'), '')
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE c.relnamespace = 'public'::regnamespace
"""
TABLES = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
GRANTS = """
    SELECT c.relname, r.rolname, a.privilege_type
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
      AND (r.rolname = ANY (%s) OR a.grantee = 0)
"""


def sync_database() -> None:
    """Rewrite functions, grants and policies, in one transaction. Must run as the owner of the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";\n".join((*room_functions(), *seen_functions(), *policy_statements(), *grant_statements())))
        for statement in history_statements():
            cursor.execute(statement)
        declared = {(table, name): text for table, name, text in declared_policies()}
        cursor.execute(STORED_POLICIES)
        comments = [
            f"COMMENT ON POLICY {name} ON \"{table}\" IS '{_seal(declared[table, name], stored)}'"
            for table, name, stored, _comment in cursor.fetchall()
        ]
        cursor.execute(";\n".join(comments))


def room_functions() -> Iterator[str]:
    """The SQL functions that rooms declare in ``database.py`` as ``FUNCTIONS``."""
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.database"
        if config.name.startswith("stegvis.") and find_spec(name):
            yield from import_module(name).FUNCTIONS


def grant_statements() -> Iterator[str]:
    """Everything is taken back from everybody, then given by name; what comes later is nobody's until the next sync.

    A temporary table could stand in for a real one inside a query, so the web may make none.
    """
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield (
        "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());"
        f" EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO {WORKER}', current_database()); END $$"
    )
    yield f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {APP}, {WORKER}, {BACKUP}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {APP}, {WORKER}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {APP}, {WORKER}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC, {APP}, {WORKER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {WORKER}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP}, {WORKER}"
    yield from (f"REVOKE EXECUTE ON FUNCTION {name} FROM {APP}, {WORKER}" for name in owners_functions())
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}"
    for table, rights in table_rights().items():
        for role, verbs in rights.items():
            yield f'GRANT {", ".join(verbs)} ON "{table}" TO {role}'


def owners_functions() -> Iterator[str]:
    """Functions that a room keeps for the owner alone, as ``name(types)`` in ``database.py``'s ``OWNERS_ONLY``."""
    for config in apps.get_app_configs():
        name = f"{config.name}.database"
        if config.name.startswith("stegvis.") and find_spec(name):
            yield from getattr(import_module(name), "OWNERS_ONLY", ())


def table_rights() -> dict[str, dict[str, list[str]]]:
    """Table → role → what the role may try at all; the policies then say on which rows."""
    rights = {"django_migrations": {APP: ["SELECT"], WORKER: ["SELECT"]}}
    for model in infrastructure_models():
        rights[model._meta.db_table] = {APP: ALL_VERBS, WORKER: ALL_VERBS}
    for model in guarded_models():
        rights[model._meta.db_table] = {APP: app_privileges(model), WORKER: worker_privileges(model)}
    return rights


def app_privileges(model: type[Model]) -> list[str]:
    access = access_of(model)
    wanted = {"INSERT": access.insert_rule, "UPDATE": access.write, "DELETE": access.delete_rule}
    return ["SELECT", *(verb for verb, rule in wanted.items() if rule != Nobody())]


def worker_privileges(model: type[Model]) -> list[str]:
    """Maintenance changes anything but the logs, and history is appended to by the triggers alone."""
    if is_history(model):
        return ["SELECT"]
    return ["SELECT", "INSERT"] if access_of(model).kind is DataClass.LOG else ALL_VERBS


def policy_statements() -> Iterator[str]:
    for model in guarded_models():
        table = f'"{model._meta.db_table}"'
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield (
        "DO $$ DECLARE p record; BEGIN FOR p IN SELECT schemaname, tablename, policyname FROM pg_policies"
        " WHERE schemaname = 'public' LOOP"
        " EXECUTE format('DROP POLICY %I ON %I.%I', p.policyname, p.schemaname, p.tablename); END LOOP; END $$"
    )
    for table, name, definition in declared_policies():
        yield f'CREATE POLICY {name} ON "{table}" {definition}'


def declared_policies() -> Iterator[tuple[str, str, str]]:
    """(table, policy name, what follows ``CREATE POLICY name ON table``)."""
    for model in guarded_models():
        for name, definition in policies(model).items():
            yield model._meta.db_table, name, definition


def policies(model: type[Model]) -> dict[str, str]:
    access = access_of(model)
    read, write = access.read.sql(model), access.write.sql(model)
    both = f"TO {APP}, {WORKER}"
    found = {
        "stegvis_read": f"FOR SELECT {both} USING ({_believed(read)})",
        "stegvis_insert": f"FOR INSERT {both} WITH CHECK ({access.insert_rule.sql(model)})",
        "stegvis_update": f"FOR UPDATE {both} USING ({write}) WITH CHECK ({write})",
        "stegvis_delete": f"FOR DELETE {both} USING ({access.delete_rule.sql(model)})",
        "stegvis_system": f"FOR ALL TO {OWNER}, {WORKER} USING ({SYSTEM_SQL}) WITH CHECK ({SYSTEM_SQL})",
    }
    return found | {"stegvis_history": f"FOR INSERT TO {OWNER} WITH CHECK (true)"} if is_history(model) else found


def _believed(condition: str) -> str:
    """The same condition, in a form that the planner takes to hold for nearly every row.

    It cannot know the actor's sets, guesses each condition at a half and multiplies; a list's sort and joins are
    then planned for a handful of rows. The first lock has chosen the rows already, by values that it does know.
    """
    return f"(CASE WHEN {condition} THEN 1 ELSE 0 END) <> 0"


def history_statements() -> Iterator[str]:
    """History that cannot be forged or switched off by who is followed, numbered in one sequence.

    The triggers run as the owner, as the system's act, since nobody else may write history; pgtrigger's setting
    for ignoring a trigger is not heard (anybody could set it). One sequence over all tables gives an order that
    no clock moves.
    """
    yield (
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
        " LANGUAGE sql IMMUTABLE AS 'SELECT false'"
    )
    yield (
        "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid FROM pg_proc p"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'pgtrigger\\_%' LOOP"
        " EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp"
        " SET stegvis.system = ''on''', f); END LOOP; END $$"
    )
    yield f"CREATE SEQUENCE IF NOT EXISTS {HISTORY_SEQUENCE}"
    yield f"REVOKE ALL ON SEQUENCE {HISTORY_SEQUENCE} FROM PUBLIC, {APP}, {WORKER}"
    yield f"GRANT SELECT ON SEQUENCE {HISTORY_SEQUENCE} TO {BACKUP}"
    for model in history_models():
        table = model._meta.db_table
        yield (
            f"SELECT setval('{HISTORY_SEQUENCE}', greatest((SELECT last_value FROM {HISTORY_SEQUENCE}),"  # noqa: S608
            f' (SELECT max(pgh_id) FROM "{table}")))'
        )
        yield f'ALTER TABLE "{table}" ALTER COLUMN pgh_id DROP IDENTITY IF EXISTS'
        yield f"ALTER TABLE \"{table}\" ALTER COLUMN pgh_id SET DEFAULT nextval('{HISTORY_SEQUENCE}')"


def differences() -> list[str]:
    """What the database's guard lacks or has beyond what the code declares, in words; empty when they agree."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        forced = dict(cursor.fetchall())
        cursor.execute(STORED_POLICIES)
        stored = {(table, name): (digest, comment) for table, name, digest, comment in cursor.fetchall()}
        cursor.execute(GRANTS, [[APP, WORKER]])
        grants = {(table, role or "PUBLIC", verb) for table, role, verb in cursor.fetchall()}
    return [*_unforced(forced), *_policy_differences(stored), *_grant_differences(grants)]


def _unforced(forced: dict[str, bool]) -> Iterator[str]:
    for model in guarded_models():
        if not forced.get(model._meta.db_table, False):
            yield f"{model._meta.db_table} has no forced row-level security"


def _policy_differences(stored: dict[tuple[str, str], tuple[str, str]]) -> Iterator[str]:
    declared = {(table, name): text for table, name, text in declared_policies()}
    for table, name in sorted(declared.keys() | stored.keys()):
        if (table, name) not in declared:
            yield f"{table} carries the policy {name}, which the code does not declare"
        elif (table, name) not in stored:
            yield f"{table} lacks the policy {name}"
        else:
            digest, comment = stored[table, name]
            if comment != _seal(declared[table, name], digest):
                yield f"{table} has another policy {name} than the code declares"


def _grant_differences(found: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    wanted = {
        (table, role, verb)
        for table, rights in table_rights().items()
        for role, verbs in rights.items()
        for verb in verbs
    }
    found = set(found)
    for table, role, verb in sorted(found - wanted):
        yield f"{role} may {verb} {table} beyond what the code declares"
    for table, role, verb in sorted(wanted - found):
        yield f"{role} may not {verb} {table}"


def _seal(declared: str, stored: str) -> str:
    """The mark on a policy: the digest of the text declared, and of what PostgreSQL made of it."""
    return f"{hashlib.sha256(declared.encode()).hexdigest()[:32]} {stored}"
