"""What each of the cast finds with raw ``objects.all()`` on every model: whole results."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from stegvis.careers.models import Standing
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.declaration import guarded_models
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import Framework, FrameworkVersion
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Employment, Evidence, Person, Profession, RetentionRule
from tests.support.cast import START, Cast, employ
from tests.support.database import as_owner
from tests.support.layers import layer

NAMES = ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")
OPEN_TO_ALL = {
    "frameworks.Framework": 1,
    "frameworks.FrameworkVersion": 1,
    "organisations.Collaboration": 1,
    "organisations.CollaborationEvent": 1,
    "organisations.Organisation": 3,
    "organisations.OrganisationEvent": 3,
    "people.Profession": 1,
}
SIGNED_IN = OPEN_TO_ALL | {
    "organisations.Membership": 2,
    "organisations.MembershipEvent": 2,
}
ALE = {"organisations.Unit": 3, "organisations.UnitEvent": 3}
MOLNDAL = {"organisations.Unit": 1, "organisations.UnitEvent": 1}
ONE = {
    "people.Person": 1,
    "people.PersonEvent": 1,
    "people.Employment": 1,
    "people.EmploymentEvent": 1,
    "people.Evidence": 1,
    "people.EvidenceEvent": 1,
    "careers.Standing": 1,
}
ROLE = {"organisations.RoleGrant": 1, "organisations.RoleGrantEvent": 1}
# A manager sees two persons but only their own history of being employed, and the history of both's records.
TEAM_OF_TWO = {
    "people.Person": 2,
    "people.PersonEvent": 1,
    "people.Employment": 2,
    "people.EmploymentEvent": 1,
    "people.Evidence": 2,
    "people.EvidenceEvent": 2,
    "careers.Standing": 2,
}
EXPECTED: dict[str, dict[str, int]] = {
    "nobody": OPEN_TO_ALL,
    "anna": SIGNED_IN | ALE | ONE | {"audit.Reading": 1},
    "bosse": SIGNED_IN | ALE | ROLE | TEAM_OF_TWO | {"audit.Reading": 1},
    "cecilia": SIGNED_IN | MOLNDAL | ONE,
    "maria": SIGNED_IN | MOLNDAL | ROLE | TEAM_OF_TWO,
    "dag": SIGNED_IN | ROLE,
    "eva": SIGNED_IN | ROLE,
    "farid": SIGNED_IN | ROLE,
    "gunilla": SIGNED_IN
    | ALE
    | {
        "organisations.RoleGrant": 3,
        "organisations.RoleGrantEvent": 3,
        "people.Person": 2,
        "people.PersonEvent": 2,
        "people.Employment": 2,
        "people.EmploymentEvent": 2,
        "people.Evidence": 2,
        "people.EvidenceEvent": 2,
        "people.RetentionRule": 1,
        "people.RetentionRuleEvent": 1,
    },
    "hamid": SIGNED_IN
    | ALE
    | ROLE
    | {
        "people.ProtectedIdentity": 1,
        "people.ProtectedIdentityEvent": 1,
    }
    | ONE  # Per, whose identity is protected; of the others the name and the employment
    | {"people.Person": 3, "people.Employment": 3},
    "per": SIGNED_IN | ALE | ONE,
}


@layer
def furnished(cast: Cast) -> Cast:
    """The cast with a record each, a framework, a retention rule in Ale, and one reading of Anna's record by Bosse."""
    with as_owner():
        framework = Framework.objects.create(code="modell", title_sv="Modell")
        version = FrameworkVersion.objects.create(framework=framework, version=1, status="pilot", level_word="nivå")
        for employment in Employment.objects.all():
            evidence(employment.person, employment.employer)
            standing(employment.person, employment.employer, version)
        RetentionRule.objects.create(employer=cast.ale, months_after_end=24, ground="plan")
        Reading.objects.create(person=cast.anna.person.pk, reader=cast.bosse, page="p")
    return cast


def evidence(person: Person, employer: Organisation) -> Evidence:
    return Evidence.objects.create(
        person=person, employer=employer, kind="course", code="kurs", title="Kurs", valid_from=START
    )


def standing(person: Person, employer: Organisation, version: FrameworkVersion) -> Standing:
    return Standing.objects.create(
        person=person,
        employer=employer,
        profession=Profession.objects.get(),
        version=version,
        level_order=1,
        missing_for_next=0,
        met=[True],
        met_until=[None],
        evaluated_on=START,
    )


def seen(user: int | None) -> dict[str, int]:
    with acting_as(user):
        return dict(+Counter({model._meta.label: model._base_manager.count() for model in guarded_models()}))


def keys(model: type[Model], user: Any) -> list[Any]:
    with acting_as(user.pk):
        return sorted(model._base_manager.values_list("pk", flat=True))


def test_each_of_the_cast_finds_just_what_is_theirs(furnished: Cast) -> None:
    found = {name: seen(getattr(furnished, name).pk) for name in NAMES} | {"nobody": seen(None)}
    assert found == EXPECTED


def test_a_former_employer_loses_access_the_day_after(furnished: Cast) -> None:
    today = timezone.localdate()
    annas = furnished.anna.person.pk
    for last_day, managers_view, coordinators_view in (
        (today, ([annas], 1, 1), ([annas], 1)),
        (today - timedelta(days=1), ([], 0, 0), ([annas], 0)),
    ):
        with as_owner():
            Employment.objects.filter(person=annas).update(valid_to=last_day)
        with acting_as(furnished.bosse.pk):
            assert (
                list(Person.objects.exclude(user=furnished.bosse).values_list("pk", flat=True)),
                Evidence.objects.filter(person=annas).count(),
                Standing.objects.filter(person=annas).count(),
            ) == managers_view
        with acting_as(furnished.gunilla.pk):  # the archive says who was employed, and no longer what they can
            assert (
                list(Person.objects.filter(pk=annas).values_list("pk", flat=True)),
                Evidence.objects.filter(person=annas).count(),
            ) == coordinators_view
    without_unit = {label: count for label, count in EXPECTED["anna"].items() if "Unit" not in label}
    assert seen(furnished.anna.pk) == without_unit | {"people.EmploymentEvent": 3}


def test_history_outlives_no_right_to_see_the_present(furnished: Cast) -> None:
    """The first state of an ended employment says that it had no end; it is not the manager's for that."""
    with as_owner():
        Employment.objects.filter(person=furnished.anna.person).update(
            valid_to=timezone.localdate() - timedelta(days=1)
        )
    with acting_as(furnished.bosse.pk):
        for label in ("people.EmploymentEvent", "people.PersonEvent", "people.EvidenceEvent"):
            model = next(m for m in guarded_models() if m._meta.label == label)
            field = "id" if label == "people.PersonEvent" else "person"
            assert not model._base_manager.filter(**{field: furnished.anna.person.pk}).exists()


def test_a_new_employer_sees_nothing_that_the_old_one_registered(furnished: Cast) -> None:
    with as_owner():
        anna = furnished.anna.person
        Employment.objects.filter(person=anna).update(valid_to=timezone.localdate() - timedelta(days=1))
        new = Employment.objects.create(
            person=anna,
            employer=furnished.molndal,
            unit=furnished.molndal_care,
            profession=Profession.objects.get(),
            employee_number="2003",
            valid_from=timezone.localdate(),
        )
        own = evidence(anna, furnished.molndal)
    with acting_as(furnished.maria.pk):
        assert list(Employment.objects.filter(person=anna)) == [new]
        assert list(Evidence.objects.filter(person=anna)) == [own]
        assert list(Standing.objects.filter(person=anna)) == []
        assert list(anna.events.all()) == []
    with acting_as(furnished.anna.pk):
        assert Employment.objects.count() == 2
        assert Evidence.objects.count() == 2


def test_who_is_about_to_begin_is_seen_by_the_coming_manager(furnished: Cast) -> None:
    with as_owner():
        user = type(furnished.anna).objects.create_user("ny@example.se", name="Ny")
        begins = employ(user, Unit.objects.get(code="HSV-N"), Profession.objects.get(), "1009")
        Employment.objects.filter(pk=begins.pk).update(valid_from=timezone.localdate() + timedelta(days=30))
        course = evidence(begins.person, furnished.ale)
    assert course.pk in keys(Evidence, furnished.bosse)
    assert course.pk in keys(Evidence, furnished.gunilla)
    assert course.pk not in keys(Evidence, furnished.maria)
