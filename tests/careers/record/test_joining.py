"""A new employer's staff list registers a person of its own; accepting its invitation makes the two one."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from stegvis.careers.models import DevelopmentPlan, Introduction, IntroductionStep, Programme
from stegvis.careers.record.queries import unasked
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Invitation, Role
from stegvis.people.models import Employment, Evidence, EvidenceFile, Person
from tests.careers.record.conftest import days
from tests.support.cast import START, Cast, grant
from tests.support.database import as_owner
from tests.support.layers import layer


@layer
def hired(cast: Cast, nurses: FrameworkVersion) -> Person:
    """As Mölndal's staff list has Anna, with an introduction and a licence; Ale has registered a course."""
    with as_owner():
        grant(cast.dag, Role.COORDINATOR, organisation=cast.molndal)
        new = Person.objects.create(registered_by=cast.molndal, given_name="Anna", family_name="Exempel")
        theirs: dict[str, Any] = {"person": new, "employer": cast.molndal}
        Employment.objects.create(
            **theirs, unit=cast.molndal_care, profession_id="sjukskoterska", employee_number="2007", valid_from=days(5)
        )
        licence = Evidence.objects.create(**theirs, kind="licence", code="leg", title="Leg", valid_from=START)
        EvidenceFile.objects.create(
            **theirs, evidence=licence, name="f", media_type="m", size=1, digest="d", content=b"x", scan="clean"
        )
        programme = Programme.objects.create(employer=cast.molndal, title="I", weeks=4)
        begun = Introduction.objects.create(**theirs, programme=programme, title="I", starts=days(5), ends=days(30))
        IntroductionStep.objects.create(**theirs, introduction=begun, title="S", due=days(6))
        Evidence.objects.create(
            person=cast.anna.person, employer=cast.ale, kind="course", code="hlr", title="HLR", valid_from=START
        )
    return new


def accept(cast: Cast, person: Person) -> str:
    digest = hashlib.sha256(person.pk.bytes).hexdigest()
    with as_owner():
        Invitation.objects.create(
            email="anna@example.se",
            person_id=person.pk,
            organisation=cast.molndal,
            token_hash=digest,
            created_by=cast.dag,
        )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT stegvis_use_invitation(%s, %s)", [digest, cast.anna.pk])
        return str(cursor.fetchone()[0])


def test_the_two_become_one_and_neither_employer_sees_the_others(cast: Cast, hired: Person) -> None:
    anna = cast.anna.person.pk
    assert accept(cast, hired) == "accepted"
    with as_owner():
        assert not Person.objects.filter(pk=hired.pk).exists()
    with acting_as(cast.anna.pk) as actor:
        assert set(visible(actor, Employment).values_list("employer", flat=True)) == {cast.ale.pk, cast.molndal.pk}
        assert set(visible(actor, Evidence).values_list("code", flat=True)) == {"leg", "hlr"}
        assert visible(actor, IntroductionStep).count() == visible(actor, EvidenceFile).count() == 1
        assert [one.employer for one in unasked(actor)] == [cast.molndal]
    for name, codes in (("maria", {"leg"}), ("dag", {"leg"}), ("bosse", {"hlr"}), ("gunilla", {"hlr"})):
        with acting_as(getattr(cast, name).pk) as actor:
            rows = visible(actor, Evidence).filter(person=anna)
            assert (name, set(rows.values_list("code", flat=True))) == (name, codes)
            assert set(Evidence.events.rel.related_model._base_manager.values_list("code", flat=True)) == codes  # type: ignore[attr-defined]


def test_what_cannot_be_both_s_keeps_them_apart(cast: Cast, hired: Person) -> None:
    with as_owner():
        for person in (hired, cast.anna.person):
            DevelopmentPlan.objects.create(person=person, employer=cast.molndal, title="P", starts=START, ends=START)
    assert accept(cast, hired) == "another"
    with as_owner():
        assert Person.objects.filter(pk=hired.pk, user=None).exists()
        assert Employment.objects.filter(person=hired).count() == 1


def test_the_web_cannot_join_persons(cast: Cast, hired: Person) -> None:
    with as_owner():
        pair = [hired.pk, cast.anna.person.pk]
    with (
        acting_as(cast.dag.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT stegvis_join_persons(%s, %s)", pair)
