"""Who may read what is about a person, written as slowly and plainly as it can be said. Loads every row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from stegvis.careers.models import DevelopmentPlan, Placement, Sharing, Standing
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Role, RoleGrant, Unit
from stegvis.people.models import Consent, Employment, Evidence, Person, ProtectedIdentity


class Reference:
    """Everything in Python lists. Make it as the owner."""

    def __init__(self, today: Any) -> None:
        self.today = today
        self.people = list(Person.objects.all())
        self.employments = list(Employment.objects.all())
        self.evidence = list(Evidence.objects.all())
        self.standings = list(Standing.objects.all())
        self.placements = list(Placement.objects.all())
        self.plans = list(DevelopmentPlan.objects.all())
        self.consents = list(Consent.objects.all())
        self.sharings = list(Sharing.objects.all())
        self.marks = list(ProtectedIdentity.objects.all())
        self.grants = list(RoleGrant.objects.all())
        self.units = {unit.pk: unit for unit in Unit.objects.all()}

    def readable(self, user: User) -> dict[type, set[Any]]:
        """Model → keys of the rows that the user may read."""
        return {
            Person: {p.pk for p in self.people if self.sees_person(user, p)},
            Employment: {e.pk for e in self.employments if self.sees_employment(user, e)},
            Evidence: {
                e.pk
                for e in self.evidence
                if self.sees_record(user, e, coordinators=True)
                or (e.state == Evidence.State.VERIFIED and self.is_shown(user, e.person_id, "evidence"))
            },
            Standing: {s.pk for s in self.standings if self.sees_record(user, s, coordinators=False)},
            Placement: {
                one.pk
                for one in self.placements
                if self.sees_record(user, one, coordinators=False) or self.is_shown(user, one.person_id, "placements")
            },
            DevelopmentPlan: {
                one.pk
                for one in self.plans
                if self.sees_record(user, one, coordinators=False) or self.is_shown(user, one.person_id, "plans")
            },
            Consent: {c.pk for c in self.consents if self.sees_consent(user, c)},
            Sharing: {s.pk for s in self.sharings if self.sees_sharing(user, s)},
        }

    def is_shown(self, user: User, person: UUID, part: str = "") -> bool:
        """Whether the person shares the part with an employer for which the user reads."""
        if self.is_hidden(user, person):
            return False
        return any(
            consent.ended_at is None and consent.until >= self.today and part in ("", *consent.parts)
            for consent in self.consents
            if consent.person_id == person and self.reads_for(user, person, consent.receiver_id)
        )

    def reads_for(self, user: User, person: UUID, employer: int) -> bool:
        if self.holds(user, Role.COORDINATOR, employer):
            return True
        return any(
            self.manages(user, e.unit_id) or self.handles(user, e)
            for e in self.employments
            if e.person_id == person and e.employer_id == employer and not self.has_ended(e)
        )

    def sees_person(self, user: User, person: Person) -> bool:
        if self.is_me(user, person.pk):
            return True
        if self.is_hidden(user, person.pk):
            return False
        if self.holds(user, Role.COORDINATOR, person.registered_by_id):
            return True
        if self.is_shown(user, person.pk):
            return True
        return any(self.sees_employment(user, e) for e in self.employments if e.person_id == person.pk)

    def sees_employment(self, user: User, employment: Employment) -> bool:
        if self.is_me(user, employment.person_id):
            return True
        if self.is_hidden(user, employment.person_id):
            return False
        if self.holds(user, Role.COORDINATOR, employment.employer_id):
            return True
        if self.holds(user, Role.IDENTITY_HANDLER, employment.employer_id):
            return True
        return self.manages(user, employment.unit_id) and not self.has_ended(employment)

    def sees_record(self, user: User, record: Any, *, coordinators: bool) -> bool:
        if self.is_me(user, record.person_id):
            return True
        if self.is_hidden(user, record.person_id):
            return False
        for employment in self.employments:
            if employment.person_id != record.person_id or employment.employer_id != record.employer_id:
                continue
            if self.has_ended(employment):
                continue
            if self.manages(user, employment.unit_id):
                return True
            if self.handles(user, employment):
                return True
            if coordinators and self.holds(user, Role.COORDINATOR, employment.employer_id):
                return True
        return False

    def sees_sharing(self, user: User, sharing: Sharing) -> bool:
        if self.is_me(user, sharing.person_id):
            return True
        if sharing.state == "dismissed" or self.is_hidden(user, sharing.person_id):
            return False
        if self.works_in(user, sharing.unit_id) or self.manages(user, sharing.unit_id):
            return True
        return any(
            e.person_id == sharing.person_id
            and e.employer_id == sharing.employer_id
            and not self.has_ended(e)
            and self.handles(user, e)
            for e in self.employments
        )

    def sees_consent(self, user: User, consent: Consent) -> bool:
        if self.is_me(user, consent.person_id):
            return True
        return not self.is_hidden(user, consent.person_id) and self.reads_for(
            user, consent.person_id, consent.receiver_id
        )

    def works_in(self, user: User, unit: int) -> bool:
        return any(
            e.unit_id == unit and self.is_me(user, e.person_id) and e.valid_from <= self.today and not self.has_ended(e)
            for e in self.employments
        )

    def is_hidden(self, user: User, person: UUID) -> bool:
        if not self.is_protected(person):
            return False
        employers = {e.employer_id for e in self.employments if e.person_id == person}
        return not any(self.holds(user, Role.IDENTITY_HANDLER, employer) for employer in employers)

    def handles(self, user: User, employment: Employment) -> bool:
        """The person's identity is protected, and the user handles such with this employer."""
        return self.is_protected(employment.person_id) and self.holds(
            user, Role.IDENTITY_HANDLER, employment.employer_id
        )

    def is_protected(self, person: UUID) -> bool:
        return any(mark.person_id == person for mark in self.marks)

    def is_me(self, user: User, person: UUID) -> bool:
        return user.is_active and any(p.pk == person and p.user_id == user.pk for p in self.people)

    def manages(self, user: User, unit: int | None) -> bool:
        while unit is not None:
            if any(g.unit_id == unit and self.is_held(user, g, Role.UNIT_MANAGER) for g in self.grants):
                return True
            unit = self.units[unit].parent_id
        return False

    def holds(self, user: User, role: Role, organisation: int) -> bool:
        return any(g.organisation_id == organisation and self.is_held(user, g, role) for g in self.grants)

    def is_held(self, user: User, grant: RoleGrant, role: Role) -> bool:
        if grant.user_id != user.pk or grant.role != role or not user.is_active:
            return False
        return grant.valid_from <= self.today and (grant.valid_to is None or grant.valid_to >= self.today)

    def has_ended(self, employment: Employment) -> bool:
        return employment.valid_to is not None and employment.valid_to < self.today
