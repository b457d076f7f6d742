"""The second lock hangs on every door."""

from stegvis.foundation.access.declaration import guarded_models
from stegvis.foundation.database.roles import ROLE_NAMES

_TABLES = ", ".join(f"('{model._meta.db_table}')" for model in guarded_models())

INVARIANTS = {
    "tables_are_locked": (
        f"SELECT wanted.name FROM (VALUES {_TABLES}) wanted (name)"
        " LEFT JOIN pg_class c ON c.relname = wanted.name AND c.relnamespace = 'public'::regnamespace"
        " WHERE c.oid IS NULL OR NOT (c.relrowsecurity AND c.relforcerowsecurity)",
        "every table of Stegvis's own has row-level security that also its owner obeys",
    ),
    "roles_are_kept_by_the_lock": (
        "SELECT r.rolname FROM pg_roles r"
        f" WHERE r.rolname IN ('{ROLE_NAMES['app']}', '{ROLE_NAMES['worker']}', '{ROLE_NAMES['owner']}')"
        " AND (r.rolsuper OR r.rolbypassrls)",
        "web, worker and owner cannot pass row-level security by",
    ),
    "the_web_owns_nothing": (
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        f" WHERE c.relkind IN ('r', 'p', 'v', 'm') AND r.rolname IN ('{ROLE_NAMES['app']}', '{ROLE_NAMES['worker']}')",
        "web and worker own no table",
    ),
}
