"""Roles and database in a PostgreSQL that Stegvis did not start itself."""

from __future__ import annotations

import psycopg

from stegvis.foundation.database.embedded import create_database
from stegvis.foundation.database.roles import ROLE_NAMES, create_roles


def run_setup(superuser_url: str, name: str, passwords: dict[str, str]) -> None:
    """Make what is missing and set passwords and attributes anew. Idempotent. Raises psycopg.OperationalError."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        create_roles(connection, passwords)
        create_database(connection, name)


def setup_script(name: str) -> str:
    """The same as SQL for psql, for those whose database is another's to look after."""
    lines = ["-- Run as a superuser: psql -v ON_ERROR_STOP=1 -f stegvis-roles.sql. Then give each role a password:"]
    lines += [rf"--   \password {role}" for role in ROLE_NAMES.values()]
    for short, role in ROLE_NAMES.items():
        bypass = "BYPASSRLS" if short == "backup" else "NOBYPASSRLS"
        lines += [
            f"SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') \\gexec",
            f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {bypass};",
        ]
    lines += [
        f'GRANT SET ON PARAMETER "stegvis.system" TO {ROLE_NAMES["owner"]};',
        f"SELECT 'CREATE DATABASE {name} OWNER {ROLE_NAMES['owner']}' WHERE NOT EXISTS"
        f" (SELECT 1 FROM pg_database WHERE datname = '{name}') \\gexec",
    ]
    return "\n".join(lines)
