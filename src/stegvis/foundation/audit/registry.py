"""The library's list of triggers, which looks each new one up instead of going through all those before it.

The library compares a new trigger with every earlier one: with some hundreds, a third of the time in which the program
starts.
"""

from __future__ import annotations

from typing import Any

from pgtrigger import Trigger, registry


class QuickRegistry(registry._Registry):
    """The library's registry and its rules, with what it asks of the triggers kept beside them."""

    def __init__(self, *arguments: Any) -> None:
        self._by_db_table: dict[tuple[str, str | None], Trigger] = {}
        self._names: set[str] = set()
        super().__init__(*arguments)

    @property
    def by_db_table(self) -> dict[tuple[str, str | None], Trigger]:
        return self._by_db_table

    @property
    def pg_function_names(self) -> set[str]:
        return self._names

    def __setitem__(self, key: str, value: tuple[Any, Trigger]) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self._by_db_table[model._meta.db_table, trigger.name] = trigger
        self._names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self._by_db_table[model._meta.db_table, trigger.name]
        self._names.discard(trigger.get_pgid(model))


def quicken_registry() -> None:
    """Let the library keep its triggers so. Before the models are loaded, or with those there are."""
    registry._registry = QuickRegistry(registry._registry)
