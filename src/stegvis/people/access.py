"""The rule that most of what is stored about people shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, Func, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.rules import NEVER, TODAY_SQL, _Combinable, column

if TYPE_CHECKING:
    from stegvis.people.models import Employment

SCOPES = {"manages": "unit_id", "coordinates": "employer_id", "handles": "employer_id"}


def current(actor: Actor, prefix: str = "") -> Q:
    """Employments that run on the actor's day."""
    return Q(**{f"{prefix}valid_from__lte": actor.today}) & not_ended(actor, prefix)


def not_ended(actor: Actor, prefix: str = "") -> Q:
    """Employments that run on the actor's day or are about to begin."""
    return Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": actor.today})


@dataclass(frozen=True)
class Handled(_Combinable):
    """The person's identity is protected, and an employer where the actor is a named handler has or had them.

    Of everybody else a handler reads the employment, to find whom to protect, and nothing more (decision 0012).
    """

    field: str = "person"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        if not actor.handles:
            return NEVER
        return Q(**{f"{self.field}__in": RawSQL("SELECT stegvis_handled_persons()", ())})

    def sql(self, model: type[Model]) -> str:
        return f"{column(model, self.field)} IN (SELECT stegvis_handled_persons())"

    def describe(self) -> str:
        return "the identity is protected and handled by the reader"


def handled(actor: Actor) -> Q:
    """Employments, now or before, where the actor handles the person's protected identity."""
    from stegvis.people.models import Employment

    return Handled().q(actor, Employment) & Q(employer__in=actor.handles)


def employed(actor: Actor, name: str) -> QuerySet[Employment]:
    """Employments, now or soon, within the actor's set; of what the actor handles, the protected identities alone.

    ``stegvis_employed`` says the same in the database.
    """
    from stegvis.people.models import Employment

    rows = Employment._base_manager.filter(not_ended(actor), **{f"{SCOPES[name]}__in": getattr(actor, name)})
    return rows.filter(Handled().q(actor, Employment)) if name == "handles" else rows


@dataclass(frozen=True)
class EmployedNow(_Combinable):
    """The row's person is employed by the row's own employer, now or about to begin, within the actor's set.

    The pair matters: a manager sees what their own employer registered, not what an earlier employer did. Who is
    about to begin counts, since a staff list and an introduction come before the first day. To a handler
    (``"handles"``) only protected identities count.
    """

    name: str
    employer: str = "employer"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        if not getattr(actor, self.name):
            return NEVER
        rows = employed(actor, self.name).filter(person=OuterRef("person_id"), employer=OuterRef(f"{self.employer}_id"))
        return Q(Exists(rows))

    def sql(self, model: type[Model]) -> str:
        return (
            f"({column(model, 'person')}, {column(model, self.employer)}) IN "
            f"(SELECT person, employer FROM stegvis_employed('{self.name}'))"
        )

    def describe(self) -> str:
        return f"{_whoever(self.name)} employed by the row's {self.employer}, now or soon"


def _whoever(name: str) -> str:
    protected = " with a protected identity" if name == "handles" else ""
    return f"whoever {name} where the person{protected} is"


@dataclass(frozen=True)
class StillEmployed(_Combinable):
    """The row's person is employed by the row's employer, now or soon, whoever asks.

    For who reads because they are named: what they were asked to do ends with the employment.
    """

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return Q(Func("person_id", "employer_id", function="stegvis_still_employed", output_field=BooleanField()))

    def sql(self, model: type[Model]) -> str:
        return f"stegvis_still_employed({column(model, 'person')}, {column(model, 'employer')})"

    def describe(self) -> str:
        return "the person is employed by the row's employer, now or soon"


@dataclass(frozen=True)
class Shared(_Combinable):
    """The person lets an employer read this part, today, and the actor reads for that employer (decision 0009).

    For the employer read its coordinators, and where the person is employed there, now or soon, the managers, and of
    a protected identity its handlers. Without a ``part`` any consent will do, as for the name.
    """

    part: str = ""
    field: str = "person"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        if not (actor.coordinates or actor.manages or actor.handles):
            return NEVER
        return Q(**{f"{self.field}__in": RawSQL("SELECT stegvis_shared(%s)", (str(self.part),))})

    def sql(self, model: type[Model]) -> str:
        return f"{column(model, self.field)} IN (SELECT stegvis_shared('{self.part}'))"

    def describe(self) -> str:
        what = f"their {self.part}" if self.part else "something"
        return f"whoever reads for an employer that the person shares {what} with"


@dataclass(frozen=True)
class WorksFor(_Combinable):
    """The person has an employment that has not ended within the actor's set, whoever registered the person."""

    name: str
    field: str = "id"

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return Q(**{f"{self.field}__in": employed(actor, self.name).values("person_id")})

    def sql(self, model: type[Model]) -> str:
        return f"{column(model, self.field)} IN (SELECT person FROM stegvis_employed('{self.name}'))"

    def describe(self) -> str:
        return f"{_whoever(self.name)} employed, now or soon"


@dataclass(frozen=True)
class NotEnded(_Combinable):
    """The employment has not ended: it runs, or is about to begin."""

    def q(self, actor: Actor, model: type[Model]) -> Q:
        return not_ended(actor)

    def sql(self, model: type[Model]) -> str:
        valid_to = column(model, "valid_to")
        return f"({valid_to} IS NULL OR {valid_to} >= {TODAY_SQL})"

    def describe(self) -> str:
        return "it has not ended"
