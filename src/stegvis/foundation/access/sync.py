"""The second lock: grants, functions and row-level security, derived from the declarations.

They are derived state, rewritten whole after each migration (decision 0002), so that they cannot drift from
the code. ``differences`` tells whether a database carries what the code declares.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from stegvis.foundation.access.declaration import DataClass, access_of, guarded_models, infrastructure_models
from stegvis.foundation.access.rules import SYSTEM_SQL, Nobody
from stegvis.foundation.database.roles import ROLE_NAMES

APP, WORKER, OWNER, BACKUP = (ROLE_NAMES[name] for name in ("app", "worker", "owner", "backup"))


def sync_database() -> None:
    """Rewrite functions, grants and policies, in one transaction. Must run as the owner of the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*room_functions(), *grant_statements(), *policy_statements()):
            cursor.execute(statement)


def room_functions() -> Iterator[str]:
    """The SQL functions that rooms declare in ``database.py`` as ``FUNCTIONS``."""
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.database"
        if config.name.startswith("stegvis.") and find_spec(name):
            yield from import_module(name).FUNCTIONS


def grant_statements() -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {APP}, {WORKER}, {BACKUP}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP}, {WORKER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {WORKER}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}"
    yield f'GRANT SELECT ON "django_migrations" TO {APP}, {WORKER}'
    for model in infrastructure_models():
        yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{model._meta.db_table}" TO {APP}, {WORKER}'
    for model in guarded_models():
        yield f'GRANT {", ".join(app_privileges(model))} ON "{model._meta.db_table}" TO {APP}'
        yield f'GRANT {", ".join(worker_privileges(model))} ON "{model._meta.db_table}" TO {WORKER}'


def app_privileges(model: type[Model]) -> list[str]:
    """What the web may try at all; the policies then say on which rows."""
    access = access_of(model)
    wanted = {"INSERT": access.insert_rule, "UPDATE": access.write, "DELETE": access.delete_rule}
    return ["SELECT", *(verb for verb, rule in wanted.items() if rule != Nobody())]


def worker_privileges(model: type[Model]) -> list[str]:
    return ["SELECT", "INSERT"] if access_of(model).kind is DataClass.LOG else ["SELECT", "INSERT", "UPDATE", "DELETE"]


def policy_statements() -> Iterator[str]:
    for model in guarded_models():
        table = f'"{model._meta.db_table}"'
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        for name, definition in policies(model).items():
            yield f"DROP POLICY IF EXISTS {name} ON {table}"
            yield f"CREATE POLICY {name} ON {table} {definition}"


def policies(model: type[Model]) -> dict[str, str]:
    """Policy name → what follows ``CREATE POLICY name ON table``."""
    access = access_of(model)
    read, write = access.read.sql(model), access.write.sql(model)
    both = f"TO {APP}, {WORKER}"
    return {
        "stegvis_read": f"FOR SELECT {both} USING ({read})",
        "stegvis_insert": f"FOR INSERT {both} WITH CHECK ({access.insert_rule.sql(model)})",
        "stegvis_update": f"FOR UPDATE {both} USING ({write}) WITH CHECK ({write})",
        "stegvis_delete": f"FOR DELETE {both} USING ({access.delete_rule.sql(model)})",
        "stegvis_system": f"FOR ALL TO {OWNER}, {WORKER} USING ({SYSTEM_SQL}) WITH CHECK ({SYSTEM_SQL})",
    }


def differences() -> list[str]:
    """Tables of the database whose guard is not what the code declares, in words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
            " coalesce(array_agg(p.polname::text ORDER BY p.polname) FILTER (WHERE p.polname IS NOT NULL), '{}')"
            " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.oid"
        )
        found = {name: (forced, set(names)) for name, forced, names in cursor.fetchall()}
    wrong = []
    for model in guarded_models():
        forced, names = found.get(model._meta.db_table, (False, set()))
        if not forced:
            wrong.append(f"{model._meta.db_table} has no forced row-level security")
        elif names != set(policies(model)):
            wrong.append(f"{model._meta.db_table} carries other policies than the code declares")
    return wrong
