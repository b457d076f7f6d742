"""The quick registry of triggers tells what the library's own would."""

from __future__ import annotations

import pgtrigger
import pytest
from pgtrigger import registry

from stegvis.foundation.audit.registry import QuickRegistry
from stegvis.people.models import Person


def test_it_knows_what_the_library_would_work_out() -> None:
    kept = registry._registry
    assert isinstance(kept, QuickRegistry)
    plain = registry._Registry(kept.data)
    assert kept.by_db_table == plain.by_db_table
    assert kept.pg_function_names == plain.pg_function_names
    assert len(kept.by_db_table) == len(kept) > 200


def test_two_triggers_of_a_name_are_refused_until_the_first_is_taken_away() -> None:
    first = pgtrigger.Protect(name="one", operation=pgtrigger.Delete)
    other = pgtrigger.Protect(name="one", operation=pgtrigger.Update)
    first.register(Person)
    try:
        first.register(Person)
        with pytest.raises(KeyError, match="already used"):
            other.register(Person)
    finally:
        first.unregister(Person)
    other.register(Person)
    other.unregister(Person)
    assert "one" not in {name for _, name in registry._registry.by_db_table}
