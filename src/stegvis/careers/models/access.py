"""Who reads what belongs to one person's development at one employer, and what is shown in a collaboration."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.rules import NEVER, TODAY_SQL, IsPerson, NotHidden, _Combinable, column, set_sql
from stegvis.people.access import EmployedNow, Shared, StillEmployed, current
from stegvis.people.models import Part

MANAGER = EmployedNow("manages") & NotHidden()
PERSON_OR_MANAGER = IsPerson() | ((EmployedNow("manages") | EmployedNow("handles")) & NotHidden())
PERSON_MANAGER_OR_COORDINATOR = IsPerson() | (
    (EmployedNow("manages") | EmployedNow("coordinates") | EmployedNow("handles")) & NotHidden()
)
# Who reads because they are named in the row, but for the person: until the employment has ended.
WHILE_EMPLOYED = IsPerson() | StillEmployed()
SHARED_PLAN = Shared(Part.PLANS) & NotHidden()


@dataclass(frozen=True)
class InOwnCollaboration(_Combinable):
    """The row's employer is today a member of one of the actor's collaborations."""

    field: str = "employer"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        from stegvis.organisations.models import Membership

        if not actor.collaborations:
            return NEVER
        members = Membership._base_manager.filter(current(actor), collaboration__in=actor.collaborations)
        return Q(**{f"{self.field}__in": members.values("organisation")})

    def sql(self, model: type[Model]) -> str:
        in_force = f"m.valid_from <= {TODAY_SQL} AND (m.valid_to IS NULL OR m.valid_to >= {TODAY_SQL})"
        members = f"m.collaboration_id = ANY ({set_sql('collaborations')}::bigint[]) AND {in_force}"
        return (
            f"{column(model, self.field)} IN (SELECT m.organisation_id FROM organisations_membership m WHERE {members})"
        )

    def describe(self) -> str:
        return f"whoever shares a collaboration with the row's {self.field}"
