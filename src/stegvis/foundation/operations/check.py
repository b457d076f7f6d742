"""What is wrong with an installation, in words. Each check is a function of no arguments that says what it found."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core import checks as django_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.access.sync import differences
from stegvis.foundation.database.roles import ROLE_NAMES
from stegvis.foundation.operations.findings import Finding, State, errors
from stegvis.foundation.operations.invariants import broken_invariants

OLDEST_POSTGRESQL = 150000
WORKER_SILENCE = 60  # seconds; a worker writes its heartbeat every ten
CLOCKS_APART = 5  # seconds
SHOWN = 5  # differences that are named
LITTLE_SPACE, NO_SPACE = 2_000_000_000, 200_000_000  # bytes


def run_checks() -> list[Finding]:
    """Every finding, in the order of the checks, up to a database that does not answer or lacks tables."""
    found = [finding for look in (python, program, secrets, mail, time_zone, disk_space) for finding in look()]
    for look in IN_DATABASE:
        here = _carefully(look)
        found += here
        if look in NEEDED_BY_THE_REST and errors(here):
            break
    return found


def python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", "ok", f"{version} at {sys.executable}.")


def program() -> Iterator[Finding]:
    """Django's own checks, those of the rooms among them: browser files, access declarations, settings."""
    serious = [found for found in django_checks.run_checks() if found.is_serious() and not found.is_silenced()]
    for found in serious:
        yield Finding("Program", "error", str(found.msg), str(found.hint or ""))
    if not serious:
        yield Finding("Program", "ok", "all of it is there, the browser's files too.")


def secrets() -> Iterator[Finding]:
    if settings.STEGVIS_MODE == "production" and not settings.SESSION_COOKIE_SECURE:
        yield Finding(
            "Settings",
            "warning",
            "STEGVIS_HTTPS is 0, so log-ins travel unprotected.",
            "Put Stegvis behind a proxy with TLS and take the setting away.",
        )
    else:
        yield Finding("Settings", "ok", f"mode {settings.STEGVIS_MODE}; the secret key is set and long enough.")


def mail() -> Iterator[Finding]:
    if "smtp" not in settings.EMAIL_BACKEND:
        state: State = "warning" if settings.STEGVIS_MODE == "production" else "ok"
        advice = "Set EMAIL_URL, or invitations reach nobody." if state == "warning" else ""
        yield Finding("Mail", state, "is written to the log and sent to nobody.", advice)
        return
    try:
        with get_connection():
            yield Finding("Mail", "ok", f"{settings.EMAIL_HOST} answers.")
    except OSError as error:
        yield Finding("Mail", "warning", f"{settings.EMAIL_HOST} does not answer ({error}).", "Look at EMAIL_URL.")


def time_zone() -> Iterator[Finding]:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield Finding("Time", "error", f"the system knows no {settings.TIME_ZONE}.", "Install the tzdata package.")
        return
    yield Finding("Time", "ok", f"days are counted in {settings.TIME_ZONE}.")


def disk_space() -> Iterator[Finding]:
    folder = settings.STEGVIS_DATA_DIR
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    says = f"{free / 1e9:.1f} GB free at {nearest}."
    if free < NO_SPACE:
        yield Finding("Disk", "error", says, "Make room, or nothing can be saved.")
    elif free < LITTLE_SPACE:
        yield Finding("Disk", "warning", says, "Make room soon.")
    else:
        yield Finding("Disk", "ok", says)


def database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        where = settings.DATABASES["default"]["HOST"] or "the local socket"
        yield Finding(
            "Database",
            "error",
            f"{where} does not answer ({' '.join(str(error).split())}).",
            "Look at DATABASE_URL, and that PostgreSQL runs.",
        )
        return
    version = connection.cursor().connection.info.server_version
    if version < OLDEST_POSTGRESQL:
        yield Finding("Database", "error", f"PostgreSQL {version // 10000} is too old.", "Use 15 or newer.")
    else:
        yield Finding("Database", "ok", f"PostgreSQL {version // 10000}.{version % 10000} answers.")


def clocks() -> Iterator[Finding]:
    (there,) = _one("SELECT extract(epoch FROM clock_timestamp())::float8")
    apart = abs(there - time.time())
    if apart > CLOCKS_APART:
        yield Finding("Clocks", "warning", f"the database's is {apart:.0f} s off this machine's.", "Let both use NTP.")


def roles() -> Iterator[Finding]:
    advice = "Run `stegvis setup-database`, see docs/operations.md."
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = ANY (%s)", [list(ROLE_NAMES.values())]
        )
        found = {name: (superuser, bypass) for name, superuser, bypass in cursor.fetchall()}
    wrong = [f"there is no {role}" for role in ROLE_NAMES.values() if role not in found]
    wrong += [f"{role} is a superuser" for role, (superuser, _) in sorted(found.items()) if superuser]
    wrong += [
        f"{role} passes row-level security by"
        for role, (_, bypass) in sorted(found.items())
        if bypass and role != ROLE_NAMES["backup"]
    ]
    if wrong:
        yield Finding("Roles", "error", "; ".join(wrong) + ".", advice)
    else:
        yield Finding("Roles", "ok", "owner, app, worker and backup are there and may no more than they should.")


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding("Migrations", "error", f"{len(waiting)} have not been applied.", "Run `stegvis migrate`.")
    else:
        yield Finding("Migrations", "ok", "all are applied.")


def second_lock() -> Iterator[Finding]:
    wrong = differences()
    if wrong:
        more = f", and {len(wrong) - SHOWN} differences more" if len(wrong) > SHOWN else ""
        yield Finding(
            "Access", "error", "; ".join(wrong[:SHOWN]) + more + ".", "Run `stegvis migrate`, which lays the lock anew."
        )
    else:
        yield Finding("Access", "ok", "every table is locked as the program declares.")


def worker() -> Iterator[Finding]:
    (silence,) = _one("SELECT extract(epoch FROM now() - max(last_heartbeat))::float8 FROM procrastinate_workers")
    if silence is None or silence > WORKER_SILENCE:
        says = "none has been seen." if silence is None else f"none for {silence / 60:.0f} minutes."
        yield Finding("Worker", "warning", says, "Start `stegvis worker`, or nothing that takes time gets done.")
    else:
        yield Finding("Worker", "ok", "alive.")


def coordinators() -> Iterator[Finding]:
    """Asked as Stegvis itself; the web's role is not heard and sees no employer that lacks one."""
    with acting_as_system(reason="check"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.name FROM organisations_organisation o"
            " WHERE EXISTS (SELECT 1 FROM people_employment e WHERE e.employer_id = o.id"
            " AND (e.valid_to IS NULL OR e.valid_to >= current_date))"
            " AND NOT EXISTS (SELECT 1 FROM organisations_rolegrant g WHERE g.organisation_id = o.id"
            " AND g.role = 'coordinator' AND (g.valid_to IS NULL OR g.valid_to >= current_date)) ORDER BY o.name"
        )
        without = [name for (name,) in cursor.fetchall()]
    if without:
        yield Finding(
            "Coordinators",
            "warning",
            f"missing at {', '.join(without)}.",
            "Nobody there can import staff or grant roles.",
        )


def invariants() -> Iterator[Finding]:
    """Only the owner and worker roles see enough to tell."""
    if _one("SELECT current_user") not in {(ROLE_NAMES["owner"],), (ROLE_NAMES["worker"],)}:
        return
    broken = broken_invariants()
    for one in broken:
        yield Finding("Data", "error", one.in_words() + ".")
    if not broken:
        yield Finding("Data", "ok", "every invariant holds.")


IN_DATABASE: tuple[Callable[[], Iterator[Finding]], ...] = (
    database,
    clocks,
    roles,
    migrations,
    second_lock,
    worker,
    coordinators,
    invariants,
)
NEEDED_BY_THE_REST = (database, migrations)


def _carefully(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """A check that cannot even ask says so; a database without tables answers the others all the same."""
    try:
        return list(look())
    except DatabaseError as error:
        name = look.__name__.replace("_", " ").capitalize()
        return [Finding(name, "error", f"cannot be asked ({' '.join(str(error).split())}).", "Run `stegvis migrate`.")]


def _one(query: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()
