"""Who reads what is shared in planning: coordinators, and national follow-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.rules import ALWAYS, NEVER, TODAY_SQL, USER_SQL, _Combinable, set_sql


@dataclass(frozen=True)
class Coordinating(_Combinable):
    """Whoever coordinates some employer."""

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return ALWAYS if actor.coordinates else NEVER

    def sql(self, model: type[Model]) -> str:
        return f"cardinality({set_sql('coordinates')}) > 0"

    def describe(self) -> str:
        return "whoever coordinates an employer"


@dataclass(frozen=True)
class HoldsRole(_Combinable):
    """Whoever has been given the role, and holds it today."""

    role: str

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return ALWAYS if self.role in actor.roles else NEVER

    def sql(self, model: type[Model]) -> str:
        return (
            f"{USER_SQL} IN (SELECT g.user_id FROM organisations_rolegrant g WHERE g.role = '{self.role}'"
            f" AND g.valid_from <= {TODAY_SQL} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY_SQL}))"
        )

    def describe(self) -> str:
        return f"whoever holds the role {self.role}"
