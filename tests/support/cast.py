"""The fixed cast (DESIGN §8), in two municipalities of one collaboration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Membership, Organisation, Role, RoleGrant, Unit
from stegvis.people.models import Employment, Person, Profession, ProtectedIdentity

START = date(2020, 1, 1)


@dataclass
class Cast:
    """Organisations, units and users; each user but Dag, Eva, Farid, Gunilla and Hamid is an employed person."""

    ale: Organisation
    molndal: Organisation
    university: Organisation
    gr: Collaboration
    ale_care: Unit  # the tree's root in Ale
    ale_north: Unit  # below it: where Anna works and Bosse manages
    ale_south: Unit  # below it: another team
    molndal_care: Unit
    anna: User  # nurse in Ale north
    bosse: User  # her unit manager
    cecilia: User  # nurse in Mölndal
    maria: User  # unit manager in Mölndal
    dag: User  # coordinator of the collaboration
    eva: User  # the university
    farid: User  # national follow-up
    gunilla: User  # coordinator of Ale
    hamid: User  # handler of protected identities in Ale
    per: User  # nurse in Ale north whose identity is protected


def make_cast() -> Cast:
    """Create the cast. Run it as the owner (``as_owner``)."""
    nurse, _ = Profession.objects.get_or_create(
        code="sjukskoterska",
        defaults={"title_sv": "Sjuksköterska", "title_en": "Registered nurse", "is_licensed": True},
    )
    ale = Organisation.objects.create(type="municipality", name="Ale kommun", slug="ale", code="1440")
    molndal = Organisation.objects.create(type="municipality", name="Mölndals kommun", slug="molndal", code="1481")
    university = Organisation.objects.create(type="university", name="Göteborgs universitet", slug="gu")
    gr = Collaboration.objects.create(name="Göteborgsregionen", slug="gr")
    for member in (ale, molndal):
        Membership.objects.create(collaboration=gr, organisation=member, valid_from=START)
    ale_care = Unit.objects.create(organisation=ale, name="Hälso- och sjukvård", code="HSV")
    ale_north = Unit.objects.create(organisation=ale, parent=ale_care, name="Hemsjukvård norr", code="HSV-N")
    ale_south = Unit.objects.create(organisation=ale, parent=ale_care, name="Hemsjukvård söder", code="HSV-S")
    molndal_care = Unit.objects.create(organisation=molndal, name="Hemsjukvård", code="HS")
    users = {
        name: User.objects.create_user(f"{name}@example.se", name=name.capitalize())
        for name in ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")
    }
    cast = Cast(ale, molndal, university, gr, ale_care, ale_north, ale_south, molndal_care, **users)
    for user, unit, number in (
        (cast.anna, ale_north, "1001"),
        (cast.bosse, ale_north, "1002"),
        (cast.per, ale_north, "1003"),
        (cast.cecilia, molndal_care, "2001"),
        (cast.maria, molndal_care, "2002"),
    ):
        employ(user, unit, nurse, number)
    grant(cast.bosse, Role.UNIT_MANAGER, unit=ale_north)
    grant(cast.maria, Role.UNIT_MANAGER, unit=molndal_care)
    grant(cast.gunilla, Role.COORDINATOR, organisation=ale)
    grant(cast.hamid, Role.IDENTITY_HANDLER, organisation=ale)
    grant(cast.eva, Role.UNIVERSITY, organisation=university)
    grant(cast.dag, Role.COLLABORATION_COORDINATOR, collaboration=gr)
    grant(cast.farid, Role.NATIONAL_FOLLOW_UP)
    hide(cast.per, ale)
    return cast


def employ(user: User, unit: Unit, profession: Profession, number: str) -> Employment:
    person = Person.objects.create(
        user=user, registered_by=unit.organisation, given_name=user.name, family_name="Exempel", birth_year=1985
    )
    return Employment.objects.create(
        person=person,
        employer=unit.organisation,
        unit=unit,
        profession=profession,
        employee_number=number,
        valid_from=START,
    )


def hide(user: User, employer: Organisation) -> ProtectedIdentity:
    """The employer marks the person's identity as protected. Run it as the owner."""
    return ProtectedIdentity.objects.create(person=user.person, employer=employer, since=START)


def grant(
    user: User,
    role: Role,
    *,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    collaboration: Collaboration | None = None,
) -> RoleGrant:
    return RoleGrant.objects.create(
        user=user,
        role=role,
        organisation=organisation or (unit.organisation if unit else None),
        unit=unit,
        collaboration=collaboration,
        valid_from=START,
    )
