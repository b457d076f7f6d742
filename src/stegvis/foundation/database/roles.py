"""The database roles and what each is for.

owner   owns the tables and runs migrations; sees rows only inside functions and acts marked as the system's
app     the web: neither owner nor superuser, kept by row-level security
worker  jobs: as the web when it acts for a person, as the system in maintenance
backup  reads everything for dumps, writes nothing
"""

from __future__ import annotations

import psycopg
from psycopg import sql

ROLE_NAMES = {name: f"stegvis_{name}" for name in ("owner", "app", "worker", "backup")}


def create_roles(connection: psycopg.Connection, passwords: dict[str, str] | None = None) -> None:
    """Create the roles that are missing and set their attributes. Needs a superuser. Idempotent."""
    for name, role in ROLE_NAMES.items():
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        connection.execute(_attributes(role, bypass=name == "backup"))
        if passwords and name in passwords:
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(passwords[name]))
            )
    # The owner's functions mark themselves as the system's acts; the parameter has no other meaning.
    connection.execute(
        sql.SQL('GRANT SET ON PARAMETER "stegvis.system" TO {}').format(sql.Identifier(ROLE_NAMES["owner"]))
    )


def _attributes(role: str, *, bypass: bool) -> sql.Composed:
    return sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {}").format(
        sql.Identifier(role), sql.SQL("BYPASSRLS" if bypass else "NOBYPASSRLS")
    )
