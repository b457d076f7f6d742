"""Installing triggers in a migration that creates their tables."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class InstallTriggers(Operation):
    """Install the triggers of every model of an app, as the migration's state has them.

    One operation instead of one for each trigger, each of which would build the state of half the models anew: that
    took longer than all of the SQL. No model is built at all, as ``RunPython`` would: the state holds the SQL.
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for (label, _), model in to_state.models.items():
            if label == app_label:
                for trigger in model.options.get("triggers", ()):
                    # Without parameters, so that nothing in the trigger's text is taken for one.
                    schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """They go with their tables."""

    def describe(self) -> str:
        return "Install the triggers"
