"""An empty database is quickly brought to its shape."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def test_no_library_changes_a_table_after_the_rooms_have_theirs(db: None) -> None:
    """Each such change would build the state of all the rooms' tables: together longer than all the rest."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    order = [migration.app_label for migration, _ in plan]
    after = set(order[order.index("organisations") :])
    assert {label for label in after if not apps.get_app_config(label).name.startswith("stegvis.")} == set()
