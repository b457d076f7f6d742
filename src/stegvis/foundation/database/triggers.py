"""Installing triggers in a migration that creates their tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def install_triggers(app_label: str) -> Callable[[Any, Any], None]:
    """For ``RunPython``: install the triggers of every model of the app, as the migration's state has them.

    One operation instead of one for each trigger, each of which would build the state of half the models anew: that
    took longer than all of the SQL.
    """

    def install(apps: Any, schema_editor: Any) -> None:
        for model in apps.get_app_config(app_label).get_models():
            for trigger in model._meta.original_attrs.get("triggers", ()):
                # Without parameters, so that nothing in the trigger's text is taken for one.
                schema_editor.execute(trigger.install_sql, params=None)

    return install
