"""Comparing with many values at once."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, Lookup


@ForeignKey.register_lookup
class OneOf(Lookup):
    """``person__one_of=keys`` is ``person__in=keys`` for hundreds of keys: one parameter, an array, not one for each.

    The keys are plain values of the own type of the key, not rows.
    """

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s)", (*params, list(self.rhs))
