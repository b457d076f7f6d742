"""Setting up, looking after and safeguarding an installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from stegvis.cli.start import start
from stegvis.cli.words import CommandError, tell
from stegvis.web.environment import ConfigurationError, Environment, parse_database_url

Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]


def setup_database(
    superuser_url: Annotated[
        str,
        typer.Option(envvar="SUPERUSER_DATABASE_URL", help="Address of a superuser; without it the SQL is printed."),
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the database to make.")] = "stegvis",
) -> None:
    """Make the roles and the database in a PostgreSQL of your own (the embedded one needs it not).

    Passwords are taken from OWNER_PASSWORD, APP_PASSWORD, WORKER_PASSWORD and BACKUP_PASSWORD.
    """
    from stegvis.foundation.database.setup import run_setup, setup_script

    if not superuser_url:
        typer.echo(setup_script(name))
        return
    passwords = {role: os.environ.get(f"{role.upper()}_PASSWORD", "") for role in ("owner", "app", "worker", "backup")}
    if missing := [f"{role.upper()}_PASSWORD" for role, password in passwords.items() if not password]:
        raise CommandError(f"Set {', '.join(missing)}: each role has a password of its own")
    parse_database_url(superuser_url)
    run_setup(superuser_url, name, passwords)
    typer.echo(f"The roles are there, and the database {name}. Next: stegvis migrate")


def migrate() -> None:
    """Bring the database to this version's shape and lay row-level security over it. Runs as the owner."""
    start("owner")
    bring_up_to_date()
    typer.echo("The database is up to date.")


def check(as_json: Json = False) -> None:
    """Say in words what is wrong with the installation; exit status 1 when something must be mended."""
    from stegvis.foundation.operations.findings import Finding, errors

    try:
        start("worker" if not os.environ.get("DATABASE_URL") or os.environ.get("WORKER_DATABASE_URL") else "app")
    except ConfigurationError as error:
        found = [Finding("Settings", "error", str(error))]
    else:
        from stegvis.foundation.operations.check import run_checks

        found = run_checks()
    tell(
        {"ok": not errors(found), "findings": [vars(finding) for finding in found]},
        as_json=as_json,
        words=lambda: "\n".join(f"{MARKS[finding.state]} {finding.in_words()}" for finding in found),
    )
    sys.exit(1 if errors(found) else 0)


def invariants(as_json: Json = False) -> None:
    """Run the queries that must return no row; exit status 1 when one does."""
    start("worker")
    from stegvis.foundation.operations.invariants import broken_invariants, declared

    names, broken = [name for name, _, _ in declared()], broken_invariants()
    tell(
        {"invariants": names, "broken": [vars(one) for one in broken]},
        as_json=as_json,
        words=lambda: "\n".join(one.in_words() for one in broken) or f"All {len(names)} invariants hold.",
    )
    sys.exit(1 if broken else 0)


def backup(file: Path, as_json: Json = False) -> None:
    """Write everything in the database to FILE, and what it was made with to FILE.json."""
    environment = start("owner")
    from stegvis.foundation.operations.backup import BackupError, make_backup

    try:
        note = make_backup(file, backup_login(environment))
    except BackupError as error:
        raise CommandError(str(error)) from error
    tell(vars(note), as_json=as_json, words=lambda: f"{file}: {note.bytes:,} bytes, SHA-256 {note.sha256}")


def restore(
    file: Path, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, as_json: Json = False
) -> None:
    """Put a backup into an empty database. Sessions end, the job queue is emptied, open invitations are withdrawn."""
    start("owner")
    from django.db import connection

    from stegvis.foundation.operations.backup import BackupError, restore_backup
    from stegvis.foundation.operations.invariants import broken_invariants

    if not yes:
        typer.confirm(f"Put {file} into the database {connection.settings_dict['NAME']}?", abort=True)
    try:
        done = restore_backup(file, connection.settings_dict)
    except BackupError as error:
        raise CommandError(str(error)) from error
    broken = [one.in_words() for one in broken_invariants()]
    tell(
        {"done": done, "broken": broken},
        as_json=as_json,
        words=lambda: "\n".join([f"{file} is restored.", *done, *(broken or ["Every invariant holds."])]),
    )
    sys.exit(1 if broken else 0)


MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


def bring_up_to_date() -> None:
    """Migrate, rewrite functions, grants and policies, take in the packaged lists. Django is loaded as the owner."""
    from django.core.management import call_command

    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.access.sync import sync_database
    from stegvis.frameworks.vocabularies.services import load_packaged_concepts
    from stegvis.people.professions import load_professions

    call_command("migrate", verbosity=0)
    sync_database()
    with acting_as_system(reason="packaged lists") as actor:
        load_professions()
        load_packaged_concepts(actor=actor)


def backup_login(environment: Environment) -> dict[str, Any]:
    """How the backup role, which reads everything and writes nothing, logs in."""
    from stegvis.foundation.database.embedded import embedded_connection

    if environment.embedded:
        return embedded_connection(environment.data_dir, "backup")
    url = os.environ.get("BACKUP_DATABASE_URL")
    if not url:
        raise ConfigurationError("BACKUP_DATABASE_URL is not set; backups are made as a database role of their own")
    return parse_database_url(url)
