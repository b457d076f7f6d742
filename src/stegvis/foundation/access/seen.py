"""Functions that list what an actor sees of another table, for rules that lean on it (``HasVisible``).

A sub-select under the other table's own policy would say the same, but its planner knows nothing of the actor's
sets and reads the whole table. Here the sets are variables, planned with their values, and each way of seeing a
row is a branch of its own that an index answers. The conditions are the declaration's, taken apart.
"""
# ruff: noqa: S608 -- made of names of tables and columns, never of input

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.db import connection
from django.db.models import Model

from stegvis.foundation.access.actor import SET_TYPES
from stegvis.foundation.access.declaration import access_of, guarded_models
from stegvis.foundation.access.rules import (
    PERSON_SQL,
    TODAY_SQL,
    USER_SQL,
    AllRules,
    AnyRule,
    HasVisible,
    Rule,
    set_sql,
)

SETTINGS = {
    "v_user": ("bigint", USER_SQL),
    "v_person": ("uuid", PERSON_SQL),
    "v_today": ("date", TODAY_SQL),
    **{f"v_{name}": (f"{kind}[]", set_sql(name)) for name, kind in SET_TYPES.items()},
}


def seen_functions() -> Iterator[str]:
    """One function for each table and column that some declaration asks for."""
    wanted = {
        rule.relation(model)
        for model in guarded_models()
        for declared in (access_of(model).read, access_of(model).write)
        for rule in parts_of(declared)
        if isinstance(rule, HasVisible)
    }
    for field in sorted(wanted, key=str):
        yield seen_function(field)


def seen_function(field: Any) -> str:
    """The function that gives ``field`` (a foreign key) of every row of its model that the actor may read."""
    model: type[Model] = field.model
    table = f'"{model._meta.db_table}"'
    selects = "\n        UNION ALL\n".join(
        f'        SELECT {table}."{field.column}" FROM {table} WHERE {_with_variables(" AND ".join(branch))}'
        for branch in ([rule.sql(model) for rule in branch] for branch in branches(access_of(model).read))
    )
    variables = "\n".join(f"    {name} {kind} := {sql};" for name, (kind, sql) in SETTINGS.items())
    return f"""
CREATE OR REPLACE FUNCTION {HasVisible.function_name(field)}() RETURNS SETOF {field.db_type(connection)}
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET stegvis.system = 'on'
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
{variables}
BEGIN
    RETURN QUERY
{selects};
END $$
"""


def branches(rule: Rule) -> list[tuple[Rule, ...]]:
    """The rule as alternatives, each a conjunction: ``a | (b & (c | d))`` → a; b, c; b, d."""
    if isinstance(rule, AnyRule):
        return [branch for part in rule.rules for branch in branches(part)]
    if isinstance(rule, AllRules):
        return [tuple(r for part in chosen for r in part) for chosen in product(*(branches(p) for p in rule.rules))]
    return [(rule,)]


def parts_of(rule: Rule) -> Iterator[Rule]:
    yield rule
    if isinstance(rule, AnyRule | AllRules):
        for part in rule.rules:
            yield from parts_of(part)


def _with_variables(sql: str) -> str:
    for name, (_kind, expression) in SETTINGS.items():
        sql = sql.replace(expression, name)
    return sql
