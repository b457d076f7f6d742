"""The small language in which a model says who may see or change a row.

Every rule compiles twice: to a Django ``Q`` for the policy layer and to SQL for row-level security. Sets are
compared through an uncorrelated sub-select, which PostgreSQL computes once per query and not once per row, and
bare (no ``coalesce`` around a comparison), so that an index can answer it: in a policy NULL refuses like false.
A ``Q`` leaves out what cannot hold for the actor, whose sets are known: most of a rule is about somebody else, and
Django takes longer to write such a query out than PostgreSQL to answer it.
The parts of an ``or`` are tried in the order written: put the cheap ones, which need no other table, first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from stegvis.foundation.access.actor import SET_TYPES, Actor

NEVER = Q(pk__in=())
ALWAYS = ~Q(pk__in=())


class Rule(Protocol):
    """``q`` and ``sql`` say the same thing; a test draws random data and compares the two."""

    def q(self, actor: Actor, model: type[Model]) -> Q: ...
    def sql(self, model: type[Model]) -> str: ...
    def describe(self) -> str: ...


def column(model: type[Model], field: str) -> str:
    """The quoted, table-qualified column of a field."""
    found: Any = model._meta.get_field(field)
    return f'"{model._meta.db_table}"."{found.column}"'


def tracked_model(model: type[Model]) -> Any:
    """The model that a history model follows; any other model is itself."""
    return getattr(model, "pgh_tracked_model", model)


def set_sql(name: str) -> str:
    return f"(SELECT coalesce(nullif(current_setting('stegvis.{name}', true), ''), '{{}}')::{SET_TYPES[name]}[])"


USER_SQL = "(SELECT nullif(current_setting('stegvis.user', true), '')::bigint)"
PERSON_SQL = "(SELECT nullif(current_setting('stegvis.person', true), '')::uuid)"
TODAY_SQL = "(SELECT nullif(current_setting('stegvis.today', true), '')::date)"
SYSTEM_SQL = "(SELECT current_setting('stegvis.system', true)) = 'on'"


class _Combinable:
    def __or__(self, other: Rule) -> AnyRule:
        return AnyRule((*_parts(self, AnyRule), *_parts(other, AnyRule)))

    def __and__(self, other: Rule) -> AllRules:
        return AllRules((*_parts(self, AllRules), *_parts(other, AllRules)))


def _parts(rule: Any, kind: type[AnyRule] | type[AllRules]) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, kind) else (rule,)


@dataclass(frozen=True)
class AnyRule(_Combinable):
    rules: tuple[Rule, ...]

    def q(self, actor: Actor, model: type[Model]) -> Q:
        found = [q for rule in self.rules if (q := rule.q(actor, model)) is not NEVER]
        if any(q is ALWAYS for q in found):
            return ALWAYS
        return reduce(or_, found) if found else NEVER

    def sql(self, model: type[Model]) -> str:
        return "(" + " OR ".join(rule.sql(model) for rule in self.rules) + ")"

    def describe(self) -> str:
        return " or ".join(rule.describe() for rule in self.rules)


@dataclass(frozen=True)
class AllRules(_Combinable):
    rules: tuple[Rule, ...]

    def q(self, actor: Actor, model: type[Model]) -> Q:
        found = [q for rule in self.rules if (q := rule.q(actor, model)) is not ALWAYS]
        if any(q is NEVER for q in found):
            return NEVER
        return reduce(and_, found) if found else ALWAYS

    def sql(self, model: type[Model]) -> str:
        return "(" + " AND ".join(rule.sql(model) for rule in self.rules) + ")"

    def describe(self) -> str:
        return " and ".join(
            f"({rule.describe()})" if isinstance(rule, AnyRule) else rule.describe() for rule in self.rules
        )


@dataclass(frozen=True)
class Nobody(_Combinable):
    """No person; only Stegvis itself in maintenance."""

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return NEVER

    def sql(self, model: type[Model]) -> str:
        return "false"

    def describe(self) -> str:
        return "nobody"


NOBODY = Nobody()


@dataclass(frozen=True)
class Anybody(_Combinable):
    """Everybody, signed in or not."""

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return ALWAYS

    def sql(self, model: type[Model]) -> str:
        return "true"

    def describe(self) -> str:
        return "anybody"


@dataclass(frozen=True)
class SignedIn(_Combinable):
    def q(self, actor: Actor, model: type[Model]) -> Q:
        return ALWAYS if actor.is_signed_in else NEVER

    def sql(self, model: type[Model]) -> str:
        return f"{USER_SQL} IS NOT NULL"

    def describe(self) -> str:
        return "anybody signed in"


@dataclass(frozen=True)
class IsUser(_Combinable):
    """The row names the acting user."""

    field: str = "user"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return Q(**{self.field: actor.user}) if actor.user is not None else NEVER

    def sql(self, model: type[Model]) -> str:
        return f"{column(model, self.field)} = {USER_SQL}"

    def describe(self) -> str:
        return f"the {self.field} themself"


@dataclass(frozen=True)
class IsPerson(_Combinable):
    """The row is about the acting person."""

    field: str = "person"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return Q(**{self.field: actor.person}) if actor.person is not None else NEVER

    def sql(self, model: type[Model]) -> str:
        return f"{column(model, self.field)} = {PERSON_SQL}"

    def describe(self) -> str:
        return "the person"


@dataclass(frozen=True)
class InSet(_Combinable):
    """The field's value is in one of the actor's sets, such as ``InSet("employer", "coordinates")``."""

    field: str
    name: str

    def q(self, actor: Actor, model: type[Model]) -> Q:
        values = getattr(actor, self.name)
        return Q(**{f"{self.field}__in": values}) if values else NEVER

    def sql(self, model: type[Model]) -> str:
        # The cast stops PostgreSQL from reading "= ANY (SELECT …)" as a comparison with the sub-select's rows.
        return f"{column(model, self.field)} = ANY ({set_sql(self.name)}::{SET_TYPES[self.name]}[])"

    def describe(self) -> str:
        return f"whoever has the row's {self.field} among {self.name}"


@dataclass(frozen=True)
class Holds(_Combinable):
    """The field holds this value, such as a published state."""

    field: str
    value: str | bool

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return Q(**{self.field: self.value})

    def sql(self, model: type[Model]) -> str:
        literal = str(self.value).lower() if isinstance(self.value, bool) else "'" + self.value.replace("'", "''") + "'"
        return f"{column(model, self.field)} = {literal}"

    def describe(self) -> str:
        return f"{self.field} is {self.value}"


def _among(field: str, rows: QuerySet[Any], key: str) -> Q:
    """The field is the key of one of the rows."""
    return NEVER if rows.query.is_empty() else Q(**{f"{field}__in": rows.values(key)})


@dataclass(frozen=True)
class AsRow(_Combinable):
    """Whoever sees the row that ``field`` points at; the other table's own policy decides inside the database."""

    field: str

    def q(self, actor: Actor, model: type[Model]) -> Q:
        from stegvis.foundation.access.policy import visible

        target: Any = model._meta.get_field(self.field)
        return _among(self.field, visible(actor, target.related_model), target.target_field.name)

    def sql(self, model: type[Model]) -> str:
        target: Any = model._meta.get_field(self.field)
        other, key = target.related_model._meta.db_table, target.target_field.column
        return f'{column(model, self.field)} IN (SELECT "{key}" FROM "{other}")'

    def describe(self) -> str:
        return f"whoever sees its {self.field}"


@dataclass(frozen=True)
class AsWriter(_Combinable):
    """Whoever may add the row that ``field`` points at: for the parts of a whole that everybody sees."""

    field: str

    def q(self, actor: Actor, model: type[Model]) -> Q:
        target = self._target(model)
        condition = _insert_rule(target.related_model).q(actor, target.related_model)
        if condition is NEVER:
            return NEVER
        return _among(self.field, target.related_model._base_manager.filter(condition), target.target_field.name)

    def sql(self, model: type[Model]) -> str:
        target = self._target(model)
        other, key = target.related_model._meta.db_table, target.target_field.column
        rule = _insert_rule(target.related_model).sql(target.related_model)
        return f'{column(model, self.field)} IN (SELECT "{other}"."{key}" FROM "{other}" WHERE {rule})'

    def describe(self) -> str:
        return f"whoever may add its {self.field}"

    def _target(self, model: type[Model]) -> Any:
        return model._meta.get_field(self.field)


def _insert_rule(model: type[Model]) -> Rule:
    from stegvis.foundation.access.declaration import access_of

    return access_of(model).insert_rule


@dataclass(frozen=True)
class NotHidden(_Combinable):
    """The person's identity is not protected from this actor (``stegvis_hidden_persons``)."""

    field: str = "person"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return ~Q(**{f"{self.field}__in": RawSQL("SELECT stegvis_hidden_persons()", ())})

    def sql(self, model: type[Model]) -> str:
        return f"NOT coalesce({column(model, self.field)} IN (SELECT stegvis_hidden_persons()), false)"

    def describe(self) -> str:
        return "the identity is not protected from the reader"


@dataclass(frozen=True)
class HasVisible(_Combinable):
    """Some row of the reverse relation ``related`` is visible, as a person is through an employment."""

    related: str

    def q(self, actor: Actor, model: type[Model]) -> Q:
        from stegvis.foundation.access.policy import visible

        field = self.relation(model)
        return _among(tracked_model(model)._meta.pk.name, visible(actor, field.model), field.attname)

    def sql(self, model: type[Model]) -> str:
        key = column(model, tracked_model(model)._meta.pk.name)
        return f"{key} IN (SELECT {self.function_name(self.relation(model))}())"

    def relation(self, model: type[Model]) -> Any:
        """The foreign key on the other side."""
        return tracked_model(model)._meta.get_field(self.related).field

    @staticmethod
    def function_name(field: Any) -> str:
        """The database function that lists what is seen (``seen.py``)."""
        return f"stegvis_seen_{field.model._meta.db_table}_{field.column}"

    def describe(self) -> str:
        return f"whoever sees one of its {self.related}"
